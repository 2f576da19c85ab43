#include "base/error.hpp"
#include "base/stats.hpp"
#include "train/lr_finder.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

namespace {

std::unique_ptr<Optimizer> make_sgd(Module& net) { return std::make_unique<Sgd>(net); }

// A sweep from 1e-7 to 10 in 401 steps whose smoothed cost is a given function of log10 α.
Sweep drawn(const std::function<double(double)>& cost)
{
    Sweep sweep;
    sweep.rate = log_space(1e-7, 10, 401);
    for (const double rate : sweep.rate) sweep.cost.push_back(cost(std::log10(rate)));
    sweep.smoothed = sweep.cost;
    sweep.slope = slope_in_log_rate(sweep.rate, sweep.smoothed);
    return sweep;
}

double fall(double x) { return 2.3 - 2 / (1 + std::exp(-3 * (x + 2))); } // steepest at α = 0.01

double decades_between(double a, double b) { return std::abs(std::log10(a / b)); }

} // namespace

BOOST_AUTO_TEST_SUITE(lr_finder, *boost::unit_test::label("lab04"))

BOOST_AUTO_TEST_CASE(parameters_and_buffers_are_as_before)
{
    Rng rng(1);
    const Dataset data = two_classes(100, rng);
    TinyNet net(3, 2, rng);
    const std::vector<Matrix> before = snapshot(net);
    bool moved = false;
    const auto optimizer = [&](Module& module) {
        moved = true;
        return std::make_unique<Momentum>(module);
    };
    const Sweep gentle =
        sweep_learning_rate(net, optimizer, data, {.high = 1, .steps = 50, .batch_size = 10}, rng);
    BOOST_TEST(moved);
    BOOST_TEST(!gentle.diverged_at.has_value());
    BOOST_TEST(gentle.cost.size() == 50);
    BOOST_TEST(gentle.cost.front() != gentle.cost.back());
    BOOST_TEST(identical(snapshot(net), before));
    for (const Var& theta : parameters(net)) BOOST_TEST(theta.grad().is_empty());

    const Sweep violent = sweep_learning_rate(net, make_sgd, data,
                                              {.high = 1e30, .steps = 50, .batch_size = 10}, rng);
    BOOST_TEST(violent.diverged_at.has_value());
    BOOST_TEST(identical(snapshot(net), before));
}

BOOST_AUTO_TEST_CASE(parameters_are_as_before_even_after_an_error)
{
    Rng rng(1);
    Dataset data = two_classes(100, rng);
    data.labels[57] = 9; // no such class: the cost throws somewhere in the first epoch
    TinyNet net(3, 2, rng);
    const std::vector<Matrix> before = snapshot(net);
    BOOST_CHECK_THROW(
        sweep_learning_rate(net, make_sgd, data, {.steps = 50, .batch_size = 10}, rng), ShapeError);
    BOOST_TEST(identical(snapshot(net), before));
}

BOOST_AUTO_TEST_CASE(a_diverging_sweep_leaves_finite_values_only)
{
    Rng rng(1);
    Dataset data = two_classes(100, rng);
    for (Index n = 0; n < data.size(); ++n) data.labels[n] = n % 2; // nothing to be learnt
    data.x *= Real(1e6); // so that the last rates go beyond the largest number, in double too
    TinyNet net(3, 2, rng);
    // A stop_factor that never stops: only the cost that is not finite ends it.
    const Sweep sweep =
        sweep_learning_rate(net, make_sgd, data,
                            {.low = 1,
                             .high = static_cast<double>(std::numeric_limits<Real>::max()),
                             .steps = 100,
                             .batch_size = 10,
                             .stop_factor = std::numeric_limits<double>::infinity()},
                            rng);
    BOOST_TEST(sweep.diverged_at.has_value());
    BOOST_TEST(static_cast<long>(sweep.cost.size()) == sweep.diverged_at.value_or(-1));
    BOOST_TEST(sweep.cost.size() > 50);
    BOOST_TEST(sweep.rate.size() == sweep.cost.size());
    BOOST_TEST(sweep.smoothed.size() == sweep.cost.size());
    BOOST_TEST(sweep.slope.size() == sweep.cost.size());
    for (std::size_t i = 0; i < sweep.cost.size(); ++i) {
        BOOST_TEST(std::isfinite(sweep.cost[i]));
        BOOST_TEST(std::isfinite(sweep.smoothed[i]));
    }
}

