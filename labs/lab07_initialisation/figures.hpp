// The figures of lab 07.
#pragma once

#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab07 {
using namespace descente;

/// The size of activations and gradients, layer by layer, a band a start. `layers`: "30 layers of
/// ReLU".
Figure scales_figure(const char* name, const Text& layers, const Study& study,
                     const Text& sign = {});
/// The choice of α, and the cost at the best one, of networks of so many layers.
Figure training_figure(const Study& study, long layers, const Text& sign);

} // namespace lab07
