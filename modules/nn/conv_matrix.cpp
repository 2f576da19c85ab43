#include "nn/conv_matrix.hpp"

#include "kernels/conv_naive.hpp"

namespace descente {

AffineMap conv_as_affine(const ConvSize& size, const Matrix& filters, const Matrix& b)
{
    // Column j holds the weights with which output j reads x: its gradient.
    const Matrix each_output(size.outputs(), size.outputs(), arma::fill::eye);
    AffineMap map{conv_input_gradient_naive(size, filters, each_output), Matrix(size.outputs(), 1)};
    const Index plane = size.out_rows() * size.out_cols();
    for (Index o = 0; o < b.n_rows; ++o) map.b.rows(o * plane, (o + 1) * plane - 1).fill(b(o, 0));
    return map;
}

Matrix times_read(const ConvSize& size)
{
    ConvSize plane = size;
    plane.in_channels = plane.out_channels = 1;
    const Matrix ones(plane.fan_in(), 1, arma::fill::ones);
    const Matrix each_window(plane.outputs(), 1, arma::fill::ones);
    return arma::reshape(conv_input_gradient_naive(plane, ones, each_window), size.rows, size.cols);
}

} // namespace descente
