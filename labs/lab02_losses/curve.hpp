// A function of one number and its derivative, for drawing.
#pragma once

#include "autodiff/var.hpp"

namespace descente {

struct Curve {
    std::vector<double> value, derivative;
};

/// f(x) and df/dx at each x, by a forward and a backward pass; `f` turns 1 × 1 into 1 × 1.
Curve curve(const std::function<Var(const Var& x)>& f, const std::vector<double>& at);

} // namespace descente
