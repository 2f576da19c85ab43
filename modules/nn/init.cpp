#include "nn/init.hpp"

#include <cmath>

namespace descente {

namespace {

double fan_in(const Matrix& W) { return static_cast<double>(W.n_rows); }

Matrix uniform_within(const Matrix& like, double bound, Rng& rng)
{
    return rng.uniform_matrix(like.n_rows, like.n_cols, -bound, bound);
}

} // namespace

void kaiming_uniform(Matrix& W, Matrix& b, Rng& rng)
{
    W = uniform_within(W, std::sqrt(6 / fan_in(W)), rng);
    b = uniform_within(b, 1 / std::sqrt(fan_in(W)), rng);
}

void kaiming_normal(Matrix& W, Matrix& b, Rng& rng)
{
    normal_init(std::sqrt(2 / fan_in(W)))(W, b, W.n_cols, rng);
}

void xavier_uniform(Matrix& W, Matrix& b, Index fan_out, Rng& rng)
{
    W = uniform_within(W, std::sqrt(6 / (fan_in(W) + static_cast<double>(fan_out))), rng);
    b.zeros();
}

void pytorch_default(Matrix& W, Matrix& b, Rng& rng)
{
    W = uniform_within(W, 1 / std::sqrt(fan_in(W)), rng);
    b = uniform_within(b, 1 / std::sqrt(fan_in(W)), rng);
}

void unset(Matrix& /*W*/, Matrix& /*b*/, Rng& /*rng*/) {}

void zeros(Matrix& W, Matrix& b, Rng& /*rng*/)
{
    W.zeros();
    b.zeros();
}

Init normal_init(double deviation)
{
    return [deviation](Matrix& W, Matrix& b, Rng& rng) {
        W = rng.normal_matrix(W.n_rows, W.n_cols, 0, deviation);
        b.zeros();
    };
}

Init scaled(const Init& init, double factor)
{
    return [init, factor](Matrix& W, Matrix& b, Index fan_out, Rng& rng) {
        init(W, b, fan_out, rng);
        W *= static_cast<Real>(factor);
    };
}

} // namespace descente
