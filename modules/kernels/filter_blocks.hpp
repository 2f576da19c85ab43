// How filters are shared out among tiles, and their weights laid side by side.
#pragma once

#include "kernels/conv_few_tile.hpp"
#include "kernels/conv_tile.hpp"

#include <algorithm>
#include <vector>

namespace descente {

/// Filters that one tile works on together.
struct FilterBlock {
    Index first, count;
    Index width;   ///< room for their weights: count, or whole registers
    int registers; ///< with a number a filter; 0: registers hold places

    Index end() const { return first + count; }
};

/// Where piece `i` of `n` begins when `length` is cut as evenly as possible.
constexpr Index piece_begin(Index length, Index n, Index i) { return length * i / n; }
/// How many pieces of at most `most` that takes.
constexpr Index pieces_of(Index length, Index most) { return (length + most - 1) / most; }

/// Up to few_filters or few places in the whole batch, blocks for conv_few_tile.hpp; else two
/// registers each, and one for what is left.
inline std::vector<FilterBlock> filter_blocks(Index filters, Index places = few_places + 1)
{
    std::vector<FilterBlock> blocks;
    if (filters <= few_filters || places <= few_places) {
        const Index pieces = pieces_of(filters, most_few);
        for (Index i = 0; i < pieces; ++i) {
            const Index first = piece_begin(filters, pieces, i);
            const Index count = piece_begin(filters, pieces, i + 1) - first;
            blocks.push_back({first, count, count, 0});
        }
        return blocks;
    }
    for (Index first = 0; first < filters;) {
        const int registers = filters - first > lanes ? 2 : 1;
        const Index width = lanes * static_cast<Index>(registers);
        blocks.push_back({first, std::min(width, filters - first), width, registers});
        first += width;
    }
    return blocks;
}

/// Room for one number a filter, with whole registers.
inline Index padded_count(Index filters) { return pieces_of(filters, lanes) * lanes; }

} // namespace descente
