// Convolution with 3×3 filters and stride 1 in a quarter of the multiplications: images and filters
// are transformed (winograd_transforms.hpp), multiplied point by point, and transformed back.
// Largest error, of the largest value: 3·10⁻⁶ up to 512 channels, as that of the direct sum.
//
// Each number is one sum in a fixed order: results depend neither on threads nor on the batch.
#pragma once

#include "kernels/conv.hpp"

namespace descente {

/// Whether it is faster than the direct sum: enough channels for the transforms, enough tiles for
/// the transformed filters. Depends on sizes only. Never while direct sums are asked for.
bool winograd_pays(const ConvSize& size, Index batch);

/// The same as conv_forward(), conv_input_gradient() and conv_weight_gradient(), for a kernel of 3,
/// stride 1 and a padding of at most 2.
Matrix winograd_forward(const ConvSize& size, const Matrix& x, const Matrix& W, const Matrix& b);
Matrix winograd_input_gradient(const ConvSize& size, const Matrix& W, const Matrix& dy);
Matrix winograd_weight_gradient(const ConvSize& size, const Matrix& x, const Matrix& dy);

} // namespace descente
