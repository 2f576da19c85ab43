// Images turned by angles that a network is to find.
#pragma once

#include "data/dataset.hpp"

#include <numbers>

namespace lab02 {
using namespace descente;

constexpr double degree = std::numbers::pi / 180; // in radians

/// A batch of square images rotated by the given angles (radians, counter-clockwise), bilinear,
/// black outside. Throws ShapeError for sizes that do not fit.
Matrix rotated(const Matrix& x, const Shape& shape, const Column& angles);
/// Rotates each image by an angle drawn evenly from ±`largest` (radians); returns the angles, 1 ×
/// N.
Matrix rotate_at_random(Dataset& images, double largest, Rng& rng);

struct Rotated {
    Dataset training, test;
    Matrix training_angles, test_angles; ///< radians, 1 × N
};
/// The first `samples` and the first 2000 of the test set, each turned by up to 60°.
Rotated rotated(const Split& images, Index samples, Rng rng);

} // namespace lab02
