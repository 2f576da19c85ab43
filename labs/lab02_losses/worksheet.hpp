// The worksheet of lab 02: softmax and cross-entropy of three logits.
#pragma once

#include "base/rng.hpp"
#include "plot/worksheet.hpp"

namespace lab02 {
using namespace descente;

Worksheet worksheet(Rng& rng);

} // namespace lab02
