// How the three products of a convolution are brought to the loops of conv_tile.hpp.
//
// 1. Planes of a sample are copied into planes with a border of zeros. With stride s, rows and
//    columns are dealt out like cards into s × s small planes, so that neighbouring outputs always
//    read neighbouring numbers. A tap is then nothing but an offset.
// 2. Weights are rearranged so that those of neighbouring filters lie side by side.
// 3. Tiles run over the outputs, and their results are turned back into planes.
//
// The input gradient is the same correlation: dy in place of x, the weights of each input channel
// in place of those of each filter, taps in reverse; with stride s, once for each of the s × s ways
// in which an input can lie between outputs. The weight gradient sums over places instead.
#include "kernels/conv.hpp"

#include "kernels/conv_tile.hpp"
#include "kernels/cpu.hpp"
#include "kernels/planes.hpp"
#include "kernels/window.hpp"

#include <algorithm>
#include <omp.h>
#include <vector>

namespace descente {

namespace {

// ---- 1. padded planes ----

struct PaddedPlanes {
    Index rows, cols;     // of a plane of the source
    Index front;          // zeros before it, in both directions
    Index stride, phases; // phases² small planes for each plane
    Index padded_rows, padded_cols;

    Index plane() const { return padded_rows * padded_cols; }
    Index size(Index channels) const { return channels * phases * phases * plane(); }
    // Where padded row m and column n (of channel c) went.
    Index offset(Index m, Index n, Index c) const
    {
        const Index phase = m % stride + phases * (n % stride + phases * c);
        return m / stride + padded_rows * (n / stride) + plane() * phase;
    }
};

void copy_padded(const Real* planes, const PaddedPlanes& size, Index channels, Real* target)
{
    for (Index c = 0; c < channels; ++c, planes += size.rows * size.cols)
        for (Index b = 0; b < size.phases; ++b)
            for (Index a = 0; a < size.phases; ++a) {
                const Positions rows =
                    inside(size.rows, size.front, size.stride, a, size.padded_rows);
                const Positions cols =
                    inside(size.cols, size.front, size.stride, b, size.padded_cols);
                for (Index v = 0; v < size.padded_cols; ++v, target += size.padded_rows) {
                    if (v < cols.first || v >= cols.last || rows.first == rows.last) {
                        std::fill_n(target, size.padded_rows, Real{0});
                        continue;
                    }
                    const Real* const source = planes +
                                               size.rows * (size.stride * v + b - size.front) +
                                               (size.stride * rows.first + a - size.front);
                    std::fill_n(target, rows.first, Real{0});
                    if (size.stride == 1)
                        std::copy_n(source, rows.last - rows.first, target + rows.first);
                    else
                        for (Index u = 0; u < rows.last - rows.first; ++u)
                            target[rows.first + u] = source[size.stride * u];
                    std::fill_n(target + rows.last, size.padded_rows - rows.last, Real{0});
                }
            }
}

// ---- 2. weights, filters side by side ----

// Filters are cut into blocks of two registers, and one register for what is left.
struct Block {
    Index first; // filter
    int V;       // registers
};
std::vector<Block> blocks_of(Index filters)
{
    std::vector<Block> blocks;
    for (Index first = 0; first < filters;) {
        blocks.push_back({first, filters - first > lanes ? 2 : 1});
        first += lanes * static_cast<Index>(blocks.back().V);
    }
    return blocks;
}
Index rounded_up(Index filters) { return (filters + lanes - 1) / lanes * lanes; }

// Below this many numbers, waking a second thread costs more than it gives.
constexpr Index worth_a_thread = 1 << 15;

// packed[block][tap][filter of the block] = W(tap, filter); zeros where there is no filter.
AlignedBuffer pack_filters(const Matrix& W)
{
    AlignedBuffer packed(rounded_up(W.n_cols) * W.n_rows);
    const std::vector<Block> blocks = blocks_of(W.n_cols);
    constexpr Index chunk = 8 * lanes; // taps
    const Index chunks = (W.n_rows + chunk - 1) / chunk;
#pragma omp parallel for collapse(2) num_threads(threads()) if (W.n_elem > worth_a_thread)
    for (const Block& block : blocks)
        for (Index i = 0; i < chunks; ++i) {
            const Index width = lanes * static_cast<Index>(block.V), first = i * chunk;
            planes_to_places(W.colptr(block.first) + first, W.n_rows, W.n_cols - block.first,
                             std::min(chunk, W.n_rows - first),
                             packed.data() + block.first * W.n_rows + first * width, width);
        }
    return packed;
}

// packed[block][tap (m, n) of filter o][input channel of the block], for the taps a + s·m, b + s·n.
AlignedBuffer pack_channels(const ConvSize& size, const Matrix& W, Index a, Index b, Index height,
                            Index width)
{
    const Index k = size.kernel, s = size.stride, taps = height * width * size.out_channels;
    AlignedBuffer packed(rounded_up(size.in_channels) * taps);
    const std::vector<Block> blocks = blocks_of(size.in_channels);
#pragma omp parallel for num_threads(threads()) if (W.n_elem > worth_a_thread)
    for (Index o = 0; o < size.out_channels; ++o)
        for (const Block& block : blocks) {
            const Index side = lanes * static_cast<Index>(block.V);
            const Index here = std::min(side, size.in_channels - block.first);
            Real* to = packed.data() + block.first * taps + o * height * width * side;
            for (Index n = 0; n < width; ++n)
                for (Index m = 0; m < height; ++m, to += side) {
                    const Real* const from =
                        W.colptr(o) + a + s * m + k * (b + s * n + k * block.first);
                    for (Index c = 0; c < here; ++c) to[c] = from[k * k * c];
                    std::fill(to + here, to + side, Real{0});
                }
        }
    return packed;
}

// ---- 3. correlation: forward and input gradient ----

struct Correlation {
    Index channels;          // of the source
    PaddedPlanes source;     // of one sample
    std::vector<Index> taps; // where each tap reads, counted from where the output reads
    Index filters;           // = channels of the target
    const Real* weights;     // packed
    const Real* start;       // of each filter's sum (the bias), rounded up
    Index rows, cols;        // of outputs
    Index first, step;       // output (u, v) stands at first + step·(u + target_rows·v) …
    Index target_rows, target_plane; // … in a plane of this size
};

// One block of filters, output columns first … last − 1: into `y`, width numbers a place.
template <int V>
void correlate_block(const Correlation& job, const Real* padded, const Block& block, Index first,
                     Index last, Vector* y)
{
    const auto count = static_cast<Index>(job.taps.size());
    const auto* const weights = reinterpret_cast<const Vector*>(job.weights + block.first * count);
    const auto* const start = reinterpret_cast<const Vector*>(job.start + block.first);
    const Index column = job.source.padded_rows, most = most_places(V);
    const bool short_columns = job.rows <= most / 2;
    const Index pieces = (job.rows + most - 1) / most;
    for (Index v = first; v < last;) {
        const bool pair = short_columns && v + 1 < last;
        for (Index piece = 0; piece < pieces; ++piece) {
            const Index u = piece_begin(job.rows, pieces, piece);
            const Index places = piece_begin(job.rows, pieces, piece + 1) - u;
            const CorrelateTile tile =
                pair ? correlate_tile_for<2, V>(places) : correlate_tile_for<1, V>(places);
            tile(padded + u + v * column, column, job.taps.data(), count, weights, start,
                 y + ((v - first) * job.rows + u) * V, job.rows);
        }
        v += pair ? 2 : 1;
    }
}

void correlate_sample(const Correlation& job, const Real* padded, const Block& block, Index first,
                      Index last, Real* places, Real* target)
{
    auto* const y = reinterpret_cast<Vector*>(places);
    if (block.V == 2)
        correlate_block<2>(job, padded, block, first, last, y);
    else
        correlate_block<1>(job, padded, block, first, last, y);
    const Index width = lanes * static_cast<Index>(block.V);
    const Index here = std::min(width, job.filters - block.first);
    target += job.target_plane * block.first + job.first;
    if (job.step == 1 && job.rows == job.target_rows) {
        places_to_planes(places, width, (last - first) * job.rows, target + first * job.target_rows,
                         job.target_plane, here);
        return;
    }
    for (Index c = 0; c < here; ++c)
        for (Index v = first; v < last; ++v)
            for (Index u = 0; u < job.rows; ++u)
                target[job.target_plane * c + job.step * (u + job.target_rows * v)] =
                    places[((v - first) * job.rows + u) * width + c];
}

// A thread takes whole samples, a few at a time so that weights read once serve them all; when
// there are fewer samples than would keep all threads busy, also slabs of columns.
void correlate(const Correlation& job, const Matrix& x, Matrix& y)
{
    constexpr Index close = 1 << 16; // padded numbers that stay in the second-level cache
    const auto team = static_cast<Index>(threads());
    const Index batch = x.n_cols, padded_size = job.source.size(job.channels);
    const Index slabs = batch % team == 0 || batch >= 8 * team ? 1 : std::min(team, job.cols);
    const Index together = std::max<Index>(1, close / std::max<Index>(1, padded_size));
    const std::vector<Block> blocks = blocks_of(job.filters);
#pragma omp parallel num_threads(static_cast <int>(std::min(team, batch * slabs))) if (team > 1)
    {
        const auto threads_here = static_cast<Index>(omp_get_num_threads());
        const auto me = static_cast<Index>(omp_get_thread_num());
        const Index begin = piece_begin(batch * slabs, threads_here, me);
        const Index end = piece_begin(batch * slabs, threads_here, me + 1);
        AlignedBuffer padded(together * padded_size);
        AlignedBuffer places(2 * lanes * job.rows * job.cols);
        for (Index unit = begin; unit < end;) {
            const Index chunk = slabs > 1 ? 1 : std::min(together, end - unit);
            const Index sample = unit / slabs, slab = unit % slabs;
            for (Index n = 0; n < chunk; ++n)
                copy_padded(x.colptr(sample + n), job.source, job.channels,
                            padded.data() + n * padded_size);
            for (const Block& block : blocks)
                for (Index n = 0; n < chunk; ++n)
                    correlate_sample(job, padded.data() + n * padded_size, block,
                                     piece_begin(job.cols, slabs, slab),
                                     piece_begin(job.cols, slabs, slab + 1), places.data(),
                                     y.colptr(sample + n));
            unit += chunk;
        }
    }
}

PaddedPlanes padded_input(const ConvSize& size)
{
    const auto padded = [&](Index n) {
        return (n + 2 * size.padding + size.stride - 1) / size.stride;
    };
    return {.rows = size.rows,
            .cols = size.cols,
            .front = size.padding,
            .stride = size.stride,
            .phases = std::min(size.stride, size.kernel),
            .padded_rows = padded(size.rows),
            .padded_cols = padded(size.cols)};
}

// Offsets of the taps in the order of W's rows.
std::vector<Index> taps_of(const ConvSize& size, const PaddedPlanes& planes)
{
    std::vector<Index> taps;
    for (Index c = 0; c < size.in_channels; ++c)
        for (Index n = 0; n < size.kernel; ++n)
            for (Index m = 0; m < size.kernel; ++m) taps.push_back(planes.offset(m, n, c));
    return taps;
}

// ---- the weight gradient ----

// One sample's share of one block of filters, for all taps.
template <int V>
void add_weight_gradient(const ConvSize& size, const PaddedPlanes& planes,
                         const std::vector<Index>& taps, const Real* padded, const Real* places,
                         Real* dW)
{
    const Index most = most_places(V), pieces = (taps.size() + most - 1) / most;
    for (Index piece = 0; piece < pieces; ++piece) {
        const Index t = piece_begin(taps.size(), pieces, piece);
        const Index here = piece_begin(taps.size(), pieces, piece + 1) - t;
        weight_tile_for<V>(here)(padded, planes.padded_rows, taps.data() + t,
                                 reinterpret_cast<const Vector*>(places), size.out_rows(),
                                 size.out_cols(), reinterpret_cast<Vector*>(dW) + t * V);
    }
}

} // namespace

Matrix conv_forward(const ConvSize& size, const Matrix& x, const Matrix& W, const Matrix& b)
{
    const Index filters = size.out_channels;
    const AlignedBuffer weights = pack_filters(W);
    AlignedBuffer start(rounded_up(filters));
    std::fill_n(start.data(), rounded_up(filters), Real{0});
    std::copy(b.begin(), b.end(), start.data());
    Matrix y(size.outputs(), x.n_cols, arma::fill::none);
    const PaddedPlanes planes = padded_input(size);
    correlate({.channels = size.in_channels,
               .source = planes,
               .taps = taps_of(size, planes),
               .filters = filters,
               .weights = weights.data(),
               .start = start.data(),
               .rows = size.out_rows(),
               .cols = size.out_cols(),
               .first = 0,
               .step = 1,
               .target_rows = size.out_rows(),
               .target_plane = size.out_rows() * size.out_cols()},
              x, y);
    return y;
}

Matrix conv_input_gradient(const ConvSize& size, const Matrix& W, const Matrix& dy)
{
    const Index k = size.kernel, s = size.stride, p = size.padding;
    Matrix dx(size.inputs(), dy.n_cols, arma::fill::none);
    if (k < s) dx.zeros(); // inputs that no output reads
    AlignedBuffer start(rounded_up(size.in_channels));
    std::fill_n(start.data(), rounded_up(size.in_channels), Real{0});

    const Index front = (k + s - 1) / s - 1; // taps reach back that far
    const auto padded = [&](Index n, Index out) {
        return front + std::max(out, (n - 1 + p) / s + 1);
    };
    const PaddedPlanes planes{.rows = size.out_rows(),
                              .cols = size.out_cols(),
                              .front = front,
                              .stride = 1,
                              .phases = 1,
                              .padded_rows = padded(size.rows, size.out_rows()),
                              .padded_cols = padded(size.cols, size.out_cols())};
    // Padded input row s·u + a is read by output row u − μ with tap a + s·μ.
    for (Index b = 0; b < std::min(s, k); ++b)
        for (Index a = 0; a < std::min(s, k); ++a) {
            const Positions rows = inside(size.rows, p, s, a, planes.padded_rows);
            const Positions cols = inside(size.cols, p, s, b, planes.padded_cols);
            if (rows.first == rows.last || cols.first == cols.last) continue;
            const Index height = (k - a + s - 1) / s, width = (k - b + s - 1) / s;
            std::vector<Index> taps;
            for (Index o = 0; o < size.out_channels; ++o)
                for (Index n = 0; n < width; ++n)
                    for (Index m = 0; m < height; ++m)
                        taps.push_back(
                            planes.offset(rows.first + front - m, cols.first + front - n, o));
            const AlignedBuffer weights = pack_channels(size, W, a, b, height, width);
            correlate({.channels = size.out_channels,
                       .source = planes,
                       .taps = std::move(taps),
                       .filters = size.in_channels,
                       .weights = weights.data(),
                       .start = start.data(),
                       .rows = rows.last - rows.first,
                       .cols = cols.last - cols.first,
                       .first = s * rows.first + a - p + size.rows * (s * cols.first + b - p),
                       .step = s,
                       .target_rows = size.rows,
                       .target_plane = size.rows * size.cols},
                      dy, dx);
        }
    return dx;
}

Matrix conv_weight_gradient(const ConvSize& size, const Matrix& x, const Matrix& dy)
{
    constexpr Index close = 1 << 16;
    const PaddedPlanes planes = padded_input(size);
    const std::vector<Index> taps = taps_of(size, planes);
    const std::vector<Block> blocks = blocks_of(size.out_channels);
    const Index places = size.out_rows() * size.out_cols();
    const Index padded_size = planes.size(size.in_channels);
    const Index places_size = rounded_up(size.out_channels) * places;
    const Index share_size = rounded_up(size.out_channels) * taps.size();
    const Index team = std::min<Index>(static_cast<Index>(threads()), x.n_cols);
    const Index together =
        std::max<Index>(1, close / std::max<Index>(1, padded_size + places_size));
    // Each thread sums over its samples; the shares are added in the order of the threads.
    std::vector<AlignedBuffer> shares(team);
#pragma omp parallel num_threads(static_cast <int>(team)) if (team > 1)
    {
        const auto threads_here = static_cast<Index>(omp_get_num_threads());
        const auto me = static_cast<Index>(omp_get_thread_num());
        shares[me] = AlignedBuffer(share_size);
        Real* const share = shares[me].data();
        std::fill_n(share, share_size, Real{0});
        AlignedBuffer padded(together * padded_size), upstream(together * places_size);
        const Index end = piece_begin(x.n_cols, threads_here, me + 1);
        for (Index sample = piece_begin(x.n_cols, threads_here, me); sample < end;) {
            const Index chunk = std::min(together, end - sample);
            for (Index n = 0; n < chunk; ++n) {
                copy_padded(x.colptr(sample + n), planes, size.in_channels,
                            padded.data() + n * padded_size);
                for (const Block& block : blocks) {
                    const Index width = lanes * static_cast<Index>(block.V);
                    planes_to_places(dy.colptr(sample + n) + block.first * places, places,
                                     size.out_channels - block.first, places,
                                     upstream.data() + n * places_size + block.first * places,
                                     width);
                }
            }
            for (const Block& block : blocks)
                for (Index n = 0; n < chunk; ++n) {
                    const auto add = block.V == 2 ? add_weight_gradient<2> : add_weight_gradient<1>;
                    add(size, planes, taps, padded.data() + n * padded_size,
                        upstream.data() + n * places_size + block.first * places,
                        share + block.first * taps.size());
                }
            sample += chunk;
        }
    }
    Real* const sum = shares[0].data();
#pragma omp parallel for num_threads(threads()) if (share_size > worth_a_thread)
    for (Index i = 0; i < share_size; ++i)
        for (Index t = 1; t < team; ++t)
            if (shares[t].data() != nullptr) sum[i] += shares[t].data()[i];
    Matrix dW(size.fan_in(), size.out_channels, arma::fill::none);
#pragma omp parallel for num_threads(threads()) if (share_size > worth_a_thread)
    for (const Block& block : blocks)
        places_to_planes(sum + block.first * taps.size(), lanes * static_cast<Index>(block.V),
                         taps.size(), dW.colptr(block.first), dW.n_rows,
                         size.out_channels - block.first);
    return dW;
}

Matrix channel_sums(const Matrix& dy, Index channels)
{
    const Index plane = dy.n_rows / channels;
    Matrix sums(channels, 1, arma::fill::zeros);
    for (Index n = 0; n < dy.n_cols; ++n)
        for (Index c = 0; c < channels; ++c) {
            const Real* const numbers = dy.colptr(n) + c * plane;
            Real sum = 0;
#pragma omp simd reduction(+ : sum)
            for (Index i = 0; i < plane; ++i) sum += numbers[i];
            sums[c] += sum;
        }
    return sums;
}

} // namespace descente
