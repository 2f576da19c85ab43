// The layer's fast convolution against all that it is said to be.
#pragma once

#include "autodiff/shape.hpp"

namespace descente {

/// The largest difference from conv2d, in units of the largest number (infinite where one is
/// not finite), of …
struct ConvDifferences {
    double matrix;  ///< … the product with its matrix, plus b (conv_as_affine)
    double formula; ///< … the slide's sum, in plain loops
    double turned;  ///< … a true convolution with the kernel turned by half a turn
    double as_is;   ///< … a true convolution with the kernel as it is
};

/// Filters the images (columns of x) with one square kernel, channels with equal shares.
ConvDifferences compare_with_conv2d(const Matrix& x, const Shape& image, const Matrix& kernel,
                                    double b);

} // namespace descente
