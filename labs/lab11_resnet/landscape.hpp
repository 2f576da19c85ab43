// The cost around a trained net, in a plane of θ (Li, Xu, Taylor, Studer & Goldstein, NeurIPS
// 2018).
#pragma once

#include "data/dataset.hpp"
#include "nn/layers.hpp"
#include "plot/figure.hpp"

#include <functional>

namespace lab11 {
using namespace descente;

/// A direction in θ, drawn at random and *filter-normalised* (their section 4): each filter, a
/// column of a weight matrix, gets the norm of that filter in the net. So a step of 1 means the
/// same to nets whose weights differ in size. Biases, γ and β stay where they are.
Column filter_normalised(Module& net, Rng& rng);

/// The cost over a plane through θ: cost(i, j) at θ + at[i]·second + at[j]·first.
struct Slice {
    Text name; ///< of the net
    Numbers at;
    Matrix cost;
};
/// Of a net that `make` makes anew (for each thread its own) and two directions drawn by `rng`: the
/// mean cost of these samples, which are one minibatch to batch norm.
Slice slice_around(const Text& name, const Column& theta, const Numbers& at,
                   const std::function<Sequential()>& make, const Dataset& samples, Rng rng);

/// A map a net, with one scale of colours, logarithmic, and its level lines.
Figure landscape_figure(const std::vector<Slice>& slices);

} // namespace lab11
