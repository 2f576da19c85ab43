// The loops around the tiles of convolution: what forward and input gradient have in common.
#pragma once

#include "kernels/filter_blocks.hpp"
#include "kernels/padded_planes.hpp"

namespace descente {

/// y(u, v, f) = start[f] + Σ_t weight(t, f) · source[taps[t] + u + padded_rows · v] in every
/// sample.
struct Correlation {
    Index channels;                  ///< of the source
    PaddedPlanes source;             ///< of one sample
    std::vector<Index> taps;         ///< where each tap reads, counted from where the output reads
    std::vector<FilterBlock> blocks; ///< of filters, the channels of the target
    const Real* weights; ///< block after block: [tap][filter of the block]; of few, [filter][tap]
    const Real* start;   ///< padded_count(filters) numbers
    Index rows, cols;    ///< of outputs
    Index first, step;   ///< output (u, v) stands at first + step·(u + target_rows·v) …
    Index target_rows, target_plane; ///< … in a plane of this size
};

/// Fills the places of y that the job names; x and y have a column a sample.
void correlate(const Correlation& job, const Matrix& x, Matrix& y);

} // namespace descente
