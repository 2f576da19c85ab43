// The worksheet of lab 01: a small graph of numbers, forward and back.
#pragma once

#include "base/rng.hpp"
#include "plot/worksheet.hpp"

namespace lab01 {
using namespace descente;

Worksheet worksheet(Rng& rng);

} // namespace lab01
