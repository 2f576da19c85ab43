// How filters are shared out among tiles, and their weights laid side by side.
#pragma once

#include "kernels/conv_few_tile.hpp"
#include "kernels/conv_tile.hpp"
#include "kernels/shares.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace descente {

/// Filters that one tile works on together.
struct FilterBlock {
    Index first, count;
    Index width;   ///< room for their weights: count, or whole registers
    int registers; ///< with a number a filter; 0: registers hold places

    Index end() const { return first + count; }
};

/// Calls run<n>() for an n of 1 … most that is known at run time only: a tile of that size.
template <int most, class Run>
void with_size(Index n, const Run& run)
{
    const auto choose = [&]<int... I>(std::integer_sequence<int, I...>)
    {
        using Call = void (*)(const Run&);
        static constexpr Call calls[]{[](const Run& it) { it.template operator()<I + 1>(); }...};
        calls[n - 1](run);
    };
    choose(std::make_integer_sequence<int, most>());
}

/// Up to few_filters or few places in the whole batch, blocks for conv_few_tile.hpp; else two
/// registers each, and one for what is left.
inline std::vector<FilterBlock> filter_blocks(Index filters, Index places = few_places + 1)
{
    std::vector<FilterBlock> blocks;
    if (filters <= few_filters || places <= few_places) {
        for_each_piece(filters, most_few, [&](Index first, Index count) {
            blocks.push_back({first, count, count, 0});
        });
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
