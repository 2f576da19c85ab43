#include "autodiff/gradcheck.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(gradcheck)

using namespace descente;

namespace {

// tanh with a pull-back that is wrong by a factor, or that forgets one element.
Var wrong_tanh(const Var& a, Real factor, bool forgets_last)
{
    const Matrix y = arma::tanh(a.value());
    return record("wrong tanh", y, a.shape(), {a}, [=](const Matrix& dy) {
        Matrix da = factor * dy % (1 - arma::square(y));
        if (forgets_last) da[da.n_elem - 1] = 0;
        a.add_grad(da);
    });
}

constexpr double step = sizeof(Real) == sizeof(double) ? 1e-6 : 1e-2;

} // namespace

BOOST_AUTO_TEST_CASE(differences_of_a_function_with_known_gradient,
                     *boost::unit_test::label("lab01"))
{
    // x₁x₂ sin x₁ + x₂², as in the lab; central differences are exact for the square.
    const auto f = [](const arma::mat& x) { return x[0] * x[1] * std::sin(x[0]) + x[1] * x[1]; };
    const arma::mat slopes = numeric_gradient(f, arma::vec{0.6, 1.2});
    BOOST_TEST(slopes.n_rows == 2);
    BOOST_TEST(slopes.n_cols == 1);
    const double by_x1 = 1.2 * std::sin(0.6) + 0.6 * 1.2 * std::cos(0.6);
    BOOST_TEST(slopes[0] == by_x1, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(slopes[1] == 0.6 * std::sin(0.6) + 2.4, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(differences_have_an_error_of_order_h_squared,
                     *boost::unit_test::label("lab01"))
{
    const auto cube = [](const arma::mat& x) { return x[0] * x[0] * x[0]; }; // slope 3x² + h²
    for (const double h : {0.5, 0.25})
        BOOST_TEST(numeric_gradient(cube, arma::vec{2.0}, h)[0] == 12 + h * h);
}

BOOST_AUTO_TEST_CASE(fails_on_a_wrong_gradient)
{
    const Var a = parameter(Matrix{{0.3, -0.4}, {0.1, 0.7}});
    BOOST_TEST(check_gradient([&] { return wrong_tanh(a, 1, false); }, {a}, step).worst < 1e-3);
    BOOST_TEST(check_gradient([&] { return wrong_tanh(a, Real(1.05), false); }, {a}, step).worst >
               0.01);
    const GradientCheck forgot = check_gradient([&] { return wrong_tanh(a, 1, true); }, {a}, step);
    BOOST_TEST(forgot.worst > 0.01);
    BOOST_TEST(forgot.where.starts_with("wrong tanh, input 0, element (1, 1): code 0, numeric -0."),
               forgot.where);
}

BOOST_AUTO_TEST_CASE(fails_when_an_input_gets_no_gradient)
{
    const Var a = parameter(Matrix(Column{0.3})), b = parameter(Matrix(Column{0.5}));
    const auto product_without_db = [&] {
        return record("half", Matrix(a.value() % b.value()), Shape{1}, {a, b},
                      [=](const Matrix& dy) { a.add_grad(Matrix(dy % b.value())); });
    };
    BOOST_TEST(check_gradient(product_without_db, {a, b}, step).worst > 0.01);
}

BOOST_AUTO_TEST_CASE(leaves_the_inputs_as_they_were)
{
    const Matrix before{{0.25, -0.5}};
    const Var a = parameter(before);
    check_gradient([&] { return tanh(a); }, {a}, step);
    BOOST_TEST(arma::approx_equal(a.value(), before, "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
