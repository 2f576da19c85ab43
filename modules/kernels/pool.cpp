#include "kernels/pool.hpp"

#include "base/cpu.hpp"
#include "kernels/window.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

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

// Larger, or NaN. No branch: with || the loops below would not become vector instructions.
bool is_larger(Real candidate, Real best)
{
    return static_cast<bool>(static_cast<int>(candidate > best) |
                             static_cast<int>(candidate != candidate));
}

// The first number of a line that window u holds (of a window outside the line: the last).
Index first_inside(Index u, Index stride, Index padding, Index count)
{
    return std::min(count - 1, stride * u - std::min(padding, stride * u));
}

// The largest number of each window of columns, and its place: for each row of the plane that
// begins at `plane`, and each column of outputs.
void largest_of_columns(const PoolSize& size, const Real* x, Index plane, Real* best,
                        arma::u32* places)
{
    std::fill_n(best, size.rows * size.out_cols(), -std::numeric_limits<Real>::infinity());
    for (Index j = 0; j < size.out_cols(); ++j) { // the winners where all is −∞
        const Index col = first_inside(j, size.stride, size.padding, size.cols);
        std::iota(places + size.rows * j, places + size.rows * (j + 1),
                  static_cast<arma::u32>(plane + size.rows * col));
    }
    for (Index n = 0; n < size.window; ++n) {
        const Positions cols = inside(size.cols, size.padding, size.stride, n, size.out_cols());
        for (Index j = cols.first; j < cols.last; ++j) {
            const Index col = size.stride * j + n - size.padding;
            const auto begin = static_cast<arma::u32>(plane + size.rows * col);
            const auto rows = static_cast<arma::u32>(size.rows);
            Real* const value = best + size.rows * j;
            arma::u32* const place = places + size.rows * j;
#pragma omp simd
            for (arma::u32 i = 0; i < rows; ++i) {
                const Real here = x[begin + i];
                const bool wins = is_larger(here, value[i]);
                value[i] = wins ? here : value[i];
                place[i] = wins ? begin + i : place[i];
            }
        }
    }
}

// Compares every stride-th candidate; a stride known to the compiler makes vector instructions.
template <Index known_stride>
void keep_larger(const Real* candidates, const arma::u32* places, Index count, Index stride,
                 Real* best, arma::u32* winner)
{
    const Index step = known_stride > 0 ? known_stride : stride;
#pragma omp simd
    for (Index u = 0; u < count; ++u) {
        const Real here = candidates[step * u];
        const arma::u32 place = places[step * u];
        const bool wins = is_larger(here, best[u]);
        best[u] = wins ? here : best[u];
        winner[u] = wins ? place : winner[u];
    }
}

// The largest of each window of these rows; y and winners are filled.
void largest_of_rows(const PoolSize& size, const Real* best, const arma::u32* places, Real* y,
                     arma::u32* winners)
{
    const Index out_rows = size.out_rows(), out_cols = size.out_cols();
    std::fill_n(y, out_rows * out_cols, -std::numeric_limits<Real>::infinity());
    for (Index j = 0; j < out_cols; ++j)
        for (Index i = 0; i < out_rows; ++i)
            winners[i + out_rows * j] =
                places[first_inside(i, size.stride, size.padding, size.rows) + size.rows * j];
    // Where windows fill the columns without remainder, all columns are one long one.
    const bool one_run =
        size.window <= size.stride && size.padding == 0 && size.rows == size.stride * out_rows;
    for (Index m = 0; m < size.window; ++m) {
        const Positions rows = inside(size.rows, size.padding, size.stride, m, out_rows);
        const Index count = one_run ? out_rows * out_cols : rows.last - rows.first;
        for (Index j = 0; j < (one_run ? 1 : out_cols); ++j) {
            const Index from = size.rows * j + size.stride * rows.first + m - size.padding;
            Real* const value = y + out_rows * j + rows.first;
            arma::u32* const winner = winners + out_rows * j + rows.first;
            const auto keep = size.stride == 2 ? keep_larger<2> : keep_larger<0>;
            keep(best + from, places + from, count, size.stride, value, winner);
        }
    }
}

} // namespace

// First along the rows, then along the columns: fewer comparisons, and long loops.
MaxPooled max_pool_forward(const PoolSize& size, const Matrix& x)
{
    MaxPooled result{Matrix(size.outputs(), x.n_cols, arma::fill::none),
                     arma::Col<arma::u32>(size.outputs() * x.n_cols, arma::fill::none)};
    const Index plane = size.rows * size.cols, out_plane = size.out_rows() * size.out_cols();
#pragma omp parallel num_threads(threads_for_pass(x.n_elem))
    {
        std::vector<Real> best(size.rows * size.out_cols());
        std::vector<arma::u32> places(best.size());
#pragma omp for collapse(2) schedule(static)
        for (Index n = 0; n < x.n_cols; ++n)
            for (Index c = 0; c < size.channels; ++c) {
                largest_of_columns(size, x.colptr(n), plane * c, best.data(), places.data());
                largest_of_rows(size, best.data(), places.data(),
                                result.y.colptr(n) + out_plane * c,
                                result.winners.memptr() + out_plane * (c + size.channels * n));
            }
    }
    return result;
}

Matrix max_pool_gradient(const PoolSize& size, const arma::Col<arma::u32>& winners,
                         const Matrix& dy)
{
    Matrix dx(size.rows * size.cols * size.channels, dy.n_cols, arma::fill::none);
#pragma omp parallel for num_threads(threads_for_pass(dx.n_elem))
    for (Index n = 0; n < dy.n_cols; ++n) {
        Real* const down = dx.colptr(n);
        const Real* const up = dy.colptr(n);
        const arma::u32* const winner = winners.memptr() + n * size.outputs();
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
