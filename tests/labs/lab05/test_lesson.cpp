// The schedules as lab 05 writes them: beside those of optim/, and at their end points.
#define main lab05_main
#include "labs/lab05_schedules/lab05.cpp"
#undef main

#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab05_lesson, *boost::unit_test::label("lab05"))

using namespace lab05;

namespace {

const double peak = 0.3;
const long per_epoch = 10, steps = 70;

// What a loop of 7 epochs of 10 minibatches sees before its update k + 1.
Step at(long k)
{
    Step now;
    now.k = k;
    now.per_epoch = per_epoch;
    now.steps = steps;
    return now;
}

bool close(double a, double b) { return std::abs(a - b) <= 1e-14; }

// Is it the fast one at every minibatch?
bool same(double (*rate)(double, const Step&), const Schedule& fast)
{
    for (long k = 0; k < steps; ++k)
        if (!close(rate(peak, at(k)), fast(k))) return false;
    return true;
}

} // namespace

BOOST_AUTO_TEST_CASE(schedules_are_those_of_optim)
{
    BOOST_TEST(same(constant, constant_rate(peak)));
    BOOST_TEST(same(cosine, descente::cosine(peak, steps)));
    const auto doubling = [](double a, const Step& now) { return sgdr({1, 2}, a, now); };
    BOOST_TEST(same(doubling, descente::sgdr(peak, per_epoch)));
    BOOST_TEST(same(warm_up_cosine, warm_up(5, descente::cosine(peak, steps - 5))));
}

// 70 updates: 35 at the peak, 17 at a tenth of it (three quarters are 52), 18 at a hundredth.
BOOST_AUTO_TEST_CASE(a_step_after_a_half_and_after_three_quarters)
{
    for (long k = 0; k < steps; ++k)
        BOOST_TEST(step(peak, at(k)) == (k < 35 ? peak : k < 52 ? peak / 10 : peak / 100));
}

BOOST_AUTO_TEST_CASE(exponential_leaves_a_twentieth)
{
    BOOST_TEST(exponential(peak, at(0)) == peak);
    BOOST_TEST(close(exponential(peak, at(steps)), peak / 20));
    for (long k = 1; k < steps; ++k)
        BOOST_TEST(
            close(exponential(1, at(k)) / exponential(1, at(k - 1)), std::pow(0.05, 1. / steps)));
}

BOOST_AUTO_TEST_CASE(a_triangle_an_epoch)
{
    for (const long epoch : {0, 10, 60}) {
        BOOST_TEST(close(triangular(1, peak, at(epoch)), peak / 50));
        BOOST_TEST(close(triangular(1, peak, at(epoch + 5)), peak));
        BOOST_TEST(close(triangular(1, peak, at(epoch + 1)), 0.2 * peak + 0.8 * peak / 50));
        BOOST_TEST(close(triangular(1, peak, at(epoch + 9)), triangular(1, peak, at(epoch + 1))));
    }
    for (const long k : {10, 30, 50}) BOOST_TEST(close(triangular(2, peak, at(k)), peak));
}

BOOST_AUTO_TEST_CASE(sgdr_restarts_after_one_three_and_seven_epochs)
{
    for (long k = 0; k < steps; ++k)
        BOOST_TEST((sgdr({1, 2}, peak, at(k)) == peak) == (k == 0 || k == 10 || k == 30));
    BOOST_TEST(close(sgdr({1, 2}, peak, at(20)), peak / 2)); // the middle of the second cycle
    BOOST_TEST(sgdr({1, 2}, peak, at(69)) < peak / 100);     // near 0 before the third restart
    for (long k = 0; k < steps; ++k)
        BOOST_TEST((sgdr({2, 1}, peak, at(k)) == peak) == (k % 20 == 0));
}

BOOST_AUTO_TEST_CASE(warm_up_rises_for_half_an_epoch)
{
    BOOST_TEST(close(warm_up_cosine(peak, at(0)), peak / 5));
    BOOST_TEST(close(warm_up_cosine(peak, at(4)), peak));
    BOOST_TEST(warm_up_cosine(peak, at(5)) == peak);
    BOOST_TEST(close(warm_up_cosine(peak, at(steps)), 0));
}

