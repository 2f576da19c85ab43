#include "autodiff/ops.hpp"
#include "labs/lab01_chain_rule/gradient_price.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(price_of_a_gradient, *boost::unit_test::label("lab01"))

using namespace lab01;

BOOST_AUTO_TEST_CASE(a_gradient_is_counted_in_evaluations)
{
    double now = 0; // a second a forward pass; backward takes two more
    const auto f = [&](const Var& x) {
        now += 1;
        return record("slow sum", Matrix(sum(x).value()), Shape{1}, {x},
                      [&now, x](const Matrix& dy) {
                          now += 2;
                          x.add_grad(Matrix(x.rows(), 1, arma::fill::value(dy[0])));
                      });
    };
    const GradientPrice price = gradient_price(f, Matrix(10, 1), [&] { return now; });
    BOOST_TEST(price.inputs == 10U);
    BOOST_TEST(price.autodiff == 3);
    BOOST_TEST(price.differences == 11);
}

BOOST_AUTO_TEST_CASE(a_price_grows_with_the_inputs_or_not)
{
    BOOST_TEST(lab01::growth_of({{8, 2, 9}, {800, 3, 801}}) == 2u);
    BOOST_TEST(lab01::growth_of({{8, 2, 9}, {800, 30, 801}}) == 1u);
    BOOST_TEST(lab01::growth_of({{8, 9, 9}, {800, 800, 801}}) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
