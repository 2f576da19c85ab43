// The worksheet of lab 06: three steps of momentum and of Adam.
#pragma once

#include "base/rng.hpp"
#include "plot/worksheet.hpp"

namespace lab06 {
using namespace descente;

Worksheet worksheet(Rng& rng);

} // namespace lab06
