#include "kernels/pool.hpp"

#include "kernels/cpu.hpp"
#include "kernels/window.hpp"

#include <limits>

namespace descente {

namespace {

// Calls visit(first output, first input, count) for each run of outputs in one column of one plane
// that read the same number of their window; `x` advances by the stride. Offsets are in a column of
// the batch.
template <class Visit>
void for_each_run_of_windows(const PoolSize& size, const Visit& visit)
{
    const Index out_rows = size.out_rows(), out_cols = size.out_cols();
    for (Index c = 0; c < size.channels; ++c)
        for (Index n = 0; n < size.window; ++n) {
            const Positions cols = inside(size.cols, size.padding, size.stride, n, out_cols);
            for (Index j = cols.first; j < cols.last; ++j)
                for (Index m = 0; m < size.window; ++m) {
                    const Positions rows =
                        inside(size.rows, size.padding, size.stride, m, out_rows);
                    if (rows.first == rows.last) continue;
                    const Index col = size.stride * j + n - size.padding;
                    const Index row = size.stride * rows.first + m - size.padding;
                    visit(rows.first + out_rows * (j + out_cols * c),
                          row + size.rows * (col + size.cols * c), rows.last - rows.first);
                }
        }
}

// Takes the larger of y and x, x being read at every stride-th place from `place` on.
void keep_larger(Real* y, std::uint32_t* winner, const Real* x, std::uint32_t place, Index count,
                 Index stride)
{
    const auto step = static_cast<std::uint32_t>(stride), end = static_cast<std::uint32_t>(count);
#pragma omp simd
    for (std::uint32_t u = 0; u < end; ++u) {
        const Real here = x[place + step * u];
        const bool wins = here > y[u] || here != here;
        y[u] = wins ? here : y[u];
        winner[u] = wins ? place + step * u : winner[u];
    }
}

// The commonest case in one pass: 2×2, stride 2, no padding; for one column of outputs.
void pool_pairs(const Real* x, Index rows, std::uint32_t place, std::uint32_t count, Real* y,
                std::uint32_t* winner)
{
    const auto below = static_cast<std::uint32_t>(rows);
    const auto larger = [](Real candidate, std::uint32_t its_place, Real& best,
                           std::uint32_t& best_place) {
        const bool wins = candidate > best || candidate != candidate;
        best = wins ? candidate : best;
        best_place = wins ? its_place : best_place;
    };
#pragma omp simd
    for (std::uint32_t u = 0; u < count; ++u) {
        const std::uint32_t at = place + 2 * u;
        Real best = x[at];
        std::uint32_t best_place = at;
        larger(x[at + 1], at + 1, best, best_place);
        larger(x[at + below], at + below, best, best_place);
        larger(x[at + below + 1], at + below + 1, best, best_place);
        y[u] = best;
        winner[u] = best_place;
    }
}

} // namespace

MaxPooled max_pool_forward(const PoolSize& size, const Matrix& x)
{
    MaxPooled result{Matrix(size.outputs(), x.n_cols, arma::fill::none), {}};
    result.winners.resize(result.y.n_elem);
#pragma omp parallel for num_threads(threads_for_pass(x.n_elem))
    for (Index n = 0; n < x.n_cols; ++n) {
        Real* const y = result.y.colptr(n);
        std::uint32_t* const winners = result.winners.data() + n * size.outputs();
        if (size.window == 2 && size.stride == 2 && size.padding == 0) {
            const Index out_rows = size.out_rows(), out_cols = size.out_cols();
            for (Index j = 0; j < out_cols * size.channels; ++j) {
                const Index col = 2 * (j % out_cols) + size.cols * (j / out_cols);
                pool_pairs(x.colptr(n), size.rows, static_cast<std::uint32_t>(size.rows * col),
                           static_cast<std::uint32_t>(out_rows), y + out_rows * j,
                           winners + out_rows * j);
            }
            continue;
        }
        std::fill_n(y, size.outputs(), -std::numeric_limits<Real>::infinity());
        for_each_run_of_windows(size, [&](Index out, Index in, Index count) {
            keep_larger(y + out, winners + out, x.colptr(n), static_cast<std::uint32_t>(in), count,
                        size.stride);
        });
    }
    return result;
}

Matrix max_pool_gradient(const PoolSize& size, const std::vector<std::uint32_t>& winners,
                         const Matrix& dy)
{
    Matrix dx(size.rows * size.cols * size.channels, dy.n_cols, arma::fill::none);
#pragma omp parallel for num_threads(threads_for_pass(dx.n_elem))
    for (Index n = 0; n < dy.n_cols; ++n) {
        Real* const down = dx.colptr(n);
        const Real* const up = dy.colptr(n);
        const std::uint32_t* const winner = winners.data() + n * size.outputs();
        std::fill_n(down, dx.n_rows, Real{0});
        for (Index i = 0; i < dy.n_rows; ++i) down[winner[i]] += up[i];
    }
    return dx;
}

Matrix average_pool_forward(const PoolSize& size, const Matrix& x)
{
    Matrix y(size.outputs(), x.n_cols);
    const Real share = Real{1} / static_cast<Real>(size.window * size.window);
#pragma omp parallel for num_threads(threads_for_pass(x.n_elem))
    for (Index n = 0; n < x.n_cols; ++n) {
        Real* const to = y.colptr(n);
        const Real* const from = x.colptr(n);
        for_each_run_of_windows(size, [&](Index out, Index in, Index count) {
            for (Index u = 0; u < count; ++u) to[out + u] += share * from[in + size.stride * u];
        });
    }
    return y;
}

Matrix average_pool_gradient(const PoolSize& size, const Matrix& dy)
{
    Matrix dx(size.rows * size.cols * size.channels, dy.n_cols);
    const Real share = Real{1} / static_cast<Real>(size.window * size.window);
#pragma omp parallel for num_threads(threads_for_pass(dx.n_elem))
    for (Index n = 0; n < dy.n_cols; ++n) {
        Real* const to = dx.colptr(n);
        const Real* const from = dy.colptr(n);
        for_each_run_of_windows(size, [&](Index out, Index in, Index count) {
            for (Index u = 0; u < count; ++u) to[in + size.stride * u] += share * from[out + u];
        });
    }
    return dx;
}

} // namespace descente
