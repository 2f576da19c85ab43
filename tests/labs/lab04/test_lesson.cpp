// The sweep and the choice of a rate as lab 04 writes them. The lab is a program of its own; here
// it is read as a header, with its main under another name.
#define main lab04_main
#include "labs/lab04_lr_finder/lab04.cpp"
#undef main

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab04_lesson, *boost::unit_test::label("lab04"))

using namespace lab04;

namespace {

// Three clouds in ten dimensions.
Split clouds(double scale = 1)
{
    Rng rng(3);
    Dataset data;
    data.shape = Shape{10};
    data.x = rng.normal_matrix(10, 300);
    data.labels = Labels(300);
    for (Index i = 0; i < 300; ++i) {
        data.labels[i] = i % 3;
        data.x(i % 3, i) += 3;
    }
    data.x *= Real(scale);
    data.classes = {verbatim("a"), verbatim("b"), verbatim("c")};
    return {data, data};
}

void as_in_the_course()
{
    for (const Knob* knob : all_knobs()) knob->reset(false);
}

double decades_between(double a, double b) { return std::abs(std::log10(a / b)); }

} // namespace

// The loop that modules/train had: the rates first, then the costs, then the average of them all.
BOOST_AUTO_TEST_CASE(the_sweep_is_a_training_whose_rate_grows)
{
    as_in_the_course();
    const Split data = clouds();
    const Run run = sweep({}, data, Rng(1));
    const Numbers& rate = run.curve("rate").values;
    const Numbers& cost = run.curve("minibatch cost").values;
    const Numbers& smooth = run.curve("smoothed cost").values;
    BOOST_REQUIRE(cost.size() > 100U);
    BOOST_TEST(cost.size() < 200U); // it exploded

    Rng rng(1);
    Sequential net = network(data, rng);
    Sgd optimizer(net);
    Steps steps = steps_of(data.training, {.batch = 64}, rng);
    double lowest = INFINITY;
    for (std::size_t k = 0; k < cost.size(); ++k) {
        const Step batch = steps.minibatch(long(k));
        const Var loss = softmax_cross_entropy(net.forward(batch.x, Mode::train), batch.labels);
        BOOST_TEST(rate[k] == 1e-5 * std::pow(10 / 1e-5, double(k) / 199));
        BOOST_TEST(cost[k] == loss.scalar());
        lowest = std::min(lowest, smooth[k]);
        BOOST_TEST((smooth[k] > 4 * lowest) == (k + 1 == cost.size())); // the last only
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(rate[k]);
    }
    BOOST_TEST(smooth == smoothed(cost, 0.98), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_sweep_leaves_finite_numbers_only)
{
    as_in_the_course();
    const Run run = sweep({}, clouds(1e18), Rng(1)); // too large to square
    for (const char* curve : {"rate", "minibatch cost", "smoothed cost"})
        for (const double value : run.curve(curve).values) BOOST_TEST(std::isfinite(value));
}

BOOST_AUTO_TEST_CASE(what_it_chooses_is_what_the_library_suggests)
{
    as_in_the_course();
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        Run run = sweep({}, clouds(), Rng(seed));
        choose({}, run);
        const Suggestions found =
            suggest(run.curve("rate").values, run.curve("smoothed cost").values, 49); // the lag
        BOOST_TEST(run.number("steepest") == found.steepest);
        BOOST_TEST(run.number("valley") == found.valley);
        BOOST_TEST(run.kept("slope").size() == run.curve("rate").values.size());
    }
}

BOOST_AUTO_TEST_CASE(the_steepest_fall_of_a_known_curve)
{
    const Numbers rate = log_space(1e-7, 10, 401);
    const auto fall = [](double x) { return 2.3 - 2 / (1 + std::exp(-3 * (x + 2))); };
    const auto jump = [&](double x) { // at α = 2 up and down again, steeper than the descent
        return fall(x) + 3 * std::exp(-std::pow((x - 0.3) / 0.05, 2)) + std::max(0.0, x + 0.5);
    };
    Numbers c, with_jump;
    for (const double a : rate) c.push_back(fall(std::log10(a)));
    for (const double a : rate) with_jump.push_back(jump(std::log10(a)));
    BOOST_TEST(decades_between(steepest(c, rate, 10), 1e-2) < 8.0 / 400 + 1e-9);
    BOOST_TEST(decades_between(steepest(with_jump, rate, 10), 1e-2) < 8.0 / 400 + 1e-9);
    Numbers rising;
    for (const double a : rate) rising.push_back(a);
    BOOST_TEST(steepest(rising, rate, 10) == rate[20]); // no descent: the first that counts
}

// A noisy start that falls by chance is not the steepest fall: it lies in the average's lag.
BOOST_AUTO_TEST_CASE(what_the_average_has_not_caught_up_with_does_not_count)
{
    const Sweep how{200, 0.98};
    BOOST_TEST(how.lag() == 49);
    const Numbers rate = log_space(1e-5, 10, 200);
    Run run;
    for (std::size_t k = 0; k < rate.size(); ++k) {
        Step now;
        now.k = long(k);
        const double x = std::log10(rate[k]);
        run.note(now, "rate", rate[k]);
        run.note(now, "smoothed cost",
                 (k < 20 ? 9.0 - 0.3 * double(k) : 3.0) - 2 / (1 + std::exp(-3 * (x + 1))));
    }
    choose(how, run);
    BOOST_TEST(decades_between(run.number("steepest"), 0.1) < 0.05);
    choose({200, 0.5}, run); // as if it had no lag
    BOOST_TEST(run.number("steepest") < 1e-4);
}

BOOST_AUTO_TEST_CASE(suggestions_that_move_are_told)
{
    const auto study = [](double of_length, double of_smoothing) {
        std::vector<Compared> ways;
        for (const double smoothing : smoothings)
            for (const long steps : lengths) {
                Run run;
                run["steepest"] = std::pow(double(steps), of_length) *
                                  std::pow(1 / (1 - smoothing), of_smoothing);
                ways.emplace_back();
                ways.back().name = swept_in(steps, smoothing);
                ways.back().runs = std::vector(5, run);
            }
        return Study(std::move(ways));
    };
    BOOST_TEST((moved(study(-1, 1)).outcome == Outcome::supported));
    BOOST_TEST((moved(study(-1, -1)).outcome == Outcome::not_supported));
    BOOST_TEST((moved(study(1, 1)).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_CASE(what_diverged_has_no_costs_at_its_end)
{
    as_in_the_course();
    knob::epochs.turn(1);
    const Run run = train({verbatim("wild"), 1e6}, clouds(), Rng(1));
    BOOST_TEST(std::isinf(run.number("validation cost")));
    BOOST_TEST(!run.curve("cost").values.empty());
    const Run fine = train({verbatim("steepest"), 1, "steepest"}, clouds(), Rng(1));
    BOOST_TEST(fine.number("learning rate") == fine.number("steepest"));
    BOOST_TEST(std::isfinite(fine.number("validation cost")));
}

BOOST_AUTO_TEST_CASE(a_rate_belongs_to_the_decade_above_its_edge)
{
    BOOST_TEST(decade_of(9e-4) == 0U);
    BOOST_TEST(decade_of(1e-3) == 1U);
    BOOST_TEST(decade_of(0.09) == 2U);
    BOOST_TEST(decade_of(3) == 3U);
}

BOOST_AUTO_TEST_CASE(a_sweep_that_was_cut_short_says_nothing)
{
    Run run;
    choose({}, run);
    BOOST_TEST(std::isinf(run.number("steepest")));
}

BOOST_AUTO_TEST_SUITE_END()
