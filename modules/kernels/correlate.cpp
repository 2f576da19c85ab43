#include "kernels/correlate.hpp"

#include "base/cpu.hpp"
#include "kernels/planes.hpp"

#include <utility>

namespace descente {

namespace {

// One block of many filters, output columns first … last − 1: into `y`, V registers a place.
template <int V>
void run_tiles(const Correlation& job, const Real* padded, const FilterBlock& block, Index first,
               Index last, Vector* y)
{
    const auto count = static_cast<Index>(job.taps.size());
    const auto* const weights = reinterpret_cast<const Vector*>(job.weights + block.first * count);
    const auto* const start = reinterpret_cast<const Vector*>(job.start + block.first);
    const Index column = job.source.padded_rows;
    constexpr int most = most_places(V);
    const bool short_columns = job.rows <= most / 2;
    for (Index v = first, columns; v < last; v += columns) {
        columns = short_columns && v + 1 < last ? 2 : 1;
        for_each_piece(job.rows, most, [&](Index u, Index places) {
            with_size<2>(columns, [&]<int Q>() {
                with_size<most / Q>(places, [&]<int P>() {
                    correlate_tile<P, Q, V>(padded + u + v * column, column, job.taps.data(), count,
                                            weights, start, y + ((v - first) * job.rows + u) * V,
                                            job.rows);
                });
            });
        });
    }
}

// Many filters: results come out with the filters side by side and are turned back into planes.
void correlate_many(const Correlation& job, const Real* padded, const FilterBlock& block,
                    Index first, Index last, Real* places, Real* target)
{
    auto* const y = reinterpret_cast<Vector*>(places);
    with_size<2>(block.registers,
                 [&]<int V>() { run_tiles<V>(job, padded, block, first, last, y); });
    target += job.target_plane * block.first + job.first;
    if (job.step == 1 && job.rows == job.target_rows) {
        places_to_planes(places, block.width, (last - first) * job.rows,
                         target + first * job.target_rows, job.target_plane, block.count);
        return;
    }
    const Index count = (last - first) * job.rows;
    Real* const planes = places + block.width * count;
    places_to_planes(places, block.width, count, planes, count, block.count);
    for (Index f = 0; f < block.count; ++f)
        for (Index v = first; v < last; ++v) {
            const Real* const from = planes + count * f + (v - first) * job.rows;
            Real* const to = target + job.target_plane * f + job.step * job.target_rows * v;
            for (Index u = 0; u < job.rows; ++u) to[job.step * u] = from[u];
        }
}

// Few filters: columns come out with the places between them, which are left behind.
void correlate_few(const Correlation& job, const Real* padded, const FilterBlock& block,
                   Index first, Index last, Real* places, Real* target)
{
    const Index column = job.source.padded_rows;
    const Index tiles = pieces_of((last - first - 1) * column + job.rows, tile_places);
    with_size<most_few>(block.count, [&]<int F>() {
        for (Index i = 0; i < tiles; ++i)
            correlate_few_tile<F>(padded + first * column + i * tile_places, job.taps.data(),
                                  job.taps.size(), job.weights + block.first * job.taps.size(),
                                  job.start + block.first, places + i * tile_places,
                                  tiles * tile_places);
    });
    for (Index f = 0; f < block.count; ++f)
        for (Index v = first; v < last; ++v) {
            const Real* const from = places + f * tiles * tile_places + (v - first) * column;
            Real* const to = target + job.target_plane * (block.first + f) + job.first +
                             job.step * job.target_rows * v;
            if (job.step == 1)
                std::copy_n(from, job.rows, to);
            else
                for (Index u = 0; u < job.rows; ++u) to[job.step * u] = from[u];
        }
}

} // namespace

// A thread takes whole samples, a few at a time so that weights read once serve them all; when
// there are fewer samples than would keep all threads busy, parts of them: blocks of filters, or
// slabs of columns where there are too few blocks.
void correlate(const Correlation& job, const Matrix& x, Matrix& y)
{
    constexpr Index close = 1 << 16; // padded numbers that stay in the second-level cache
    const Index batch = x.n_cols;
    const auto team = static_cast<Index>(threads_for(static_cast<double>(
        job.taps.size() * job.blocks.back().end() * job.rows * job.cols * batch)));
    const Index padded_size = job.source.size(job.channels);
    const bool by_block = job.blocks.size() >= team;
    const Index parts = batch % team == 0 || batch >= 8 * team
                            ? 1
                            : std::min(team, by_block ? job.blocks.size() : job.cols);
    const Index together = std::min(pieces_of(batch, team),
                                    std::max<Index>(1, close / std::max<Index>(1, padded_size)));
    const bool few = job.blocks.front().registers == 0;
    for_each_share(batch * parts, team, [&](Index /*thread*/, Index begin, Index end) {
        // The last tile of places may reach beyond the last plane.
        AlignedBuffer padded(together * padded_size + tile_places, 0);
        AlignedBuffer places(few ? most_few * (job.source.plane() + tile_places)
                                 : 4 * lanes * job.rows * job.cols);
        for (Index unit = begin; unit < end;) {
            const Index chunk = parts > 1 ? 1 : std::min(together, end - unit);
            const Index sample = unit / parts, part = unit % parts;
            for (Index n = 0; n < chunk; ++n)
                copy_padded(x.colptr(sample + n), job.source, job.channels,
                            padded.data() + n * padded_size);
            const auto range = [&](Index length, bool shared) {
                return shared ? std::pair{piece_begin(length, parts, part),
                                          piece_begin(length, parts, part + 1)}
                              : std::pair{Index{0}, length};
            };
            const auto [first, last] = range(job.cols, !by_block);
            const auto [first_block, end_block] = range(job.blocks.size(), by_block);
            for (Index b = first_block; b < end_block; ++b)
                for (Index n = 0; n < chunk; ++n) {
                    const auto run = few ? correlate_few : correlate_many;
                    run(job, padded.data() + n * padded_size, job.blocks[b], first, last,
                        places.data(), y.colptr(sample + n));
                }
            unit += chunk;
        }
    });
}

} // namespace descente
