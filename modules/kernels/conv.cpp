// Forward and input gradient are both a correlation (correlate.hpp): for the input gradient, dy
// takes the place of x, the weights of each input channel that of the weights of each filter, and
// the taps go backwards; with stride s, once for each of the s × s ways in which an input can lie
// between outputs. The weight gradient, which sums over places, is in conv_weight_gradient.cpp.
#include "kernels/conv.hpp"

#include "base/cpu.hpp"
#include "kernels/correlate.hpp"
#include "kernels/planes.hpp"
#include "kernels/window.hpp"
#include "kernels/winograd.hpp"

#include <atomic>

namespace descente {

namespace {

std::atomic<bool> all_direct{false};

// packed[block][tap][filter of the block] = W(tap, filter); zeros where there is no filter.
AlignedBuffer pack_filters(const Matrix& W, const std::vector<FilterBlock>& blocks)
{
    AlignedBuffer packed(padded_count(W.n_cols) * W.n_rows);
    constexpr Index chunk = 8 * lanes; // taps
    const Index chunks = pieces_of(W.n_rows, chunk);
#pragma omp parallel for collapse(2) num_threads(threads_for_pass(W.n_elem))
    for (const FilterBlock& block : blocks)
        for (Index i = 0; i < chunks; ++i) {
            const Index first = i * chunk, count = std::min(chunk, W.n_rows - first);
            Real* const to = packed.data() + block.first * W.n_rows + first * block.width;
            planes_to_places(W.colptr(block.first) + first, W.n_rows, block.count, count, to,
                             block.width);
        }
    return packed;
}

// packed[block][tap (m, n) of filter o][input channel of the block], for the taps a + s·m, b + s·n;
// of few channels, packed[input channel][tap].
AlignedBuffer pack_channels(const ConvSize& size, const Matrix& W,
                            const std::vector<FilterBlock>& blocks, Index a, Index b, Index height,
                            Index width)
{
    const Index k = size.kernel, s = size.stride, taps = height * width * size.out_channels;
    AlignedBuffer packed(padded_count(size.in_channels) * taps);
#pragma omp parallel for num_threads(threads_for_pass(W.n_elem))
    for (Index o = 0; o < size.out_channels; ++o)
        for (const FilterBlock& block : blocks) {
            const bool few = block.registers == 0;
            const Index next_channel = few ? taps : 1, next_tap = few ? 1 : block.width;
            Real* to = packed.data() + block.first * taps + o * height * width * next_tap;
            for (Index n = 0; n < width; ++n)
                for (Index m = 0; m < height; ++m, to += next_tap) {
                    const Real* const from =
                        W.colptr(o) + a + s * m + k * (b + s * n + k * block.first);
                    for (Index c = 0; c < block.count; ++c) to[c * next_channel] = from[k * k * c];
                    if (!few) std::fill(to + block.count, to + block.width, Real{0});
                }
        }
    return packed;
}

} // namespace

void set_direct_sums(bool direct) { all_direct = direct; }
bool direct_sums() { return all_direct; }

Matrix conv_forward(const ConvSize& size, const Matrix& x, const Matrix& W, const Matrix& b)
{
    if (winograd_pays(size, x.n_cols)) return winograd_forward(size, x, W, b);
    const Index filters = size.out_channels;
    const std::vector<FilterBlock> blocks =
        filter_blocks(filters, size.out_rows() * size.out_cols() * x.n_cols);
    const bool as_they_lie = blocks.front().registers == 0;
    const AlignedBuffer packed = as_they_lie ? AlignedBuffer() : pack_filters(W, blocks);
    AlignedBuffer start(padded_count(filters), 0);
    std::copy(b.begin(), b.end(), start.data());
    Matrix y(size.outputs(), x.n_cols, arma::fill::none);
    const PaddedPlanes planes = padded_input(size);
    correlate({.channels = size.in_channels,
               .source = planes,
               .taps = taps_of(size, planes),
               .blocks = blocks,
               .weights = as_they_lie ? W.memptr() : packed.data(),
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
    if (winograd_pays(size, dy.n_cols)) return winograd_input_gradient(size, W, dy);
    const Index k = size.kernel, s = size.stride, p = size.padding;
    Matrix dx(size.inputs(), dy.n_cols, arma::fill::none);
    if (k < s) dx.zeros(); // inputs that no output reads
    const AlignedBuffer start(padded_count(size.in_channels), 0);
    const std::vector<FilterBlock> blocks = filter_blocks(size.in_channels);
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
            const AlignedBuffer weights = pack_channels(size, W, blocks, a, b, height, width);
            correlate({.channels = size.out_channels,
                       .source = planes,
                       .taps = std::move(taps),
                       .blocks = blocks,
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

Matrix channel_sums(const Matrix& dy, Index channels)
{
    const Index plane = dy.n_rows / channels;
    Matrix sums(channels, 1, arma::fill::none);
#pragma omp parallel for num_threads(threads_for_pass(dy.n_elem))
    for (Index c = 0; c < channels; ++c) {
        Real total = 0;
        for (Index n = 0; n < dy.n_cols; ++n) {
            const Real* const numbers = dy.colptr(n) + c * plane;
            Real sum = 0;
#pragma omp simd reduction(+ : sum)
            for (Index i = 0; i < plane; ++i) sum += numbers[i];
            total += sum;
        }
        sums[c] = total;
    }
    return sums;
}

} // namespace descente
