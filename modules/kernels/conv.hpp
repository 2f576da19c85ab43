// Convolution of a batch of images, as the slide defines it: a cross-correlation (the kernel is not
// flipped), with zero padding and a stride.
//
//     y(i, j, o) = Σ_c Σ_n Σ_m W(m + k·(n + k·c), o) · x(s·i + m − p, s·j + n − p, c) + b(o)
//
// The products below agree with the tests' plain loops (conv_naive.hpp) up to rounding. Each output
// is one sum in a fixed order, so forward and input gradient do not depend on the thread count.
// Where it pays they take Winograd's short cut (winograd.hpp).
#pragma once

#include "base/real.hpp"

namespace descente {

/// The sizes of one convolution. A column of x folds as rows × cols × in_channels, rows fastest.
struct ConvSize {
    Index rows, cols, in_channels, out_channels, kernel, stride = 1, padding = 0;

    /// ⌊(n + 2p − k)/s⌋ + 1; the kernel must fit into the padded image.
    Index out_rows() const { return (rows + 2 * padding - kernel) / stride + 1; }
    Index out_cols() const { return (cols + 2 * padding - kernel) / stride + 1; }
    Index fan_in() const { return kernel * kernel * in_channels; } ///< rows of W
    Index inputs() const { return rows * cols * in_channels; }     ///< rows of x
    Index outputs() const { return out_rows() * out_cols() * out_channels; }
};

/// Whether all convolutions are direct sums, and no longer take Winograd's short cut (--exact).
void set_direct_sums(bool direct);
bool direct_sums();

/// y: outputs × batch. W is fan-in × out_channels; b is out_channels × 1, or empty for none.
Matrix conv_forward(const ConvSize& size, const Matrix& x, const Matrix& W, const Matrix& b);
/// dx = Σ over the outputs that read x of W·dy: inputs × batch.
Matrix conv_input_gradient(const ConvSize& size, const Matrix& W, const Matrix& dy);
/// dW = Σ over samples and places of x·dy: fan-in × out_channels.
Matrix conv_weight_gradient(const ConvSize& size, const Matrix& x, const Matrix& dy);
/// db = Σ over samples and places of dy: channels × 1, for planes of `plane` numbers.
Matrix channel_sums(const Matrix& dy, Index channels);

} // namespace descente
