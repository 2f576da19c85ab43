#include "outliers.hpp"

#include "autodiff/ops.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <cmath>

namespace lab02 {

LineData line_with_outliers(Index n, double slope, double intercept, double noise,
                            double outlier_fraction, Rng rng)
{
    if (!(outlier_fraction >= 0 && outlier_fraction <= 1))
        throw UsageError(
            tr("the fraction of outliers is {}; it must be between 0 and 1", outlier_fraction));
    LineData data{Matrix(1, n), Matrix(1, n), arma::uvec(n, arma::fill::zeros)};
    const auto outliers =
        static_cast<Index>(std::lround(outlier_fraction * static_cast<double>(n)));
    for (const Index i : arma::uvec(rng.permutation(n).head(outliers))) data.is_outlier[i] = 1;
    const double height = std::max(1.0, 2 * std::abs(slope) + noise); // of the honest points
    for (Index i = 0; i < n; ++i) {
        const double x = rng.uniform(-1, 1);
        const double above = data.is_outlier[i] ? height * rng.uniform(2, 4) : noise * rng.normal();
        data.x[i] = static_cast<Real>(x);
        data.y[i] = static_cast<Real>(slope * x + intercept + above);
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
