// The worksheet of lab 10: batch norm of a minibatch of four, forward and back.
#pragma once

#include "base/rng.hpp"
#include "plot/worksheet.hpp"

namespace lab10 {
using namespace descente;

Worksheet worksheet(Rng& rng);

} // namespace lab10
