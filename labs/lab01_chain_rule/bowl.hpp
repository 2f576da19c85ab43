// Gradient descent on a quadratic bowl, where everything is known.
#pragma once

#include "autodiff/var.hpp"

#include <vector>

namespace descente {

struct BowlPath {
    std::vector<double> x, y;     ///< the first two numbers of θ
    std::vector<double> distance; ///< to the minimum, relative to the start
};

/// θ ← θ − α ∂L/∂θ on the bowl L = ½ θᵀAθ, whose minimum is at 0: the start and `steps` updates.
/// Converges from everywhere for 0 < α < 2/λmax, and for no larger α.
BowlPath descend_bowl(const Matrix& A, const Matrix& start, double rate, int steps);

/// How far (relative to the start) descent is from the minimum after `steps` updates, for each α
/// given as a share of 1/λmax.
std::vector<double> distances_after(int steps, const Matrix& A, const Matrix& start,
                                    const std::vector<double>& shares);

/// L at each (x[j], y[i]), for a contour; A is 2 × 2.
Matrix bowl_heights(const Matrix& A, const std::vector<double>& x, const std::vector<double>& y);

} // namespace descente
