// How many numbers are spread, followed over a training or from layer to layer.
#pragma once

#include "base/real.hpp"

#include <vector>

namespace descente {

/// How some numbers (of a layer, of a unit) are spread, looked at in several places or steps.
struct Quantiles {
    std::vector<double> at, low, middle, high;
    /// `share` and 1 − `share` are the quantiles below and above the median. A place where a value
    /// is not finite is left out.
    void add(double place, const Matrix& values, double share);
};

} // namespace descente
