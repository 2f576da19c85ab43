#include "kernels/winograd.hpp"

#include "base/cpu.hpp"
#include "kernels/filter_blocks.hpp"
#include "kernels/planes.hpp"
#include "kernels/tiled_product.hpp"
#include "kernels/winograd_transforms.hpp"

namespace descente {

namespace {

using namespace winograd;
constexpr Index all_points = points * points; // of a tile
constexpr Index side = tile;

Vector* registers(Real* numbers) { return reinterpret_cast<Vector*>(numbers); }

// Tile columns first … first + count − 1 of one image.
struct Slab {
    Index first, count;
};

// Images of one convolution, cut into tiles: those that are read, with their border of zeros, or
// those that are written.
struct Tiles {
    Index rows, cols, channels;
    Index front;        ///< zeros before the image
    Index overlap;      ///< numbers that a tile has in common with the next: 2 where it is read
    Index down, across; ///< tiles

    Index height() const { return side * down + overlap; } ///< of a column with its border
    Index room(Slab slab) const { return height() * (side * slab.count + overlap) * lanes; }
    Index width() const { return pieces_of(channels, lanes); } ///< registers of a place
    /// Numbers between a point of a tile and the next of `count` tiles: a register more than there
    /// are, so that not all points fall into the same few lines of the cache.
    Index next_point(Index count) const { return (count * width() + 1) * lanes; }
};

// `lanes` channels of a slab of one image, side by side, within the border that is there already.
void copy_bordered(const Tiles& t, Slab slab, const Real* planes, Index channels, Vector* places)
{
    constexpr Index most = 64; // places that are turned at a time
    alignas(vector_bytes) Real turned[most * lanes];
    const Index left = side * slab.first; // of the image with its border
    const Index begin = left > t.front ? left - t.front : 0;
    const Index end = std::min(t.cols, left + side * slab.count + t.overlap - t.front);
    const Index first = begin * t.rows, last = end * t.rows;
    for (Index from = first; from < last; from += most) {
        const Index count = std::min(most, last - from);
        planes_to_places(planes + from, t.rows * t.cols, channels, count, turned, lanes);
        for (Index p = 0; p < count;) {
            const Index i = (from + p) % t.rows, j = (from + p) / t.rows;
            const Index run = std::min(t.rows - i, count - p);
            std::copy_n(registers(turned) + p, run,
                        places + (j + t.front - left) * t.height() + t.front + i);
            p += run;
        }
    }
}

using Transform = void (*)(const Vector*, Index, Vector*, Index);

// For each tile of a slab and each channel, `from_side`² numbers at all points, by the transform of
// one direction: to V[point][tile][channel], `next` numbers from point to point.
template <Transform at_points, int from_side>
void transform(const Tiles& t, Slab slab, const Real* image, Real* places, Real* V, Index next)
{
    for (Index c = 0; c < t.channels; c += lanes) {
        copy_bordered(t, slab, image + c * t.rows * t.cols, std::min(lanes, t.channels - c),
                      registers(places));
        for (Index v = 0; v < slab.count; ++v)
            for (Index u = 0; u < t.down; ++u) {
                const Vector* const from = registers(places) + side * (v * t.height() + u);
                Real* const to = V + (u + t.down * v) * t.width() * lanes + c;
                Vector half[from_side][points], row[points];
#pragma GCC unroll 6
                for (int j = 0; j < from_side; ++j)
                    at_points(from + static_cast<Index>(j) * t.height(), 1, half[j], 1);
#pragma GCC unroll 6
                for (int i = 0; i < points; ++i) {
                    at_points(&half[0][i], points, row, 1);
#pragma GCC unroll 6
                    for (int j = 0; j < points; ++j)
                        store(to + static_cast<Index>(i + points * j) * next, row[j]);
                }
            }
    }
}

// Back: from M[point][tile][channel] the numbers of each tile, plus b, into the planes of an image.
void transform_back(const Tiles& t, Slab slab, const Real* M, Index next, const Real* b,
                    Real* places, Real* image)
{
    for (Index c = 0; c < t.channels; c += lanes) {
        Vector* const to = registers(places);
        const Vector bias = load(b + c);
        for (Index v = 0; v < slab.count; ++v)
            for (Index u = 0; u < t.down; ++u) {
                const Real* const from = M + (u + t.down * v) * t.width() * lanes + c;
                Vector half[points][tile], column[points];
#pragma GCC unroll 6
                for (int j = 0; j < points; ++j) {
#pragma GCC unroll 6
                    for (int i = 0; i < points; ++i)
                        column[i] = load(from + static_cast<Index>(i + points * j) * next);
                    outputs_of_points(column, 1, half[j], 1);
                }
#pragma GCC unroll 4
                for (int i = 0; i < tile; ++i) {
                    outputs_of_points(&half[0][i], tile, column, 1);
#pragma GCC unroll 4
                    for (int j = 0; j < tile; ++j)
                        to[(side * v + static_cast<Index>(j)) * t.height() + side * u +
                           static_cast<Index>(i)] = column[j] + bias;
                }
            }
        const Index first = side * slab.first;
        const Index cols = std::min(t.cols - first, side * slab.count);
        if (t.height() != t.rows) // what lies below the image goes
            for (Index j = 1; j < cols; ++j)
                std::copy_n(to + j * t.height(), t.rows, to + j * t.rows);
        places_to_planes(places, lanes, t.rows * cols, image + (c * t.cols + first) * t.rows,
                         t.rows * t.cols, std::min(lanes, t.channels - c));
    }
}

// U[point][channel][filter] of 3×3 filters: the column of each filter has its channels one after
// the other. `turned`: for the input gradient filters become channels, and each is turned round.
AlignedBuffer filters_at_points(const Matrix& W, bool turned)
{
    constexpr Index taps = filter_side * filter_side;
    const Index channels = turned ? W.n_cols : W.n_rows / taps;
    const Index filters = turned ? W.n_rows / taps : W.n_cols;
    const Index width = padded_count(filters);
    AlignedBuffer U(all_points * channels * width);
#pragma omp parallel for collapse(2) num_threads(threads_for_pass(all_points* W.n_elem / taps))
    for (Index first = 0; first < filters; first += lanes)
        for (Index c = 0; c < channels; ++c) {
            alignas(vector_bytes) Real g[taps * lanes];
            const Index here = std::min(lanes, filters - first);
            if (turned) {
                planes_to_places(W.colptr(c) + taps * first, taps, here, taps, g, lanes);
                std::reverse(registers(g), registers(g) + taps);
            } else {
                planes_to_places(W.colptr(first) + taps * c, W.n_rows, here, taps, g, lanes);
            }
            Vector half[filter_side][points], row[points];
            for (int n = 0; n < filter_side; ++n)
                filter_at_points(registers(g) + filter_side * n, 1, half[n], 1);
            for (int i = 0; i < points; ++i) {
                filter_at_points(&half[0][i], points, row, 1);
                for (int j = 0; j < points; ++j) {
                    const auto point = static_cast<Index>(i + points * j);
                    store(U.data() + (point * channels + c) * width + first, row[j]);
                }
            }
        }
    return U;
}

// Samples whose transformed images stay in the second-level cache, or are as many as make reading
// the transformed filters worth while.
Index samples_together(const Tiles& a, const Tiles& b)
{
    constexpr Index close = (1 << 19) / sizeof(Real);
    const Index width = (a.width() + b.width()) * lanes;
    const Index filters = all_points * a.channels * b.width() * lanes;
    const Index sample = all_points * a.down * a.across * width;
    return std::max<Index>(1, std::max(close, 2 * filters) / sample);
}

// Tiles of the inputs of a correlation (with their border) and of its outputs.
std::pair<Tiles, Tiles> tiles_of(Index rows, Index cols, Index channels, Index filters, Index front)
{
    constexpr Index overlap = filter_side - 1;
    const Index out_rows = rows + 2 * front - overlap, out_cols = cols + 2 * front - overlap;
    const Index down = pieces_of(out_rows, side), across = pieces_of(out_cols, side);
    return {{rows, cols, channels, front, overlap, down, across},
            {out_rows, out_cols, filters, 0, 0, down, across}};
}

Matrix correlate(const std::pair<Tiles, Tiles>& sizes, const Matrix& x, const AlignedBuffer& U,
                 const Matrix& b)
{
    const Tiles &in = sizes.first, &out = sizes.second;
    Matrix y(out.rows * out.cols * out.channels, x.n_cols, arma::fill::none);
    AlignedBuffer bias(padded_count(out.channels), 0);
    std::copy(b.begin(), b.end(), bias.data());
    const auto team = static_cast<Index>(
        threads_for(static_cast<double>(y.n_elem) * static_cast<double>(in.channels)));
    // A thread takes whole samples; where there are too few of them, slabs.
    const Index parts =
        x.n_cols % team == 0 || x.n_cols >= 8 * team ? 1 : std::min(team, in.across);
    const Index together = parts > 1 ? 1 : samples_together(in, out);
    const Index units = x.n_cols * parts;
    for_each_share(units, team, [&](Index /*thread*/, Index begin, Index end) {
        const Index tiles = std::min(together, units) * in.down * pieces_of(in.across, parts);
        const Index next_in = in.next_point(tiles), next_out = out.next_point(tiles);
        const Slab widest{0, pieces_of(in.across, parts)};
        AlignedBuffer V(all_points * next_in), M(all_points * next_out);
        AlignedBuffer places(in.room(widest), 0), results(out.room(widest));
        for (Index unit = begin; unit < end;) {
            const Index count = std::min(together, end - unit), part = unit % parts;
            const Index first = piece_begin(in.across, parts, part);
            const Slab slab{first, piece_begin(in.across, parts, part + 1) - first};
            const Index each = in.down * slab.count;
            if (parts > 1) std::fill_n(places.data(), in.room(widest), Real{0});
            for (Index n = 0; n < count; ++n)
                transform<input_at_points, points>(
                    in, slab, x.colptr((unit + n) / parts), places.data(),
                    V.data() + n * each * in.width() * lanes, next_in);
            for (Index p = 0; p < all_points; ++p)
                tiled_product({V.data() + p * next_in, in.width() * lanes, true}, count * each,
                              in.channels, U.data() + p * in.channels * out.width() * lanes,
                              M.data() + p * next_out, {out.width() * lanes, 0, out.width()},
                              false);
            for (Index n = 0; n < count; ++n)
                transform_back(out, slab, M.data() + n * each * out.width() * lanes, next_out,
                               bias.data(), results.data(), y.colptr((unit + n) / parts));
            unit += count;
        }
    });
    return y;
}

} // namespace

bool winograd_pays(const ConvSize& size, Index batch)
{
    const Index tiles = pieces_of(size.out_rows(), side) * pieces_of(size.out_cols(), side);
    return !direct_sums() && size.kernel == filter_side && size.stride == 1 && size.padding <= 2 &&
           size.in_channels >= 16 && size.out_channels >= 16 && batch * tiles >= 64;
}

Matrix winograd_forward(const ConvSize& size, const Matrix& x, const Matrix& W, const Matrix& b)
{
    return correlate(
        tiles_of(size.rows, size.cols, size.in_channels, size.out_channels, size.padding), x,
        filters_at_points(W, false), b);
}

Matrix winograd_input_gradient(const ConvSize& size, const Matrix& W, const Matrix& dy)
{
    return correlate(tiles_of(size.out_rows(), size.out_cols(), size.out_channels, size.in_channels,
                              filter_side - 1 - size.padding),
                     dy, filters_at_points(W, true), {});
}

// dU = Σ over tiles of V·(A·dy·Aᵀ), then dW = Gᵀ·dU·G. Samples are dealt to a number of groups that
// depends on sizes only, and the sums of the groups are added in their order.
Matrix winograd_weight_gradient(const ConvSize& size, const Matrix& x, const Matrix& dy)
{
    constexpr Index taps = filter_side * filter_side;
    const auto [in, out] =
        tiles_of(size.rows, size.cols, size.in_channels, size.out_channels, size.padding);
    const Index width = out.width() * lanes, sums = in.channels * width, share = all_points * sums;
    constexpr Index close = (1 << 21) / sizeof(Real); // all groups' sums stay in the cache
    const Index groups = std::min(x.n_cols, std::clamp<Index>(close / share, 2, 8));
    const Index tiles = in.down * in.across, each_in = tiles * in.width() * lanes,
                each_out = tiles * width;
    const Index together = std::min(pieces_of(x.n_cols, groups), samples_together(in, out));
    const Slab whole{0, in.across};
    const int team = threads_for(static_cast<double>(dy.n_elem) * static_cast<double>(in.channels));
    std::vector<AlignedBuffer> dU(groups);
    Matrix dW(taps * in.channels, out.channels, arma::fill::none);
#pragma omp parallel num_threads(std::min(team, static_cast <int>(groups))) if (team > 1)
    {
        const Index next_in = in.next_point(together * tiles);
        const Index next_out = out.next_point(together * tiles);
        AlignedBuffer V(all_points * next_in), M(all_points * next_out);
        AlignedBuffer places(in.room(whole), 0), upstream(out.room(whole), 0);
#pragma omp for schedule(static)
        for (Index group = 0; group < groups; ++group) {
            dU[group] = AlignedBuffer(share);
            const Index begin = piece_begin(x.n_cols, groups, group);
            const Index end = piece_begin(x.n_cols, groups, group + 1);
            for (Index sample = begin; sample < end;) {
                const Index count = std::min(together, end - sample);
                for (Index n = 0; n < count; ++n) {
                    transform<input_at_points, points>(in, whole, x.colptr(sample + n),
                                                       places.data(), V.data() + n * each_in,
                                                       next_in);
                    transform<upstream_at_points, tile>(out, whole, dy.colptr(sample + n),
                                                        upstream.data(), M.data() + n * each_out,
                                                        next_out);
                }
                for (Index p = 0; p < all_points; ++p)
                    tiled_product({V.data() + p * next_in, in.width() * lanes, false}, in.channels,
                                  count * tiles, M.data() + p * next_out,
                                  dU[group].data() + p * sums, {width, 0, out.width()},
                                  sample > begin);
                sample += count;
            }
        }
#pragma omp for schedule(static)
        for (Index c = 0; c < in.channels; ++c)
            for (Index first = 0; first < out.channels; first += lanes) {
                Vector u[points][points], half[points][filter_side], g[taps];
                for (int j = 0; j < points; ++j)
                    for (int i = 0; i < points; ++i) {
                        const auto point = static_cast<Index>(i + points * j);
                        u[j][i] = Vector{};
                        for (const AlignedBuffer& each : dU)
                            u[j][i] += load(each.data() + point * sums + c * width + first);
                    }
                for (int j = 0; j < points; ++j) filter_of_points(u[j], 1, half[j], 1);
                for (int m = 0; m < filter_side; ++m)
                    filter_of_points(&half[0][m], filter_side, g + m, filter_side);
                places_to_planes(reinterpret_cast<const Real*>(g), lanes, taps,
                                 dW.colptr(first) + taps * c, dW.n_rows,
                                 std::min(lanes, out.channels - first));
            }
    }
    return dW;
}

} // namespace descente
