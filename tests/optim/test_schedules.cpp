#include "base/error.hpp"
#include "base/rng.hpp"
#include "optim/schedules.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

using namespace descente;

namespace {

// Equal up to the last rounding of a double.
bool close(double a, double b) { return std::abs(a - b) <= 1e-14 * std::abs(b); }

} // namespace

BOOST_AUTO_TEST_SUITE(schedules, *boost::unit_test::label("lab05"))

BOOST_AUTO_TEST_CASE(constant_and_decays)
{
    BOOST_TEST(constant_rate(0.1)(12345) == 0.1);
    const Schedule steps = step_decay(1, 0.5, 10);
    BOOST_TEST(steps(0) == 1);
    BOOST_TEST(steps(9) == 1);
    BOOST_TEST(steps(10) == 0.5);
    BOOST_TEST(steps(19) == 0.5);
    BOOST_TEST(steps(20) == 0.25);
    const Schedule exponential = exponential_decay(8, 0.5);
    BOOST_TEST(exponential(0) == 8);
    BOOST_TEST(exponential(3) == 1);
}

BOOST_AUTO_TEST_CASE(cosine_from_end_to_end)
{
    const Schedule schedule = cosine(0.3, 100, 0.1);
    BOOST_TEST(schedule(0) == 0.3);
    BOOST_TEST(close(schedule(50), 0.2));
    BOOST_TEST(schedule(99) > 0.1);
    BOOST_TEST(schedule(100) == 0.1);
    BOOST_TEST(schedule(1000) == 0.1);
    BOOST_TEST(cosine(0.3, 7)(7) == 0);
    for (long k = 0; k < 100; ++k) BOOST_TEST(schedule(k + 1) < schedule(k));
}

BOOST_AUTO_TEST_CASE(triangle)
{
    const Schedule schedule = triangular(0.1, 0.7, 10);
    BOOST_TEST(schedule(0) == 0.1);
    BOOST_TEST(schedule(5) == 0.7);
    BOOST_TEST(close(schedule(1), 0.22));
    BOOST_TEST(close(schedule(9), 0.22));
    BOOST_TEST(schedule(10) == 0.1);
    BOOST_TEST(schedule(15) == 0.7);
}

BOOST_AUTO_TEST_CASE(sgdr_restarts_at_the_right_steps)
{
    // T_0 = 10, T_mult = 2: cycles of 10, 20, 40 steps begin at 0, 10, 30, 70.
    const Schedule schedule = sgdr(0.5, 10, 2, 0.1);
    for (const long start : {0, 10, 30, 70}) BOOST_TEST(schedule(start) == 0.5);
    for (long k = 1; k < 150; ++k)
        BOOST_TEST((schedule(k) > schedule(k - 1)) == (k == 10 || k == 30 || k == 70));
    // The last step of a cycle is T_i − 1, not T_i: the rate is near `low`, never at it.
    const auto last_of = [](double T) {
        return 0.1 + 0.4 * 0.5 * (1 + std::cos(std::acos(-1) * (T - 1) / T));
    };
    BOOST_TEST(close(schedule(9), last_of(10)));
    BOOST_TEST(close(schedule(29), last_of(20)));
    BOOST_TEST(close(schedule(69), last_of(40)));
    BOOST_TEST(close(schedule(20), 0.3)); // the middle of the second cycle
}

BOOST_AUTO_TEST_CASE(sgdr_with_equal_cycles)
{
    const Schedule schedule = sgdr(1, 4, 1);
    for (long k = 0; k < 100; ++k) BOOST_TEST(schedule(k) == schedule(k % 4));
    BOOST_TEST(schedule(0) == 1);
    BOOST_TEST(schedule(4000000000L) == 1);
}

BOOST_AUTO_TEST_CASE(cycle_ends_are_the_steps_before_a_restart)
{
    BOOST_TEST(sgdr_cycle_ends(10, 2, 70) == (std::vector<long>{9, 29, 69}));
    BOOST_TEST(sgdr_cycle_ends(10, 2, 69) == (std::vector<long>{9, 29}));
    BOOST_TEST(sgdr_cycle_ends(10, 2, 9).empty());
    BOOST_TEST(sgdr_cycle_ends(3, 1, 9) == (std::vector<long>{2, 5, 8}));
    const Schedule schedule = sgdr(1, 10, 2);
    for (const long end : sgdr_cycle_ends(10, 2, 1000)) BOOST_TEST(schedule(end + 1) == 1);
}

BOOST_AUTO_TEST_CASE(warm_up_is_linear_then_hands_over)
{
    const Schedule schedule = warm_up(4, step_decay(0.8, 0.5, 2));
    const std::vector<double> expected{0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.4, 0.4, 0.2};
    for (std::size_t k = 0; k < expected.size(); ++k)
        BOOST_TEST(close(schedule(static_cast<long>(k)), expected[k]), "step " << k);
    BOOST_TEST(warm_up(0, constant_rate(3))(0) == 3);
}

