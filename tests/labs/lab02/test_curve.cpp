#include "autodiff/ops.hpp"
#include "labs/lab02_losses/curve.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(curve_of_a_function, *boost::unit_test::label("lab02"))

BOOST_AUTO_TEST_CASE(a_parabola_and_its_slope)
{
    const Curve parabola = curve([](const Var& x) { return square(x); }, {-3, 0, 2});
    const std::vector<double> value{9, 0, 4}, derivative{-6, 0, 4};
    BOOST_TEST(parabola.value == value, boost::test_tools::per_element());
    BOOST_TEST(parabola.derivative == derivative, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_place_gives_an_empty_curve)
{
    BOOST_TEST(curve([](const Var& x) { return square(x); }, {}).value.empty());
}

BOOST_AUTO_TEST_SUITE_END()
