#include "outliers.hpp"

#include "autodiff/ops.hpp"

namespace lab02 {

LineData line_with_outliers(Index outliers, Rng rng)
{
    const Index n = 100;
    const double noise = 0.2, height = 2 + noise; // of the honest points
    LineData data{Matrix(1, n), Matrix(1, n), arma::uvec(n, arma::fill::zeros)};
    for (const Index i : arma::uvec(rng.permutation(n).head(outliers))) data.is_outlier[i] = 1;
    for (Index i = 0; i < n; ++i) {
        const double x = rng.uniform(-1, 1);
        const double above = data.is_outlier[i] ? height * rng.uniform(2, 4) : noise * rng.normal();
        data.x[i] = static_cast<Real>(x);
        data.y[i] = static_cast<Real>(x + above);
    }
    return data;
}

double shrinking(long k) { return 0.5 / (1 + 0.2 * double(k)); }

Column fitted_line(const LineData& data, const Cost& cost)
{
    Var theta = parameter(Column{0, 0});
    const Var x = constant(data.x);
    const Var y = constant(data.y);
    for (long k = 0; k < 1500; ++k) {
        const Var o = affine(x, rows(theta, 0, 0), rows(theta, 1, 1));
        theta.grad().reset();
        backward(cost.l(y, o) / double(data.y.n_elem));
        theta.value() -= shrinking(k) * theta.grad();
    }
    return theta.value();
}

} // namespace lab02