BOOST_AUTO_TEST_CASE(one_after_the_other)
{
    const Schedule schedule = in_sequence({{2, constant_rate(5)}, {3, exponential_decay(8, 0.5)}},
                                          exponential_decay(1, 0.5));
    const std::vector<double> expected{5, 5, 8, 4, 2, 1, 0.5, 0.25};
    for (std::size_t k = 0; k < expected.size(); ++k)
        BOOST_TEST(schedule(static_cast<long>(k)) == expected[k], "step " << k);
}

BOOST_AUTO_TEST_CASE(plateau_reduces_after_its_patience)
{
    ReduceOnPlateau plateau(1, {.factor = 0.1, .patience = 2, .least = 0.005});
    for (const double cost : {2.0, 1.0, 0.5}) BOOST_TEST(!plateau.observe(cost));
    BOOST_TEST(!plateau.observe(0.6));
    BOOST_TEST(plateau.rate() == 1);
    BOOST_TEST(plateau.observe(0.6));
    BOOST_TEST(plateau.rate() == 0.1);
    BOOST_TEST(!plateau.observe(0.6)); // patience starts again
    BOOST_TEST(plateau.observe(0.6));
    BOOST_TEST(!plateau.observe(0.6));
    BOOST_TEST(plateau.observe(0.6)); // 0.001 would be below the least rate
    BOOST_TEST(plateau.rate() == 0.005);
    plateau.observe(0.6);
    BOOST_TEST(!plateau.observe(0.6)); // nothing left to reduce
    BOOST_TEST(plateau.rate() == 0.005);
}

BOOST_AUTO_TEST_CASE(noise_on_a_falling_cost_does_not_trigger)
{
    // Falls by 5 % an epoch with noise of ±4 %: three epochs later the cost is 14 % lower, more
    // than the noise can hide (1.04 · 0.95³ < 0.96), so a patience of 3 must never run out.
    Rng rng(1);
    ReduceOnPlateau plateau(1, {.patience = 3});
    int rises = 0;
    double cost = 1, before = 2;
    for (int epoch = 0; epoch < 200; ++epoch) {
        cost *= 0.95;
        const double noisy = cost * rng.uniform(0.96, 1.04);
        rises += noisy > before;
        before = noisy;
        BOOST_TEST(!plateau.observe(noisy));
    }
    BOOST_TEST(rises > 5); // the noise was there
    BOOST_TEST(plateau.rate() == 1);
}

BOOST_AUTO_TEST_CASE(crumbs_below_the_threshold_are_no_progress)
{
    // Each cost is a new minimum, but by less than 0.1 %.
    ReduceOnPlateau plateau(1, {.patience = 3, .threshold = 1e-3});
    double cost = 1;
    int reductions = 0;
    for (int epoch = 0; epoch < 4; ++epoch, cost *= 0.9999) reductions += plateau.observe(cost);
    BOOST_TEST(reductions == 1);
    // The same crumbs count when the threshold is 0.
    ReduceOnPlateau strict(1, {.patience = 3, .threshold = 0});
    cost = 1;
    for (int epoch = 0; epoch < 4; ++epoch, cost *= 0.9999) BOOST_TEST(!strict.observe(cost));
}

BOOST_AUTO_TEST_CASE(a_cost_that_is_not_a_number_is_bad)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    ReduceOnPlateau plateau(1, {.patience = 2});
    BOOST_TEST(!plateau.observe(1));
    BOOST_TEST(!plateau.observe(nan));
    BOOST_TEST(plateau.observe(nan));
    BOOST_TEST(!plateau.observe(0.5)); // and the best before still counts
    BOOST_TEST(!plateau.observe(0.7));
    BOOST_TEST(plateau.observe(nan));
    ReduceOnPlateau from_the_start(1, {.patience = 1, .threshold = 0});
    BOOST_TEST(from_the_start.observe(nan));
    BOOST_TEST(!from_the_start.observe(1));
}

BOOST_AUTO_TEST_CASE(impossible_settings_are_refused)
{
    BOOST_CHECK_THROW(step_decay(1, 0.5, 0), ShapeError);
    BOOST_CHECK_THROW(cosine(1, 0), ShapeError);
    BOOST_CHECK_THROW(triangular(0, 1, 1), ShapeError);
    BOOST_CHECK_THROW(sgdr(1, 0), ShapeError);
    BOOST_CHECK_THROW(sgdr(1, 1, 0), ShapeError);
    BOOST_CHECK_THROW(ReduceOnPlateau(1, {.patience = 0}), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