// The rate of an epoch is 0.3 of the one before where that ended without progress of 1 %.
BOOST_AUTO_TEST_CASE(on_plateau_the_rate_is_reduced_where_the_validation_cost_stalls)
{
    Rng rng(1);
    const Split data{two_classes(64, rng), two_classes(40, rng)};
    const Plan plan{.epochs = 12};
    const Run run = train(methods({1, 2})[6], 0.5, data, 128, plan, Rng(2));
    const Numbers& costs = run.curve("validation cost").values;
    const Numbers& rates = run.curve("learning rate").values;
    BOOST_REQUIRE(costs.size() == 12u);
    BOOST_REQUIRE(rates.size() == 12u); // 64 samples are one minibatch
    double best = INFINITY, expected = 0.5;
    std::size_t reductions = 0;
    for (std::size_t epoch = 0; epoch < costs.size(); ++epoch) {
        BOOST_TEST(close(rates[epoch], expected));
        const bool stalls = costs[epoch] >= 0.99 * best;
        if (!stalls) best = costs[epoch];
        if (!stalls || epoch + 1 == costs.size()) continue;
        expected *= 0.3;
        ++reductions;
    }
    BOOST_TEST(reductions > 0);
    BOOST_TEST(run.curve("reduction").values.size() == reductions);
    const Run steady = train(methods({1, 2})[0], 0.5, data, 128, plan, Rng(2));
    BOOST_TEST(steady.curve("learning rate").values.back() == 0.5);
}

BOOST_AUTO_TEST_CASE(the_lowest_kind_is_told_by_the_runs_or_there_is_none)
{
    const auto ends = [](std::vector<double> costs) {
        std::vector<Run> runs(costs.size());
        for (std::size_t i = 0; i < costs.size(); ++i) runs[i]["validation cost"] = costs[i];
        return runs;
    };
    const auto of = [&](const Numbers& steady, const Numbers& cosines, const Numbers& triangles,
                        const Numbers& plateau) {
        std::vector<Compared> all;
        for (const auto& [name, costs] :
             {std::pair{"constant", steady}, std::pair{"cosine", cosines},
              std::pair{"triangular", triangles}, std::pair{"on plateau", plateau}})
            all.push_back({verbatim("{}", name), 0, {}, {}, ends(costs)});
        return lowest_kind(Study(all));
    };
    BOOST_TEST(of({1, 1}, {2, 2}, {2, 2}, {2, 2}) == 0u);
    BOOST_TEST(of({2, 2}, {1, 2}, {2, 2}, {2, 1}) == 1u); // cosine, then on plateau
    BOOST_TEST(of({2, 2}, {2, 2}, {1, 1}, {2, 2}) == 2u);
    BOOST_TEST(of({2, 2}, {1, 2}, {2, 1}, {2, 2}) == 3u);
}

BOOST_AUTO_TEST_CASE(where_a_rate_jumps_its_line_is_vertical)
{
    Run run;
    for (long k = 0; k < steps; ++k) {
        run.note(at(k), "learning rate", sgdr({1, 2}, peak, at(k)));
        run.note(at(k), "cost", 1);
        if ((k + 1) % per_epoch == 0) run.note(at(k), "validation cost", 1);
    }
    const Figure figure = sgdr_figure({run}, {1, 2}, 2.3, {});
    const Series& rate = figure.frames()[0][0].parts().series.at(0);
    const Numbers &x = rate[Role::x], &y = rate[Role::y];
    Numbers jumps;
    for (std::size_t i = 1; i < x.size(); ++i) {
        if (y[i] > y[i - 1]) BOOST_TEST(x[i] == x[i - 1]); // it rises nowhere else
        if (x[i] == x[i - 1]) jumps.push_back(x[i]);
    }
    BOOST_TEST(jumps == (Numbers{1, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
