#include "autodiff/gradcheck.hpp"
#include "labs/lab01_chain_rule/thrown_ball.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(thrown_ball)

BOOST_AUTO_TEST_CASE(without_drag_it_is_a_parabola, *boost::unit_test::label("lab01"))
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

BOOST_AUTO_TEST_CASE(its_gradient_passes_through_all_steps, *boost::unit_test::label("lab01"))
{
    const bool precise = sizeof(Real) == sizeof(double);
    const Var throwing = parameter(Column{Real(0.7), Real(1.5)});
    const auto end = [&] { return throw_ball(throwing).end; };
    const double worst = check_gradient(end, {throwing}, precise ? 1e-5 : 0.01).worst;
    BOOST_TEST(worst < (precise ? 1e-7 : 2e-3));
}

BOOST_AUTO_TEST_SUITE_END()
