// The worksheet of lab 09: a convolution, with stride and padding.
#pragma once

#include "base/rng.hpp"
#include "plot/worksheet.hpp"

namespace lab09 {
using namespace descente;

Worksheet worksheet(Rng& rng);

} // namespace lab09
