// How linear is a layer? The share of its output that the best affine function of its input gives.
#pragma once

#include "data/dataset.hpp"
#include "nn/layers.hpp"

namespace lab11 {
using namespace descente;

/// Of y = A·x + b fitted by least squares on the first half of the samples, on the second half:
/// R² = 1 − Σ‖y − A·x − b‖² / Σ‖y − mean‖². x: inputs × n, y: outputs × n. Throws ShapeError when
/// half the samples are no more than the inputs, which could be fitted whatever they are.
double affine_fit(const Matrix& x, const Matrix& y);

/// What the outputs of a batch of images at some places are made of: columns of (2·radius + 1)² ×
/// channels numbers around `count` random places (0 outside the image) and the outputs there, for
/// images and outputs of the same rows and columns.
struct Neighbourhoods {
    Matrix inputs, outputs;
};
Neighbourhoods neighbourhoods(const Var& image, const Var& output, Index radius, Index count,
                              Rng& rng);

/// affine_fit of each block of `net` that keeps the size of its image, on `data` in evaluation
/// mode: outputs against the 5×5 neighbourhood that they depend on, so that the best affine
/// function is the best single convolution in place of the block.
std::vector<double> block_linearity(Sequential& net, const Dataset& data, Rng& rng);

} // namespace lab11
