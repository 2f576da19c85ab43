// Each operation's pull-back against central differences, in double precision; in float the
// forward values only (finite differences mean little there).
#include "autodiff/gradcheck.hpp"
#include "base/error.hpp"
#include "base/rng.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(ops)

using namespace descente;

namespace {

constexpr bool in_double = sizeof(Real) == sizeof(double);
constexpr double tolerance = 1e-7;

Matrix sample(Index rows, Index cols, double low, double high, std::uint64_t seed)
{
    Rng rng(seed);
    return rng.uniform_matrix(rows, cols, low, high);
}

void check(const std::function<Var()>& f, const std::vector<Var>& inputs)
{
    if (!in_double) return;
    const GradientCheck result = check_gradient(f, inputs);
    BOOST_TEST(result.worst < tolerance, result.where);
}

// Away from the kink of relu and abs.
Matrix away_from_zero(Index rows, Index cols)
{
    Matrix x = sample(rows, cols, 0.2, 1, 5);
    for (Index i = 0; i < x.n_elem; i += 2) x[i] = -x[i];
    return x;
}

} // namespace

BOOST_AUTO_TEST_CASE(arithmetic, *boost::unit_test::label("lab01"))
{
    const Var a = parameter(sample(3, 2, -1, 1, 1)), b = parameter(sample(3, 2, 0.5, 2, 2));
    check([&] { return a + b; }, {a, b});
    check([&] { return a - b; }, {a, b});
    check([&] { return a % b; }, {a, b});
    check([&] { return a / b; }, {a, b});
    check([&] { return 2.5 * a; }, {a});
    check([&] { return a + 3.0; }, {a});
    check([&] { return -a; }, {a});
    check([&] { return 1.5 - a; }, {a});
    check([&] { return 2 / b; }, {b});
    check([&] { return log(1 + exp(a)) * 2 / 3 - 1; }, {a});
    BOOST_TEST((3 / b).value()[1] == 3 / b.value()[1]);
    check([&] { return a % a + a; }, {a}); // one value used three times
    const Matrix forward = (a / b).value();
    BOOST_TEST(forward(2, 1) == a.value()(2, 1) / b.value()(2, 1));
}

BOOST_AUTO_TEST_CASE(functions_of_elements, *boost::unit_test::label("lab01"))
{
    const Var a = parameter(away_from_zero(3, 4)), positive = parameter(sample(3, 4, 0.3, 2, 3));
    check([&] { return exp(a); }, {a});
    check([&] { return log(positive); }, {positive});
    check([&] { return sqrt(positive); }, {positive});
    check([&] { return square(a); }, {a});
    check([&] { return abs(a); }, {a});
    check([&] { return sin(a); }, {a});
    check([&] { return cos(a); }, {a});
    check([&] { return tanh(a); }, {a});
    check([&] { return sigmoid(a); }, {a});
    check([&] { return relu(a); }, {a});
}

BOOST_AUTO_TEST_CASE(matrices, *boost::unit_test::label("lab01"))
{
    const Var A = parameter(sample(3, 4, -1, 1, 1)), B = parameter(sample(4, 2, -1, 1, 2));
    check([&] { return matmul(A, B); }, {A, B});
    const Var x = parameter(sample(4, 3, -1, 1, 3)), W = parameter(sample(4, 5, -1, 1, 4)),
              b = parameter(sample(5, 1, -1, 1, 5));
    check([&] { return affine(x, W, b); }, {x, W, b});
    check([&] { return softmax(x); }, {x});
    check([&] { return log_softmax(x); }, {x});
    check([&] { return column_sums(x); }, {x});
    check([&] { return sum(x); }, {x});
    check([&] { return mean(x); }, {x});
    check([&] { return rows(x, 1, 2); }, {x});
    check([&] { return stacked(x, rows(x, 0, 0)); }, {x});
    check([&] { return select_columns(x, arma::uvec{2, 0, 2}); }, {x});
    check([&] { return reshaped(x, Shape{2, 2, 1}); }, {x});
}

BOOST_AUTO_TEST_CASE(affine_is_weights_transposed_times_input)
{
    const Var x = constant(Matrix{{1, 2}, {3, 4}}), W = constant(Matrix{{1, 0, 2}, {0, 1, 1}}),
              b = constant(Matrix(Column{10, 20, 30}));
    const Matrix expected{{11, 12}, {23, 24}, {35, 38}};
    BOOST_TEST(arma::approx_equal(affine(x, W, b).value(), expected, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(extreme_logits_stay_finite, *boost::unit_test::label("lab02"))
{
    const Var logits = parameter(Matrix(Column{1000, -1000, 0}));
    BOOST_TEST(softmax(logits).value()(0, 0) == 1);
    BOOST_TEST(log_softmax(logits).value()(1, 0) == -2000);
    BOOST_TEST(sigmoid(logits).value()(0, 0) == 1);
    BOOST_TEST(sigmoid(logits).value()(1, 0) == 0);
}

BOOST_AUTO_TEST_CASE(gradients_at_kinks)
{
    const Var a = parameter(Matrix(Column{0, -1, 2}));
    backward(sum(relu(a)));
    BOOST_TEST(arma::approx_equal(a.grad(), Matrix(Column{0, 0, 1}), "absdiff", 0));
    const Var b = parameter(Matrix(Column{0, -1, 2}));
    backward(sum(abs(b)));
    BOOST_TEST(arma::approx_equal(b.grad(), Matrix(Column{0, -1, 1}), "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(relu_lets_nan_through)
{
    const Var a = constant(Matrix(Column{std::nan("")}));
    BOOST_TEST(std::isnan(relu(a).value()[0]));
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_named)
{
    const Var a = parameter(Matrix(3, 2)), b = parameter(Matrix(2, 3));
    const auto names_sizes = [](const ShapeError& error) {
        const std::string line = error.what();
        return line.find("3×2") != std::string::npos && line.find("2×3") != std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(a + b, ShapeError, names_sizes);
    BOOST_CHECK_EXCEPTION(a % b, ShapeError, names_sizes);
    BOOST_CHECK_EXCEPTION(matmul(a, a), ShapeError, [](const ShapeError& error) {
        return std::string(error.what()).find("3×2") != std::string::npos;
    });
    BOOST_CHECK_THROW(affine(a, b, a), ShapeError);
    BOOST_CHECK_THROW(rows(a, 1, 3), ShapeError);
    BOOST_CHECK_THROW(stacked(a, b), ShapeError);
    BOOST_CHECK_THROW(select_columns(a, arma::uvec{2}), ShapeError);
    BOOST_CHECK_THROW(reshaped(a, Shape{4}), ShapeError);
    BOOST_CHECK_THROW(mean(constant(Matrix(3, 0))), ShapeError);
    BOOST_TEST(sum(constant(Matrix(3, 0))).scalar() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
