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

/// Images, and the angles by which they were turned: radians, 1 × N.
struct Turned {
    Dataset images;
    Matrix angles;
};
/// Turns each image by an angle drawn evenly from ±`largest` (radians).
Turned turned(Dataset images, double largest, Rng& rng);

struct Rotated {
    Turned training, validation, test;
};
/// Each image turned by up to 60°.
Rotated rotated(const Split& images, Rng& rng);

} // namespace lab02
