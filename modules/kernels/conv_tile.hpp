// The inner loops of convolution with many filters: sums of products that stay in registers.
//
// A register holds one number for each of `lanes` filters. So a tile of P places × V registers of
// filters needs P·V sums; each tap reads V registers of weights and P single numbers of the image,
// and every number read is used V or P times. With 12 × 2 sums, two multiply-adds a cycle keep the
// CPU busy while it reads 14 numbers in 12 cycles, well below what its caches give. That is why
// these loops come close to the CPU's peak, without unfolding the image into a matrix.
#pragma once

#include "kernels/vector.hpp"

namespace descente {

/// Places (or taps) of one tile for V registers of filters.
constexpr int most_places(int V) { return V == 1 ? 2 * accumulators / 3 : accumulators / V; }

/// y(place, v) = start(v) + Σ_t x[taps[t] + place] · w(t, v) for Q neighbouring columns, `column`
/// numbers apart in x, of P places each. y holds V registers a place; column q of places begins
/// `rows` places after the one before.
template <int P, int Q, int V>
void correlate_tile(const Real* x, Index column, const Index* taps, Index tap_count,
                    const Vector* w, const Vector* start, Vector* y, Index rows)
{
    Vector sum[Q][P][V];
    for (int q = 0; q < Q; ++q)
        for (int p = 0; p < P; ++p)
            for (int v = 0; v < V; ++v) sum[q][p][v] = start[v];
    for (Index t = 0; t < tap_count; ++t) {
        const Real* const from = x + taps[t];
        Vector weights[V];
        for (int v = 0; v < V; ++v) weights[v] = w[t * V + v];
#pragma GCC unroll 24
        for (int q = 0; q < Q; ++q)
#pragma GCC unroll 24
            for (int p = 0; p < P; ++p) {
                const Real pixel = from[q * column + p];
#pragma GCC unroll 2
                for (int v = 0; v < V; ++v) sum[q][p][v] += pixel * weights[v];
            }
    }
    for (int q = 0; q < Q; ++q)
        for (int p = 0; p < P; ++p)
            for (int v = 0; v < V; ++v) y[(q * rows + p) * V + v] = sum[q][p][v];
}

/// dW(t, v) += Σ_places x[taps[t] + place] · dy(place, v) for T taps, over cols columns of `rows`
/// places of each sample, `column` numbers apart in x; dy holds V registers a place.
template <int T, int V>
void weight_tile(Samples samples, const Real* x, Index column, const Index* taps, const Real* dy,
                 Index rows, Index cols, Vector* dW)
{
    Vector sum[T][V];
    for (int t = 0; t < T; ++t)
        for (int v = 0; v < V; ++v) sum[t][v] = dW[t * V + v];
    for (Index n = 0; n < samples.count; ++n, x += samples.next_x, dy += samples.next_dy) {
        const auto* upstream = reinterpret_cast<const Vector*>(dy);
        for (Index j = 0; j < cols; ++j) {
            const Real* from[T];
            for (int t = 0; t < T; ++t) from[t] = x + taps[t] + j * column;
            for (Index i = 0; i < rows; ++i, upstream += V) {
                Vector filters[V];
                for (int v = 0; v < V; ++v) filters[v] = upstream[v];
#pragma GCC unroll 24
                for (int t = 0; t < T; ++t) {
                    const Real pixel = from[t][i];
#pragma GCC unroll 2
                    for (int v = 0; v < V; ++v) sum[t][v] += pixel * filters[v];
                }
            }
        }
    }
    for (int t = 0; t < T; ++t)
        for (int v = 0; v < V; ++v) dW[t * V + v] = sum[t][v];
}

} // namespace descente
