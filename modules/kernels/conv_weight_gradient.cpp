// dW of a convolution: for each tap and filter, the sum of x·dy over samples and places. Each
// thread sums over its samples; the shares are added in the order of the threads.
#include "base/cpu.hpp"
#include "kernels/conv.hpp"
#include "kernels/filter_blocks.hpp"
#include "kernels/padded_planes.hpp"
#include "kernels/planes.hpp"
#include "kernels/winograd.hpp"

namespace descente {

namespace {

// What every thread needs to know.
struct Job {
    explicit Job(const ConvSize& conv)
        : size(conv),
          planes(padded_input(conv)),
          taps(taps_of(conv, planes)),
          blocks(filter_blocks(conv.out_channels)),
          few(blocks.front().registers == 0)
    {
    }

    // dy, of one sample: planes with the columns as far apart as in x, or the filters side by side.
    Index upstream_size() const
    {
        return few ? size.out_channels * registers() * lanes
                   : padded_count(size.out_channels) * size.out_rows() * size.out_cols();
    }
    Index registers() const // of places, from the first to the last output
    {
        return pieces_of((size.out_cols() - 1) * planes.padded_rows + size.out_rows(), lanes);
    }
    Index share_size() const
    {
        return taps.size() * (few ? size.out_channels * lanes : padded_count(size.out_channels));
    }

    const ConvSize& size;
    const PaddedPlanes planes;
    const std::vector<Index> taps;
    const std::vector<FilterBlock> blocks;
    const bool few;
};

// Of few filters, the zeros between the columns must be there already.
void copy_upstream(const Job& job, const Real* dy, Real* target)
{
    const Index rows = job.size.out_rows(), cols = job.size.out_cols(), places = rows * cols;
    if (!job.few) {
        for (const FilterBlock& block : job.blocks)
            planes_to_places(dy + block.first * places, places, block.count, places,
                             target + block.first * places, block.width);
        return;
    }
    for (Index f = 0; f < job.size.out_channels; ++f)
        for (Index j = 0; j < cols; ++j)
            std::copy_n(dy + f * places + j * rows, rows,
                        target + f * job.registers() * lanes + j * job.planes.padded_rows);
}

template <int V>
void add_many(const Job& job, Samples samples, const Real* padded, const Real* upstream,
              Vector* share)
{
    for_each_piece(job.taps.size(), most_places(V), [&](Index t, Index count) {
        with_size<most_places(V)>(count, [&]<int T>() {
            weight_tile<T, V>(samples, padded, job.planes.padded_rows, job.taps.data() + t,
                              upstream, job.size.out_rows(), job.size.out_cols(), share + t * V);
        });
    });
}

void add_few(const Job& job, Samples samples, const FilterBlock& block, const Real* padded,
             const Real* upstream, Vector* share)
{
    const Index filters = job.size.out_channels, filter = job.registers() * lanes;
    for_each_piece(job.taps.size(), few_taps, [&](Index t, Index count) {
        with_size<few_taps>(count, [&]<int T>() {
            with_size<most_few>(block.count, [&]<int F>() {
                weight_few_tile<T, F>(samples, padded, job.taps.data() + t,
                                      upstream + block.first * filter, filter, job.registers(),
                                      share + t * filters + block.first, filters);
            });
        });
    });
}

// What some samples add for one block of filters and all taps.
void add_samples(const Job& job, Samples samples, const FilterBlock& block, const Real* padded,
                 const Real* upstream, Real* share)
{
    const Index places = job.size.out_rows() * job.size.out_cols();
    auto* const to =
        reinterpret_cast<Vector*>(share + (job.few ? 0 : block.first * job.taps.size()));
    if (job.few)
        add_few(job, samples, block, padded, upstream, to);
    else
        with_size<2>(block.registers, [&]<int V>() {
            add_many<V>(job, samples, padded, upstream + block.first * places, to);
        });
}

// The sum of all shares, as dW.
Matrix unpacked(const Job& job, const Real* sum)
{
    const Index taps = job.taps.size(), filters = job.size.out_channels;
    Matrix dW(taps, filters, arma::fill::none);
    if (job.few) {
        for (Index t = 0; t < taps; ++t)
            for (Index f = 0; f < filters; ++f) {
                Real total = 0;
                for (Index l = 0; l < lanes; ++l) total += sum[(t * filters + f) * lanes + l];
                dW.at(t, f) = total;
            }
        return dW;
    }
#pragma omp parallel for num_threads(threads_for_pass(dW.n_elem))
    for (const FilterBlock& block : job.blocks)
        places_to_planes(sum + block.first * taps, block.width, taps, dW.colptr(block.first), taps,
                         block.count);
    return dW;
}

} // namespace

Matrix conv_weight_gradient(const ConvSize& size, const Matrix& x, const Matrix& dy)
{
    if (winograd_pays(size, x.n_cols)) return winograd_weight_gradient(size, x, dy);
    constexpr Index close = 1 << 16; // numbers that stay in the second-level cache
    const Job job(size);
    const Index padded_size = job.planes.size(size.in_channels);
    const Index upstream_size = job.upstream_size(), share_size = job.share_size();
    const auto team =
        static_cast<Index>(threads_for(static_cast<double>(size.fan_in() * dy.n_elem)));
    const Index together = std::min(pieces_of(x.n_cols, team),
                                    std::max<Index>(1, close / (padded_size + upstream_size)));
    std::vector<AlignedBuffer> shares(team);
    for_each_share(x.n_cols, team, [&](Index me, Index begin, Index end) {
        shares[me] = AlignedBuffer(share_size, 0);
        Real* const share = shares[me].data();
        // The last register of places may reach beyond the last plane, where 0·NaN would count.
        AlignedBuffer padded(together * padded_size + lanes, 0);
        AlignedBuffer upstream(together * upstream_size, 0); // of few filters, zeros stay between
        for (Index sample = begin; sample < end;) {
            const Index chunk = std::min(together, end - sample);
            for (Index n = 0; n < chunk; ++n) {
                copy_padded(x.colptr(sample + n), job.planes, size.in_channels,
                            padded.data() + n * padded_size);
                copy_upstream(job, dy.colptr(sample + n), upstream.data() + n * upstream_size);
            }
            for (const FilterBlock& block : job.blocks)
                add_samples(job, {chunk, padded_size, upstream_size}, block, padded.data(),
                            upstream.data(), share);
            sample += chunk;
        }
    });
    Real* const sum = shares[0].data();
#pragma omp parallel for num_threads(threads_for_pass(share_size))
    for (Index i = 0; i < share_size; ++i)
        for (Index t = 1; t < team; ++t)
            if (shares[t].data() != nullptr) sum[i] += shares[t].data()[i];
    return unpacked(job, sum);
}

} // namespace descente
