#include "conv_check.hpp"

#include "base/magnitude.hpp"
#include "kernels/conv_naive.hpp"
#include "nn/conv.hpp"
#include "nn/conv_matrix.hpp"
#include "nn/filters.hpp"

#include <cmath>

namespace descente {

ConvDifferences compare_with_conv2d(const Matrix& x, const Shape& image, const Matrix& kernel,
                                    double b)
{
    const ConvSize size{.rows = image.rows,
                        .cols = image.cols,
                        .in_channels = image.channels,
                        .out_channels = 1,
                        .kernel = kernel.n_rows};
    const Matrix W = filter_weights({{{}, kernel}}, image.channels), bias{static_cast<Real>(b)};
    const Matrix y = conv2d(constant(x, image), constant(W), constant(bias)).value();
    const AffineMap map = conv_as_affine(size, W, bias);
    const auto apart = [&](const Matrix& other) {
        const double difference = largest_magnitude(y - other);
        return std::isfinite(difference) ? difference / largest_magnitude(y) : difference;
    };
    return {apart(affine(constant(x), constant(map.W), constant(map.b)).value()),
            apart(conv_forward_naive(size, x, W, bias)),
            apart(true_convolution(x, image, half_turned(kernel)) + bias(0)),
            apart(true_convolution(x, image, kernel) + bias(0))};
}

} // namespace descente
