// A convolution written out as the affine map that it is: y = Wᵀx + b, where W is mostly zeros and
// repeats a few numbers (slide "transformation affine spécifique"). For small images: W has as many
// numbers as a dense layer's.
#pragma once

#include "kernels/conv.hpp"

namespace descente {

struct AffineMap {
    Matrix W; ///< inputs × outputs, as of a dense layer: column j is what output j looks for
    Matrix b; ///< outputs × 1
};

/// The map with affine(x, map.W, map.b) = conv2d(x, filters, b). `filters` is fan-in ×
/// out_channels, `b` is out_channels × 1, or empty for none. Built from the plain loops of
/// conv_naive.hpp.
AffineMap conv_as_affine(const ConvSize& size, const Matrix& filters, const Matrix& b);

/// How many windows of such a convolution read each pixel: rows × cols. The pixels that a stride
/// drops have 0.
Matrix times_read(const ConvSize& size);

} // namespace descente
