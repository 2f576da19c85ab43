#include "autodiff/gradcheck.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(gradcheck)

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

BOOST_AUTO_TEST_CASE(fails_on_a_wrong_gradient)
{
    const Var a = parameter(Matrix{{0.3, -0.4}, {0.1, 0.7}});
    BOOST_TEST(check_gradient([&] { return wrong_tanh(a, 1, false); }, {a}, step).worst < 1e-3);
    BOOST_TEST(check_gradient([&] { return wrong_tanh(a, Real(1.05), false); }, {a}, step).worst >
               0.01);
    const GradientCheck forgot = check_gradient([&] { return wrong_tanh(a, 1, true); }, {a}, step);
    BOOST_TEST(forgot.worst > 0.01);
    BOOST_TEST(forgot.where.find("(1, 1)") != std::string::npos);
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
