// Data made on the spot, for pictures in the plane and for machines without any data file.
#pragma once

#include "data/dataset.hpp"

namespace descente {

/// y = slope·x + intercept + noise for x in [−1, 1], with a fraction of y replaced by outliers far
/// above.
struct LineData {
    Matrix x, y;           ///< 1 × n
    arma::uvec is_outlier; ///< 1 for the replaced ones
};
LineData line_with_outliers(Index n, double slope, double intercept, double noise,
                            double outlier_fraction, Rng& rng);

/// Gaussian blobs around `classes` centres on a circle of radius 3; 2 × n.
Dataset blobs(Index n, Index classes, double deviation, Rng& rng);
/// Two interleaved half-moons; 2 × n.
Dataset moons(Index n, double noise, Rng& rng);
/// Interleaved spirals of 1¼ turns, out to radius 3; 2 × n.
Dataset spirals(Index n, Index classes, double noise, Rng& rng);

/// The points of a square grid over the plane, `side` × `side` from −half to half; 2 × side².
Matrix plane_grid(Index side, double half);

/// Ten drawn glyphs (strokes, arcs, crosses) on 28×28, each with random shift, slant, thickness
/// and noise: a stand-in that needs no file. Deterministic for a given rng.
/// The set is named "drawn glyphs"; where load_dataset falls back on it, "drawn glyphs (no data
/// set found)".
TrainTest glyphs(Index training_size, Index test_size, Rng& rng);

/// A batch of square images rotated by the given angles (radians, counter-clockwise), bilinear,
/// black outside.
Matrix rotated(const Matrix& x, const Shape& shape, const Column& angles);
/// Rotates each image by an angle drawn evenly from ±`largest` (radians); returns the angles, 1 ×
/// N.
Matrix rotate_at_random(Dataset& images, double largest, Rng& rng);

} // namespace descente
