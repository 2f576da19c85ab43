#include "kernels/planes.hpp"

#include <algorithm>
#include <type_traits>

namespace descente {

namespace {

using Place = std::conditional_t<sizeof(Real) == 4, std::int32_t, std::int64_t>;
typedef Place Places __attribute__((vector_size(vector_bytes)));

// Exchanges the off-diagonal quarters of every square of 2·half: after half = 1, 2, 4, … the whole
// block is transposed.
template <Index half>
void exchange_quarters(Vector (&block)[lanes])
{
    Places first{}, second{};
    for (Index l = 0; l < lanes; ++l) {
        const bool low = (l & half) == 0;
        first[l] = static_cast<Place>(low ? l : lanes + l - half);
        second[l] = static_cast<Place>(low ? l + half : lanes + l);
    }
#pragma GCC unroll 16
    for (Index i = 0; i < lanes; ++i) {
        if ((i & half) != 0) continue;
        const Vector a = block[i], b = block[i + half];
        block[i] = __builtin_shuffle(a, b, first);
        block[i + half] = __builtin_shuffle(a, b, second);
    }
}

void transpose(Vector (&block)[lanes])
{
    exchange_quarters<1>(block);
    exchange_quarters<2>(block);
    if constexpr (lanes > 4) exchange_quarters<4>(block);
    if constexpr (lanes > 8) exchange_quarters<8>(block);
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
            for (Index c = 0; c < lanes; ++c)
                block[c] = c < here ? load(planes + (first + c) * plane + place) : Vector{};
            transpose(block);
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
