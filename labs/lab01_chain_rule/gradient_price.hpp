// What a gradient costs, counted in evaluations of the function.
#pragma once

#include "autodiff/var.hpp"
#include "base/rng.hpp"
#include "train/timing.hpp"

#include <vector>

namespace lab01 {
using namespace descente;

/// Of a 1 × 1 function of so many inputs: backward() with its forward pass, and forward differences
/// (an evaluation an input, and one more).
struct GradientPrice {
    Index inputs;
    double autodiff, differences;
};

/// On one thread, as threads that wait count as processor time.
GradientPrice gradient_price(const std::function<Var(const Var&)>& f, const Matrix& x,
                             const std::function<double()>& clock = processor_seconds);

/// Of dense layers with 8, 16, … 4096 inputs and 64 outputs, summed.
std::vector<GradientPrice> prices_of_layers(Rng rng);

/// 0: at the end autodiff costs half as much as differences, or more; 1: less; 2: always less than
/// five evaluations.
std::size_t growth_of(const std::vector<GradientPrice>& prices);

} // namespace lab01
