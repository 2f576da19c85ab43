// Convolution in plain loops: the definition, and the oracle that the fast kernels are tested with.
#pragma once

#include "kernels/conv.hpp"

namespace descente::testing {

// Calls visit(sample, filter, x row, W row, y row) for each pair of numbers that meet in a product.
template <class Visit>
void for_each_product(const ConvSize& size, Index batch, const Visit& visit)
{
    const Index out_rows = size.out_rows(), out_cols = size.out_cols(), k = size.kernel;
    for (Index sample = 0; sample < batch; ++sample)
        for (Index o = 0; o < size.out_channels; ++o)
            for (Index j = 0; j < out_cols; ++j)
                for (Index i = 0; i < out_rows; ++i)
                    for (Index c = 0; c < size.in_channels; ++c)
                        for (Index n = 0; n < k; ++n)
                            for (Index m = 0; m < k; ++m) {
                                // Counted from the padding's edge.
                                const Index row = size.stride * i + m, col = size.stride * j + n;
                                if (row < size.padding || row >= size.padding + size.rows) continue;
                                if (col < size.padding || col >= size.padding + size.cols) continue;
                                const Index column = col - size.padding + size.cols * c;
                                visit(sample, o, row - size.padding + size.rows * column,
                                      m + k * (n + k * c), i + out_rows * (j + out_cols * o));
                            }
}

inline Matrix conv_forward_naive(const ConvSize& size, const Matrix& x, const Matrix& W,
                                 const Matrix& b)
{
    Matrix y(size.outputs(), x.n_cols);
    for_each_product(size, x.n_cols, [&](Index n, Index o, Index from, Index tap, Index to) {
        y(to, n) += W(tap, o) * x(from, n);
    });
    if (b.is_empty()) return y;
    const Index plane = size.out_rows() * size.out_cols();
    for (Index o = 0; o < size.out_channels; ++o) y.rows(o * plane, (o + 1) * plane - 1) += b(o, 0);
    return y;
}

inline Matrix conv_input_gradient_naive(const ConvSize& size, const Matrix& W, const Matrix& dy)
{
    Matrix dx(size.inputs(), dy.n_cols);
    for_each_product(size, dy.n_cols, [&](Index n, Index o, Index from, Index tap, Index to) {
        dx(from, n) += W(tap, o) * dy(to, n);
    });
    return dx;
}

inline Matrix conv_weight_gradient_naive(const ConvSize& size, const Matrix& x, const Matrix& dy)
{
    Matrix dW(size.fan_in(), size.out_channels);
    for_each_product(size, x.n_cols, [&](Index n, Index o, Index from, Index tap, Index to) {
        dW(tap, o) += x(from, n) * dy(to, n);
    });
    return dW;
}

} // namespace descente::testing
