// How large the numbers of a matrix are, for comparisons that must not overlook a NaN: Armadillo's
// max() does.
#pragma once

#include "base/real.hpp"

namespace descente {

/// The largest |number|; infinite when one is not finite.
inline double largest_magnitude(const Matrix& numbers)
{
    if (!numbers.is_finite()) return infinity;
    return static_cast<double>(arma::abs(numbers).max());
}

} // namespace descente
