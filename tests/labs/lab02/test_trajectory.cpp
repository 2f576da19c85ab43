#include "labs/lab02_losses/trajectory.hpp"
#include "magnitude.hpp"
#include "nn/losses.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_SUITE(trajectory_of_descent, *boost::unit_test::label("lab02"))

BOOST_AUTO_TEST_CASE(a_bowl_by_hand)
{
    // cost θ², α = ¼: θ ← θ − ½θ
    const Matrix path = trajectory(
        Column{8, -4}, [](const Var& theta) { return squared_error(theta, Matrix(2, 1)); },
        constant_rate(0.25), 3);
    BOOST_TEST(arma::approx_equal(path, Matrix{{8, 4, 2, 1}, {-4, -2, -1, -0.5}}, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(absolute_error_at_a_constant_rate_never_settles)
{
    const auto distance = [](const Schedule& rate, long steps) {
        const Matrix path = trajectory(
            Column{1.03}, [](const Var& o) { return absolute_error(o, Matrix{0}); }, rate, steps);
        return std::abs(static_cast<double>(path(0, steps)));
    };
    BOOST_TEST(distance(constant_rate(0.1), 100) > 0.02);
    BOOST_TEST(distance(constant_rate(0.1), 1001) > 0.02);
    BOOST_TEST(distance([](long k) { return 1.0 / (1.0 + double(k)); }, 1000) < 2e-3);
}

BOOST_AUTO_TEST_CASE(a_line_without_noise_is_found)
{
    const Matrix x{{-1, 0, 1, 0.5}}, y = 2 * x + 1;
    const Column line = line_by_descent(
        x, y, [](const Var& o, const Matrix& t) { return squared_error(o, t); }, constant_rate(0.3),
        200);
    BOOST_TEST(largest_magnitude(line - Column{2, 1}) < 1e-5);
}

BOOST_AUTO_TEST_SUITE_END()
