// From the bytes of an image file to one column of a batch.
#pragma once

#include "autodiff/shape.hpp"

#include <cstdint>

namespace descente {

/// Fills `column` with one sample whose `bytes` lie in the file channel after channel, row after
/// row: transposes each plane, so that row r of the image is row r of the sample, and scales 0…255
/// to [0, 1].
void store_pixels(const std::uint8_t* bytes, const Shape& shape, Real* column);

} // namespace descente
