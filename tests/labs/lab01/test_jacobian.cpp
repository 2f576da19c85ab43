#include "autodiff/ops.hpp"
#include "base/error.hpp"
#include "base/rng.hpp"
#include "labs/lab01_chain_rule/jacobian.hpp"
#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_SUITE(jacobian_matrix)

namespace {

constexpr Real rounding = 8 * std::numeric_limits<Real>::epsilon();

// y = (x₁x₂, sin x₁, x₂²): three outputs, two inputs, each input used twice.
Var f(const Var& x)
{
    const Var x1 = rows(x, 0, 0), x2 = rows(x, 1, 1);
    return stacked(stacked(x1 % x2, sin(x1)), square(x2));
}

// s = y₁y₂ + y₃
Var g(const Var& y) { return rows(y, 0, 0) % rows(y, 1, 1) + rows(y, 2, 2); }

} // namespace

BOOST_AUTO_TEST_CASE(a_row_for_each_output_a_column_for_each_input,
                     *boost::unit_test::label("lab01"))
{
    const Real x1 = Real(1.2), x2 = Real(0.7);
    const Matrix J = jacobian(f, Column{x1, x2});
    BOOST_REQUIRE(J.n_rows == 3);
    BOOST_REQUIRE(J.n_cols == 2);
    const Matrix by_hand{{x2, x1}, {std::cos(x1), 0}, {0, 2 * x2}};
    BOOST_TEST(largest_magnitude(J - by_hand) <= rounding);
}

BOOST_AUTO_TEST_CASE(the_slides_row_is_the_transpose_of_the_codes_column,
                     *boost::unit_test::label("lab01"))
{
    const Column at{Real(1.2), Real(0.7)};
    Var x = parameter(at);
    const Var y = f(x);
    backward(g(y));
    BOOST_REQUIRE(x.grad().n_rows == 2); // the code: a gradient has the size of its value
    BOOST_REQUIRE(x.grad().n_cols == 1);

    const Matrix ds_dy = jacobian(g, y.value()), ds_dx = ds_dy * jacobian(f, at);
    BOOST_REQUIRE(ds_dy.n_rows == 1); // the slide: ∂s/∂y and ∂s/∂x are rows
    BOOST_REQUIRE(ds_dy.n_cols == 3);
    BOOST_REQUIRE(ds_dx.n_rows == 1);
    BOOST_REQUIRE(ds_dx.n_cols == 2);
    BOOST_TEST(largest_magnitude(ds_dx.t() - x.grad()) <= rounding);
}

BOOST_AUTO_TEST_CASE(every_path_counts, *boost::unit_test::label("lab01"))
{
    // ∂s/∂x_i = Σ_j ∂s/∂y_j · ∂y_j/∂x_i, spelt out; the sum of one path less must be wrong.
    const double x1 = 1.2, x2 = 0.7;
    const double ds_dy[3] = {std::sin(x1), x1 * x2, 1};
    const double dy_dx[3][2] = {{x2, x1}, {std::cos(x1), 0}, {0, 2 * x2}};
    const Var x = parameter(Column{Real(x1), Real(x2)});
    backward(g(f(x)));
    for (Index i = 0; i < 2; ++i) {
        const double ours = static_cast<double>(x.grad()[i]);
        double sum = 0;
        for (int j = 0; j < 3; ++j) sum += ds_dy[j] * dy_dx[j][i];
        BOOST_TEST(std::abs(ours - sum) <= static_cast<double>(rounding));
        for (int j = 0; j < 3; ++j)
            if (dy_dx[j][i] != 0) BOOST_TEST(std::abs(ours - (sum - ds_dy[j] * dy_dx[j][i])) > 0.1);
    }
}

BOOST_AUTO_TEST_CASE(a_dense_layer_has_the_transposed_weights, *boost::unit_test::label("lab01"))
{
    // y = tanh(Wᵀx + b): J = diag(1 − y²) Wᵀ
    Rng rng(3);
    const Matrix W = rng.normal_matrix(5, 4), b = rng.normal_matrix(4, 1),
                 x = rng.normal_matrix(5, 1);
    const auto layer = [&](const Var& input) {
        return tanh(affine(input, constant(W), constant(b)));
    };
    const Matrix y = layer(constant(x)).value();
    const Matrix by_hand = arma::diagmat(1 - arma::square(y.col(0))) * W.t();
    BOOST_TEST(largest_magnitude(jacobian(layer, x) - by_hand) <= rounding);
}

BOOST_AUTO_TEST_CASE(an_output_that_does_not_depend_on_x_gives_zeros)
{
    const Matrix J = jacobian(
        [](const Var& x) { return stacked(rows(x, 1, 1), rows(0 * x, 0, 0)); }, Column{2, 3});
    BOOST_TEST(arma::approx_equal(J, Matrix{{0, 1}, {0, 0}}, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(more_than_one_column_is_refused)
{
    BOOST_CHECK_THROW(jacobian([](const Var& x) { return square(x); }, Matrix(2, 3)), ShapeError);
    BOOST_CHECK_THROW(
        jacobian([](const Var& x) { return matmul(x, constant(Matrix(1, 2))); }, Matrix(2, 1)),
        ShapeError);
}

BOOST_AUTO_TEST_CASE(a_gradient_through_a_simulation_loop, *boost::unit_test::label("lab01"))
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
    const double ours = static_cast<double>(rate.grad()[0]);
    BOOST_TEST(std::abs(ours - exact) <= n * static_cast<double>(rounding) * std::abs(exact));
}

BOOST_AUTO_TEST_SUITE_END()
