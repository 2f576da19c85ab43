#include "autodiff/gradcheck.hpp"
#include "labs/lab01_chain_rule/thrown_ball.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(ball_in_the_air, *boost::unit_test::label("lab01"))

using namespace lab01;

BOOST_AUTO_TEST_CASE(without_drag_it_is_a_parabola)
{
    const Flight flight = throw_ball(constant(Column{Real(0.7), Real(1.5)}), 0);
    const Matrix& end = flight.end.value();
    // Explicit steps sum the weight to n(n + 1)/2 steps of Δt².
    const double fall = 9.81 * 0.02 * 0.02 * 100 * 101 / 2;
    const auto near = boost::test_tools::tolerance(1e-4);
    BOOST_TEST(double(end[0]) == 2 * 15 * std::cos(0.7), near);
    BOOST_TEST(double(end[1]) == 2 * 15 * std::sin(0.7) - fall, near);
    BOOST_TEST(flight.x.size() == 100);
    BOOST_TEST(flight.x.back() == double(end[0]));
}

BOOST_AUTO_TEST_CASE(its_gradient_passes_through_all_steps)
{
    const bool precise = sizeof(Real) == sizeof(double);
    const Var throwing = parameter(Column{Real(0.7), Real(1.5)});
    const auto end = [&] { return throw_ball(throwing).end; };
    const double worst = check_gradient(end, {throwing}, precise ? 1e-5 : 0.01).worst;
    BOOST_TEST(worst < (precise ? 1e-7 : 2e-3));
}

BOOST_AUTO_TEST_CASE(a_gradient_through_a_simulation_loop)
{
    // Euler steps of x' = a·x from 1: x_n = (1 + ha)ⁿ, dx_n/da = n h (1 + ha)ⁿ⁻¹. The parameter is
    // used in every pass through the loop, and each use adds its share.
    const double a = -0.5, h = 0.01;
    const int n = 200;
    const Var rate = parameter(a);
    Var x = constant(1.0);
    for (int k = 0; k < n; ++k) x = x + h * (rate % x);
    backward(x);
    const double exact = n * h * std::pow(1 + h * a, n - 1);
    const double rounding = 8 * double(std::numeric_limits<Real>::epsilon());
    BOOST_TEST(std::abs(double(rate.grad()[0]) - exact) <= n * rounding * std::abs(exact));
}

BOOST_AUTO_TEST_CASE(a_throw_misses_by_its_distance_from_the_target)
{
    const Column throwing{Real(0.7), Real(1.5)};
    const Matrix end = throw_ball(constant(throwing)).end.value();
    const double distance = std::hypot(double(end[0]) - 20, double(end[1]) - 4);
    const auto near = boost::test_tools::tolerance(1e-5);
    BOOST_TEST(misses(arma::join_rows(throwing, throwing)).size() == 2U);
    BOOST_TEST(misses(throwing)[0] == distance, near);
}

BOOST_AUTO_TEST_SUITE_END()
