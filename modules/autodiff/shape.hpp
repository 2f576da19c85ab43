// How one column of a batch folds into an image, and the only places where we alias memory.
//
// A batch is features × batch: column n is sample n. A column folds rows fastest, then cols, then
// channels, so element (r, c, ch) is at r + rows * (c + cols * ch).
#pragma once

#include "base/real.hpp"

#include <string>

namespace descente {

/// Shape{5} is a vector of five features; Shape{5, 1, 1} is an image, if one of one column.
class Shape {
  public:
    Index rows = 1, cols = 1, channels = 1;

    Shape() = default;
    constexpr Shape(Index features) : rows(features) {}
    constexpr Shape(Index r, Index c, Index planes = 1)
        : rows(r), cols(c), channels(planes), image_(true)
    {
    }

    Index size() const { return rows * cols * channels; }
    bool is_image() const { return image_; }
    bool operator==(const Shape&) const = default;

  private:
    bool image_ = false;
};

/// "784" for a plain vector, "16×7×7" (channels × rows × cols) for an image.
std::string to_string(const Shape& shape);

/// Sample `n` of a batch seen as an image, without a copy. The view must not outlive `batch`.
/// Throws ShapeError when the column does not hold shape.size() numbers.
const arma::Cube<Real> image_of(const Matrix& batch, Index n, const Shape& shape);

} // namespace descente
