// The inner loops of convolution with few filters, which would leave much of a register empty if it
// held one number a filter (conv_tile.hpp), or with so few places that sorting the weights for such
// registers would not pay. Here a register holds neighbouring places of the image: a tile is a few
// filters × four registers of places, and each weight, read where it lies, serves all numbers of
// four registers. Columns run on through the zeros between them; what comes out there is not used.
#pragma once

#include "kernels/vector.hpp"

namespace descente {

/// Up to this many filters, registers hold places.
constexpr Index few_filters = lanes - 1;
/// And for so few places: packed weights would be read too few times to pay for the packing.
constexpr Index few_places = 64;

constexpr int place_registers = 4;
constexpr Index tile_places = place_registers * lanes;
constexpr int most_few = accumulators / place_registers; ///< filters of one tile

/// y(f, place) = start[f] + Σ_t x[taps[t] + place] · w[tap_count·f + t] for tile_places
/// neighbouring places and F filters, `filter` numbers apart in y.
template <int F>
void correlate_few_tile(const Real* x, const Index* taps, Index tap_count, const Real* w,
                        const Real* start, Real* y, Index filter)
{
    constexpr int width = static_cast<int>(lanes);
    Vector sum[F][place_registers];
    for (int f = 0; f < F; ++f)
        for (int r = 0; r < place_registers; ++r) sum[f][r] = Vector{} + start[f];
    for (Index t = 0; t < tap_count; ++t) {
        Vector pixels[place_registers];
        for (int r = 0; r < place_registers; ++r) pixels[r] = load(x + taps[t] + r * width);
#pragma GCC unroll 16
        for (int f = 0; f < F; ++f) {
            const Real weight = w[tap_count * static_cast<Index>(f) + t];
            for (int r = 0; r < place_registers; ++r) sum[f][r] += weight * pixels[r];
        }
    }
    for (int f = 0; f < F; ++f)
        for (int r = 0; r < place_registers; ++r)
            store(y + static_cast<Index>(f) * filter + r * width, sum[f][r]);
}

constexpr int few_taps = 3; ///< of one tile of the weight gradient

/// dW(t, f) += Σ x[taps[t] + place] · dy(f, place) for T taps and F filters, `filter` numbers apart
/// in dy, over `registers` registers of places of each sample. Each sum stays spread over the lanes
/// of a register; tap t's begin `tap` registers after those of the tap before.
template <int T, int F>
void weight_few_tile(Samples samples, const Real* x, const Index* taps, const Real* dy,
                     Index filter, Index registers, Vector* dW, Index tap)
{
    Vector sum[T][F];
    for (int t = 0; t < T; ++t)
        for (int f = 0; f < F; ++f) sum[t][f] = dW[static_cast<Index>(t) * tap + f];
    for (Index n = 0; n < samples.count; ++n, x += samples.next_x, dy += samples.next_dy) {
        const Real* from[T];
        for (int t = 0; t < T; ++t) from[t] = x + taps[t];
        for (Index i = 0; i < registers * lanes; i += lanes) {
            Vector upstream[F];
            for (int f = 0; f < F; ++f) upstream[f] = load(dy + static_cast<Index>(f) * filter + i);
#pragma GCC unroll 8
            for (int t = 0; t < T; ++t) {
                const Vector pixels = load(from[t] + i);
                for (int f = 0; f < F; ++f) sum[t][f] += pixels * upstream[f];
            }
        }
    }
    for (int t = 0; t < T; ++t)
        for (int f = 0; f < F; ++f) dW[static_cast<Index>(t) * tap + f] = sum[t][f];
}

} // namespace descente