BOOST_AUTO_TEST_CASE(the_sweep_ends_when_the_cost_has_risen_enough)
{
    Rng rng(1);
    const Dataset data = two_classes(100, rng);
    TinyNet net(3, 2, rng);
    const SweepOptions options{.high = 1e6, .steps = 100, .batch_size = 10, .stop_factor = 3};
    const Sweep sweep = sweep_learning_rate(net, make_sgd, data, options, rng);
    BOOST_TEST(sweep.diverged_at.value() == static_cast<long>(sweep.cost.size()) - 1);
    double least = sweep.smoothed.front();
    for (std::size_t i = 0; i < sweep.smoothed.size(); ++i) {
        least = std::min(least, sweep.smoothed[i]);
        BOOST_TEST((sweep.smoothed[i] > 3 * least) == (i + 1 == sweep.smoothed.size()));
    }
    // The rates are those of the steps, from the first on.
    const Schedule schedule = exponential_sweep(options.low, options.high, options.steps);
    for (std::size_t i = 0; i < sweep.rate.size(); ++i)
        BOOST_TEST(sweep.rate[i] == schedule(static_cast<long>(i)));
    BOOST_TEST(sweep.smoothed == smoothed(sweep.cost, 0.95), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_slope_is_against_the_logarithm_of_the_rate)
{
    // A cost of −3 log10 α has slope −3 everywhere; against α itself it would not.
    const Sweep sweep = drawn([](double x) { return -3 * x; });
    for (const double slope : sweep.slope) BOOST_TEST(std::abs(slope + 3) < 1e-9);
    // Central differences inside, one-sided at the ends: x² at x = 0, 1, 2.
    const std::vector<double> slope = slope_in_log_rate({1, 10, 100}, {0, 1, 4});
    BOOST_TEST(std::abs(slope[0] - 1) < 1e-12);
    BOOST_TEST(std::abs(slope[1] - 2) < 1e-12);
    BOOST_TEST(std::abs(slope[2] - 3) < 1e-12);
    BOOST_TEST(slope_in_log_rate({1}, {5}) == std::vector<double>{0});
    BOOST_CHECK_THROW(slope_in_log_rate({1, 2}, {1}), ShapeError);
}

BOOST_AUTO_TEST_CASE(suggestions_on_a_curve_with_known_answers)
{
    const double one_step = 8.0 / 400 + 1e-9; // decades
    BOOST_TEST(decades_between(suggest(drawn(fall), {}).steepest, 1e-2) < one_step);

    const Sweep bowl = drawn([](double x) { return (x + 1) * (x + 1); }); // lowest at 0.1
    BOOST_TEST(decades_between(suggest(bowl, {}).minimum_tenth, 1e-2) < one_step);

    // Flat, then down from 1e-4 to 0.1, then up: two thirds of three decades is at 1e-2.
    const Sweep valley = drawn([](double x) { return x < -4 ? 3 : x < -1 ? -x - 1 : 5 * (x + 1); });
    BOOST_TEST(decades_between(suggest(valley, {}).valley, 1e-2) < 2 * one_step);
}

BOOST_AUTO_TEST_CASE(suggestions_under_noise)
{
    // The same curves with 5 % of noise on each minibatch, then smoothed. An average of decay d
    // lags by d/(1−d) steps: the known answer moves by that much, and little more.
    const SweepOptions options{.smoothing = 0.95};
    const double lag = 0.95 / 0.05 * 8 / 400; // decades
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Rng rng(seed);
        const auto noisy = [&](const std::function<double(double)>& cost) {
            Sweep sweep = drawn([&](double x) { return cost(x) + 0.05 * rng.normal(); });
            sweep.smoothed = smoothed(sweep.cost, options.smoothing);
            sweep.slope = slope_in_log_rate(sweep.rate, sweep.smoothed);
            return suggest(sweep, options);
        };
        const auto bowl = [](double x) { return (x + 1) * (x + 1); };
        const auto wall = [](double x) { return fall(x) + (x > 0 ? 20 * x : 0); };
        BOOST_TEST(decades_between(noisy(wall).steepest, std::pow(10, -2 + lag)) < 0.5,
                   "seed " << seed);
        BOOST_TEST(decades_between(noisy(bowl).minimum_tenth, std::pow(10, -2 + lag)) < 0.25,
                   "seed " << seed);
        // The descent of `wall` lies between about 1e-3 and 0.1, the valley's point within it.
        const double valley = std::log10(noisy(wall).valley);
        BOOST_TEST(valley > -3, "seed " << seed);
        BOOST_TEST(valley < -0.5, "seed " << seed);
    }
}

BOOST_AUTO_TEST_CASE(a_fall_after_the_minimum_is_not_the_steepest)
{
    // A jump at α = 2, when it begins to diverge: the fall after it is steeper than the descent.
    const auto jump = [](double x) {
        return fall(x) + 3 * std::exp(-std::pow((x - 0.3) / 0.05, 2));
    };
    const Sweep sweep = drawn([&](double x) { return jump(x) + std::max(0.0, x + 0.5); });
    const auto steepest = std::min_element(sweep.slope.begin(), sweep.slope.end());
    BOOST_TEST(sweep.rate[steepest - sweep.slope.begin()] > 2);
    BOOST_TEST(decades_between(suggest(sweep, {}).steepest, 1e-2) < 0.021);
    // Where the cost only rises there is no descent: the first rate that counts.
    const Sweep rising = drawn([](double x) { return x; });
    BOOST_TEST(suggest(rising, {}).steepest == rising.rate[SweepOptions{}.skip_start]);
}

BOOST_AUTO_TEST_CASE(both_ends_are_left_out)
{
    // A cliff in the first steps and another in the last: steeper than the real descent.
    Sweep sweep = drawn(fall);
    sweep.smoothed[0] = 100;
    sweep.smoothed[400] = -100;
    sweep.slope = slope_in_log_rate(sweep.rate, sweep.smoothed);
    const Suggestions inside = suggest(sweep, {});
    BOOST_TEST(decades_between(inside.steepest, 1e-2) < 0.021);
    const Suggestions all = suggest(sweep, {.skip_start = 0, .skip_end = 0});
    BOOST_TEST(decades_between(all.steepest, 1e-2) > 2); // they matter
}

BOOST_AUTO_TEST_CASE(too_short_a_sweep_is_refused)
{
    Sweep sweep = drawn(fall);
    for (auto* values : {&sweep.rate, &sweep.cost, &sweep.smoothed, &sweep.slope})
        values->resize(25);
    suggest(sweep, {.skip_start = 10, .skip_end = 5});
    BOOST_CHECK_THROW(suggest(sweep, {.skip_start = 10, .skip_end = 6}), ShapeError);
    BOOST_CHECK_THROW(suggest(Sweep{}, {}), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
