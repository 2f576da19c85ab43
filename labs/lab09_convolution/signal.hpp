// How large the numbers are that run through a network.
#pragma once

#include "autodiff/var.hpp"

#include <functional>
#include <vector>

namespace descente {

/// The root mean square of what each of `layers` layers gives, before the ReLU that follows it;
/// `layer` makes one and applies it.
std::vector<double> rms_by_layer(const Var& x, int layers,
                                 const std::function<Var(const Var&)>& layer);

} // namespace descente
