// How many outputs a convolution has along one side of its image: counted, and by the formula.
#pragma once

#include "autodiff/shape.hpp"

namespace descente {

/// A side of `n` pixels, a kernel of `kernel`; p rows of zeros on both ends; a window each s
/// pixels.
struct ConvSide {
    Index n, kernel, padding = 0, stride = 1;

    /// n + 2p − k: how far the window can slide. The kernel must fit.
    Index room() const { return n + 2 * padding - kernel; }
    Index by_floor() const { return room() / stride + 1; } ///< ⌊(n + 2p − k)/s⌋ + 1
    Index by_ceiling() const { return (room() + stride - 1) / stride + 1; } ///< the wrong formula
    Index dropped() const
    {
        return room() % stride;
    }                       ///< rows at the end, zeros counted, that no window reaches
    Index counted() const;  ///< windows set side by side until none fits
    Index measured() const; ///< rows of what conv2d makes of an image n × (n + 3)
};

/// How many of the sizes n = 5 … 12, k = 1 … 5, p = 0 … 2, s = 1 … 4 come out as said.
struct ConvSizeCount {
    int cases = 0, by_floor = 0, by_ceiling = 0; ///< measured and counted alike
    int even = 0, even_kept = 0; ///< even kernels at stride 1; those whose output is as large as n
};
ConvSizeCount count_conv_sizes();

} // namespace descente
