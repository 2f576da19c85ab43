// The core's largest_magnitude, by the name that tests know.
#pragma once

#include "base/magnitude.hpp"

namespace descente::testing {

using descente::largest_magnitude;

} // namespace descente::testing
