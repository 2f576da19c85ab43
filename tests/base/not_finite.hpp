// Costs of a run that diverged.
#pragma once

#include <limits>

namespace descente::testing {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace descente::testing
