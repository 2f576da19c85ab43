// Planes with a border of zeros, so that a filter needs no questions at the edges of an image: each
// of its taps is nothing but an offset. With stride s, rows and columns are dealt out like cards
// into s × s small planes, so that neighbouring outputs read neighbouring numbers all the same.
#pragma once

#include "kernels/conv.hpp"

#include <vector>

namespace descente {

struct PaddedPlanes {
    Index rows, cols;     ///< of a plane of the source
    Index front;          ///< zeros before it, in both directions
    Index stride, phases; ///< phases² small planes for each plane
    Index padded_rows, padded_cols;

    Index plane() const { return padded_rows * padded_cols; }
    Index size(Index channels) const { return channels * phases * phases * plane(); }
    /// Where padded row m and column n of channel c went.
    Index offset(Index m, Index n, Index c) const
    {
        const Index phase = m % stride + phases * (n % stride + phases * c);
        return m / stride + padded_rows * (n / stride) + plane() * phase;
    }
};

/// The input of a convolution, and where its taps read, in the order of W's rows.
PaddedPlanes padded_input(const ConvSize& size);
std::vector<Index> taps_of(const ConvSize& size, const PaddedPlanes& planes);

/// One sample into `target`, which has size.size(channels) numbers. The zeros around the planes are
/// not written: they must be there already, and serve one sample after the other.
void copy_padded(const Real* planes, const PaddedPlanes& size, Index channels, Real* target);

} // namespace descente
