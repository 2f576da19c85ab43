#include "kernels/planes.hpp"

#include <algorithm>
#include <utility>

namespace descente {

namespace {

// Exchanges the off-diagonal quarters of every square of 2·half: after half = 1, 2, 4, … the whole
// block is transposed. Of the numbers of two vectors, the second's are counted from `lanes` on.
template <Index half, Index... l>
[[gnu::always_inline]] inline void
exchange_quarters(Vector (&block)[lanes], std::integer_sequence<Index, l...> /*all lanes*/)
{
#pragma GCC unroll 16
    for (Index i = 0; i < lanes; ++i) {
        if ((i & half) != 0) continue;
        const Vector a = block[i], b = block[i + half];
        block[i] = __builtin_shufflevector(a, b, ((l & half) == 0 ? l : lanes + l - half)...);
        block[i + half] =
            __builtin_shufflevector(a, b, ((l & half) == 0 ? l + half : lanes + l)...);
    }
}

// Inlined where its loops are unrolled, so that the block stays in registers.
[[gnu::always_inline]] inline void transpose(Vector (&block)[lanes])
{
    constexpr std::make_integer_sequence<Index, lanes> all;
    exchange_quarters<1>(block, all);
    exchange_quarters<2>(block, all);
    if constexpr (lanes > 4) exchange_quarters<4>(block, all);
    if constexpr (lanes > 8) exchange_quarters<8>(block, all);
}

} // namespace

void planes_to_places(const Real* planes, Index plane, Index channels, Index places, Real* target,
                      Index width)
{
    for (Index first = 0; first < width; first += lanes) {
        const Index here = std::min(lanes, channels - std::min(channels, first));
        Index place = 0;
        for (; place + lanes <= places; place += lanes) {
            Vector block[lanes];
#pragma GCC unroll 16
            for (Index c = 0; c < lanes; ++c)
                block[c] = c < here ? load(planes + (first + c) * plane + place) : Vector{};
            transpose(block);
#pragma GCC unroll 16
            for (Index p = 0; p < lanes; ++p) store(target + (place + p) * width + first, block[p]);
        }
        for (; place < places; ++place)
            for (Index c = 0; c < lanes; ++c)
                target[place * width + first + c] =
                    c < here ? planes[(first + c) * plane + place] : 0;
    }
}

void places_to_planes(const Real* source, Index width, Index places, Real* planes, Index plane,
                      Index channels)
{
    for (Index first = 0; first < std::min(width, channels); first += lanes) {
        const Index here = std::min(lanes, channels - first);
        Index place = 0;
        for (; place + lanes <= places; place += lanes) {
            Vector block[lanes];
#pragma GCC unroll 16
            for (Index p = 0; p < lanes; ++p) block[p] = load(source + (place + p) * width + first);
            transpose(block);
            for (Index c = 0; c < here; ++c) store(planes + (first + c) * plane + place, block[c]);
        }
        for (; place < places; ++place)
            for (Index c = 0; c < here; ++c)
                planes[(first + c) * plane + place] = source[place * width + first + c];
    }
}

} // namespace descente
