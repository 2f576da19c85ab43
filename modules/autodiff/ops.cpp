// Every operation: its forward, and the pull-back that hands the upstream gradient dy on.
// A pull-back starts with its formula. It captures inputs (and, where cheaper, a copy of what the
// forward computed), never its own node.
#include "autodiff/ops.hpp"

#include "base/error.hpp"
#include "base/numbers.hpp"
#include "kernels/gemm.hpp"

#include <cmath>
#include <fmt/format.h>

namespace descente {

namespace {

void check_same_size(const char* op, const Var& a, const Var& b)
{
    if (a.rows() != b.rows() || a.cols() != b.cols())
        throw ShapeError(fmt::format("'{}' needs two values of one size, not {}×{} and {}×{}", op,
                                     a.rows(), a.cols(), b.rows(), b.cols()));
}

// 1/(1 + e⁻ᵃ), written with e^−|a|, which never overflows.
Real logistic(Real a)
{
    const Real e = std::exp(-std::abs(a));
    return (a >= 0 ? 1 : e) / (1 + e);
}

// y = a + s·b    da = dy      db = s·dy
Var combined(const char* op, const Var& a, Real s, const Var& b)
{
    check_same_size(op, a, b);
    return record(op, a.value() + s * b.value(), a.shape(), {a, b}, [=](const Matrix& dy) {
        a.add_grad(dy);
        b.add_grad(s * dy);
    });
}

// y = s·a + c    da = s·dy
Var scaled(const char* op, double scale, const Var& a, double shift)
{
    const Real s = static_cast<Real>(scale), c = static_cast<Real>(shift);
    return record(op, s * a.value() + c, a.shape(), {a},
                  [=](const Matrix& dy) { a.add_grad(s * dy); });
}

// y = Σ a / n    da = dy/n everywhere
Var sum_over(const char* op, const Var& a, Real n)
{
    if (n == 0) throw ShapeError(fmt::format("'{}' of {}×{} numbers", op, a.rows(), a.cols()));
    return record(op, Matrix{arma::accu(a.value()) / n}, Shape{1}, {a}, [=](const Matrix& dy) {
        a.add_grad(Matrix(a.rows(), a.cols(), arma::fill::value(dy[0] / n)));
    });
}

Matrix without_maximum(const Var& a) // of each column
{
    return a.value().each_row() - arma::max(a.value(), 0);
}

} // namespace

// ---- arithmetic ----

Var operator+(const Var& a, const Var& b) { return combined("+", a, 1, b); }
Var operator-(const Var& a, const Var& b) { return combined("−", a, -1, b); }
Var operator-(const Var& a) { return scaled("negate", -1, a, 0); }
Var operator*(double scale, const Var& a) { return scaled("scale", scale, a, 0); }
Var operator+(const Var& a, double shift) { return scaled("shift", 1, a, shift); }
Var operator-(double c, const Var& a) { return scaled("from", -1, a, c); }

// y = a·b        da = dy·b    db = dy·a
Var operator%(const Var& a, const Var& b)
{
    check_same_size("×", a, b);
    return record("×", a.value() % b.value(), a.shape(), {a, b}, [a, b](const Matrix& dy) {
        a.add_grad(dy % b.value());
        b.add_grad(dy % a.value());
    });
}

// y = a/b        da = dy/b    db = −dy·a/b²
Var operator/(const Var& a, const Var& b)
{
    check_same_size("÷", a, b);
    return record("÷", a.value() / b.value(), a.shape(), {a, b}, [a, b](const Matrix& dy) {
        a.add_grad(dy / b.value());
        b.add_grad(-dy % a.value() / arma::square(b.value()));
    });
}

// y = c/a        da = −dy·y/a
Var operator/(double c, const Var& a)
{
    Matrix y = static_cast<Real>(c) / a.value();
    return record("over", y, a.shape(), {a},
                  [a, y](const Matrix& dy) { a.add_grad(-dy % y / a.value()); });
}

// ---- functions of each element ----

// y = eᵃ         da = dy·y
Var exp(const Var& a)
{
    Matrix y = arma::exp(a.value());
    return record("exp", y, a.shape(), {a}, [a, y](const Matrix& dy) { a.add_grad(dy % y); });
}

// y = ln a       da = dy/a
Var log(const Var& a)
{
    return record("log", arma::log(a.value()), a.shape(), {a},
                  [a](const Matrix& dy) { a.add_grad(dy / a.value()); });
}

// y = √a         da = dy/(2y)
Var sqrt(const Var& a)
{
    Matrix y = arma::sqrt(a.value());
    return record("sqrt", y, a.shape(), {a},
                  [a, y](const Matrix& dy) { a.add_grad(dy / (2 * y)); });
}

// y = a²         da = 2a·dy
Var square(const Var& a)
{
    return record("square", arma::square(a.value()), a.shape(), {a},
                  [a](const Matrix& dy) { a.add_grad(2 * dy % a.value()); });
}

// y = |a|        da = sign(a)·dy
Var abs(const Var& a)
{
    return record("abs", arma::abs(a.value()), a.shape(), {a},
                  [a](const Matrix& dy) { a.add_grad(dy % arma::sign(a.value())); });
}

// y = sin a      da = cos(a)·dy
Var sin(const Var& a)
{
    return record("sin", arma::sin(a.value()), a.shape(), {a},
                  [a](const Matrix& dy) { a.add_grad(dy % arma::cos(a.value())); });
}

// y = cos a      da = −sin(a)·dy
Var cos(const Var& a)
{
    return record("cos", arma::cos(a.value()), a.shape(), {a},
                  [a](const Matrix& dy) { a.add_grad(-dy % arma::sin(a.value())); });
}

// y = tanh a     da = (1 − y²)·dy
Var tanh(const Var& a)
{
    Matrix y = arma::tanh(a.value());
    return record("tanh", y, a.shape(), {a},
                  [a, y](const Matrix& dy) { a.add_grad(dy % (1 - arma::square(y))); });
}

// y = 1/(1 + e⁻ᵃ)    da = y(1 − y)·dy
Var sigmoid(const Var& a)
{
    Matrix y = a.value();
    for (Real& v : y) v = logistic(v);
    return record("sigmoid", y, a.shape(), {a},
                  [a, y](const Matrix& dy) { a.add_grad(dy % y % (1 - y)); });
}

// y = max(0, a)  da = dy where a > 0
// make exercise-relu
Var relu(const Var& a)
{
    Matrix y(a.rows(), a.cols(), arma::fill::none);
    const Real* in = a.value().memptr();
    Real* out = y.memptr();
    for_each_number(y.n_elem, [=](Index i) { out[i] = in[i] < 0 ? 0 : in[i]; }); // NaN stays NaN
    return record("relu", std::move(y), a.shape(), {a}, [a](Matrix&& dy) {
        const Real* from = a.value().memptr();
        Real* gradient = dy.memptr();
        for_each_number(dy.n_elem, [=](Index i) {
            const Real up = gradient[i]; // read in any case: no branch, so vector instructions
            gradient[i] = from[i] > 0 ? up : 0;
        });
        a.add_grad(std::move(dy));
    });
}

// ---- matrices ----

// Y = A·B        dA = dY·Bᵀ    dB = Aᵀ·dY
Var matmul(const Var& A, const Var& B)
{
    return record("matmul", product(A.value(), B.value()), Shape{A.rows()}, {A, B},
                  [A, B](const Matrix& dY) {
                      if (A.needs_grad()) A.add_grad(product_transpose(dY, B.value()));
                      if (B.needs_grad()) B.add_grad(transpose_product(A.value(), dY));
                  });
}

// y = Wᵀx + b    dx = W·dy    dW = x·dyᵀ    db = row sums of dy
// make exercise-affine
Var affine(const Var& x, const Var& W, const Var& b)
{
    return record("affine", affine_product(W.value(), x.value(), b.value()), Shape{W.cols()},
                  {x, W, b}, [x, W, b](const Matrix& dy) {
                      if (x.needs_grad()) x.add_grad(product(W.value(), dy));
                      if (W.needs_grad()) W.add_grad(product_transpose(x.value(), dy));
                      b.add_grad(arma::sum(dy, 1));
                  });
}

// y = e^(a − max)/Σ    da = y·(dy − Σ y·dy)
Var softmax(const Var& logits)
{
    Matrix y = arma::exp(without_maximum(logits));
    y.each_row() /= arma::sum(y, 0);
    return record("softmax", y, logits.shape(), {logits}, [logits, y](const Matrix& dy) {
        logits.add_grad(y % (dy.each_row() - arma::sum(y % dy, 0)));
    });
}

// y = a − max − log Σ e^(a − max)    da = dy − softmax(a)·Σ dy
Var log_softmax(const Var& logits)
{
    Matrix y = without_maximum(logits);
    y.each_row() -= arma::log(arma::sum(arma::exp(y), 0));
    return record("log_softmax", y, logits.shape(), {logits}, [logits, y](const Matrix& dy) {
        const Matrix p = arma::exp(y);
        logits.add_grad(dy - p.each_row() % arma::sum(dy, 0));
    });
}

// y = column sums of a    da = dy repeated down each column
Var column_sums(const Var& a)
{
    return record("column sums", arma::sum(a.value(), 0), Shape{1}, {a},
                  [a](const Matrix& dy) { a.add_grad(arma::repmat(dy, a.rows(), 1)); });
}

Var sum(const Var& a) { return sum_over("sum", a, 1); }
Var mean(const Var& a) { return sum_over("mean", a, static_cast<Real>(a.value().n_elem)); }

// y = some rows of a    da = dy in those rows, 0 elsewhere
Var rows(const Var& a, Index first, Index last)
{
    if (first > last || last >= a.rows())
        throw ShapeError(fmt::format("rows {} … {} of a value of {} rows", first, last, a.rows()));
    return record("rows", a.value().rows(first, last), Shape{last - first + 1}, {a},
                  [a, first, last](const Matrix& dy) {
                      Matrix da(a.rows(), a.cols());
                      da.rows(first, last) = dy;
                      a.add_grad(std::move(da));
                  });
}

// y = a above b    da, db = their rows of dy
Var stacked(const Var& above, const Var& below)
{
    if (above.cols() != below.cols())
        throw ShapeError(fmt::format("'stacked' needs batches of one size, not {} and {}",
                                     above.cols(), below.cols()));
    const Index cut = above.rows(), end = cut + below.rows();
    return record("stacked", arma::join_cols(above.value(), below.value()), Shape{end},
                  {above, below}, [above, below, cut, end](const Matrix& dy) {
                      above.add_grad(dy.head_rows(cut));
                      below.add_grad(dy.tail_rows(end - cut));
                  });
}

// y = some columns of a    da = dy added to those columns: a column taken twice gets both
Var select_columns(const Var& a, const arma::uvec& columns)
{
    if (!columns.is_empty() && columns.max() >= a.cols())
        throw ShapeError(fmt::format("column {} of a batch of {}", columns.max(), a.cols()));
    return record("columns", a.value().cols(columns), a.shape(), {a},
                  [a, columns](const Matrix& dy) {
                      Matrix da(a.rows(), a.cols());
                      for (Index n = 0; n < columns.n_elem; ++n) da.col(columns[n]) += dy.col(n);
                      a.add_grad(std::move(da));
                  });
}

// y = a          da = dy
Var reshaped(const Var& a, Shape shape)
{
    return record("reshape", a.value(), shape, {a},
                  [a](Matrix&& dy) { a.add_grad(std::move(dy)); });
}

} // namespace descente
