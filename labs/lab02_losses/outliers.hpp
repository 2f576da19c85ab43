// Lines through points of which some are far off.
#pragma once

#include "autodiff/var.hpp"
#include "base/rng.hpp"
#include "base/text.hpp"

#include <functional>

namespace lab02 {
using namespace descente;

/// A cost l(y, o), summed over all samples, and its gradient at o by hand.
struct Cost {
    Text name;
    std::function<Var(const Var& y, const Var& o)> l;
    std::function<Matrix(const Matrix& y, const Matrix& o)> gradient;
};

/// 100 points of y = x + noise, of deviation 0.2, for x in [−1, 1]; so many of the y are replaced
/// by outliers far above.
struct LineData {
    Matrix x, y;           ///< 1 × n
    arma::uvec is_outlier; ///< 1 for the replaced ones
};
LineData line_with_outliers(Index outliers, Rng rng);

/// A learning rate that shrinks: 0.5 / (1 + 0.2 k).
double shrinking(long k);
/// Slope and intercept after 1500 steps of descent from 0 on the mean cost, with that rate.
Column fitted_line(const LineData& data, const Cost& cost);

} // namespace lab02
