#include "base/error.hpp"
#include "optim/schedules.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(schedules, *boost::unit_test::label("lab05"))

using namespace descente;

namespace {

// Equal up to the last rounding of a double.
bool close(double a, double b) { return std::abs(a - b) <= 1e-14 * std::abs(b); }

} // namespace

BOOST_AUTO_TEST_CASE(constant_and_decays)
{
    BOOST_TEST(constant_rate(0.1)(12345) == 0.1);
    const Schedule steps = step_decay(1, 0.5, 10);
    BOOST_TEST(steps(0) == 1);
    BOOST_TEST(steps(9) == 1);
    BOOST_TEST(steps(10) == 0.5);
    BOOST_TEST(steps(19) == 0.5);
    BOOST_TEST(steps(20) == 0.25);
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
    const Schedule schedule =
        in_sequence({{2, constant_rate(5)}, {3, step_decay(8, 0.5, 1)}}, step_decay(1, 0.5, 1));
    const std::vector<double> expected{5, 5, 8, 4, 2, 1, 0.5, 0.25};
    for (std::size_t k = 0; k < expected.size(); ++k)
        BOOST_TEST(schedule(static_cast<long>(k)) == expected[k], "step " << k);
}

BOOST_AUTO_TEST_CASE(impossible_settings_are_refused)
{
    BOOST_CHECK_THROW(step_decay(1, 0.5, 0), ShapeError);
    BOOST_CHECK_THROW(cosine(1, 0), ShapeError);
    BOOST_CHECK_THROW(sgdr(1, 0), ShapeError);
    BOOST_CHECK_THROW(sgdr(1, 1, 0), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
