#include "base/error.hpp"
#include "base/rng.hpp"
#include "base/stats.hpp"
#include "train/lr_finder.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>

BOOST_AUTO_TEST_SUITE(lr_finder, *boost::unit_test::label("lab04"))

using namespace descente;

namespace {

// From 1e-7 to 10 in 401 steps, and a cost that is a given function of log10 α.
const std::vector<double> rates = log_space(1e-7, 10, 401);
std::vector<double> drawn(const std::function<double(double)>& cost)
{
    std::vector<double> costs;
    for (const double rate : rates) costs.push_back(cost(std::log10(rate)));
    return costs;
}

double fall(double x) { return 2.3 - 2 / (1 + std::exp(-3 * (x + 2))); } // steepest at α = 0.01

double decades_between(double a, double b) { return std::abs(std::log10(a / b)); }

} // namespace

BOOST_AUTO_TEST_CASE(the_slope_is_against_the_logarithm_of_the_rate)
{
    // A cost of −3 log10 α has slope −3 everywhere; against α itself it would not.
    const std::vector<double> straight = drawn([](double x) { return -3 * x; });
    for (const std::size_t reach : {1U, 10U, 1000U})
        for (const double slope : slope_in_log_rate(rates, straight, reach))
            BOOST_TEST(std::abs(slope + 3) < 1e-9);
    // Central differences inside, one-sided at the ends: x² at x = 0, 1, 2.
    const std::vector<double> slope = slope_in_log_rate({1, 10, 100}, {0, 1, 4}, 1);
    BOOST_TEST(std::abs(slope[0] - 1) < 1e-12);
    BOOST_TEST(std::abs(slope[1] - 2) < 1e-12);
    BOOST_TEST(std::abs(slope[2] - 3) < 1e-12);
    BOOST_TEST(slope_in_log_rate({1}, {5}) == std::vector<double>{0});
    BOOST_TEST(slope_in_log_rate({1, 10, 100, 1000, 1e4}, {0, 1, 4, 9, 16}, 2)[2] == 4);
    BOOST_CHECK_THROW(slope_in_log_rate({1, 2}, {1}), ShapeError);
}

BOOST_AUTO_TEST_CASE(suggestions_on_a_curve_with_known_answers)
{
    const double one_step = 8.0 / 400 + 1e-9; // decades
    BOOST_TEST(decades_between(suggest(rates, drawn(fall)).steepest, 1e-2) < one_step);

    const auto bowl = drawn([](double x) { return (x + 1) * (x + 1); }); // lowest at 0.1
    BOOST_TEST(decades_between(suggest(rates, bowl).minimum_tenth, 1e-2) < one_step);

    // Flat, then down from 1e-4 to 0.1, then up: two thirds of three decades is at 1e-2.
    const auto valley = drawn([](double x) { return x < -4 ? 3 : x < -1 ? -x - 1 : 5 * (x + 1); });
    BOOST_TEST(decades_between(suggest(rates, valley).valley, 1e-2) < 2 * one_step);
}

BOOST_AUTO_TEST_CASE(suggestions_under_noise)
{
    // The same curves with 5 % of noise on each minibatch, then smoothed. An average of decay d
    // lags by d/(1−d) steps: the known answer moves by that much, and little more.
    const double lag = 0.95 / 0.05 * 8 / 400; // decades
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Rng rng(seed);
        const auto noisy = [&](const std::function<double(double)>& cost) {
            const auto costs = drawn([&](double x) { return cost(x) + 0.05 * rng.normal(); });
            return suggest(rates, smoothed(costs, 0.95));
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

// As noisy as the lab's minibatches, for six decades of rates that change nothing before the fall.
BOOST_AUTO_TEST_CASE(the_noise_of_a_flat_start_is_not_the_steepest)
{
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Rng rng(seed);
        const auto costs = drawn([&](double x) { return fall(x) + 0.25 * rng.normal(); });
        BOOST_TEST(suggest(rates, smoothed(costs, 0.95)).steepest > 1e-3, "seed " << seed);
    }
}

BOOST_AUTO_TEST_CASE(a_fall_after_the_minimum_is_not_the_steepest)
{
    // A jump at α = 2, when it begins to diverge: the fall after it is steeper than the descent.
    const auto jump = [](double x) {
        return fall(x) + 3 * std::exp(-std::pow((x - 0.3) / 0.05, 2));
    };
    const auto costs = drawn([&](double x) { return jump(x) + std::max(0.0, x + 0.5); });
    const std::vector<double> slope = slope_in_log_rate(rates, costs, 1);
    const auto steepest = std::min_element(slope.begin(), slope.end());
    BOOST_TEST(rates[std::size_t(steepest - slope.begin())] > 2);
    BOOST_TEST(decades_between(suggest(rates, costs).steepest, 1e-2) < 0.021);
    // Where the cost only rises there is no descent: the first rate that counts.
    BOOST_TEST(suggest(rates, drawn([](double x) { return x; })).steepest == rates[20]);
}

BOOST_AUTO_TEST_CASE(both_ends_are_left_out)
{
    // A cliff in the first steps and another in the last: steeper than the real descent.
    std::vector<double> costs = drawn(fall);
    costs[0] = 100;
    costs[400] = -100;
    BOOST_TEST(decades_between(suggest(rates, costs).steepest, 1e-2) < 0.021);
    BOOST_TEST(decades_between(suggest(rates, costs, 0, 0).steepest, 1e-2) > 2); // they matter
}

BOOST_AUTO_TEST_CASE(too_short_a_sweep_is_refused)
{
    const std::vector<double> costs(36, 1.0), first(rates.begin(), rates.begin() + 36);
    suggest(first, costs, 10, 5);
    BOOST_CHECK_THROW(suggest(first, costs, 10, 6), ShapeError);
    BOOST_CHECK_THROW(suggest({}, {}), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
