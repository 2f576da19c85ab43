// Does a map from images to images follow its image when that is shifted?
#pragma once

#include "autodiff/var.hpp"

#include <functional>
#include <vector>

namespace descente {

/// ‖z(i + down, j + right) − y(i, j)‖ / ‖y(i, j)‖, over all channels, images and places (i, j) for
/// which both stand in the output: 0 when z, the output for the shifted images, is y moved. Throws
/// ShapeError when no place is left.
double shift_mismatch(const Matrix& y, const Matrix& z, const Shape& output, Index down,
                      Index right);

/// The mismatch of `map` for shifts of 0 … `most` pixels, down and to the right alike. A map that
/// keeps one output in `stride` should move its output by shift / stride: where that is no whole
/// number, the better of the two nearest counts.
std::vector<double> shift_mismatches(const std::function<Var(const Matrix&)>& map, const Matrix& x,
                                     const Shape& image, Real background, Index stride, Index most);

} // namespace descente
