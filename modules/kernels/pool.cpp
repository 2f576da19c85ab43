#include "kernels/pool.hpp"

#include "base/cpu.hpp"
#include "kernels/vector.hpp"
#include "kernels/window.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
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

// Windows of 2 × 2 beside one another that fill the plane, the usual case: below, in whole
// registers.
bool is_quartered(const PoolSize& size)
{
    return size.window == 2 && size.stride == 2 && size.padding == 0 && size.rows % 2 == 0 &&
           size.cols % 2 == 0 && size.rows / 2 * size.cols >= lanes;
}

using Places = decltype(Vector{} < Vector{}); // whole numbers as wide as Real
typedef Places LoosePlaces __attribute__((may_alias, aligned(alignof(Real))));
typedef arma::u32 LooseWinners
    __attribute__((vector_size(sizeof(arma::u32) * lanes), may_alias, aligned(4)));

Places load_places(const Real* from) { return *reinterpret_cast<const LoosePlaces*>(from); }
void store_places(Real* to, Places places) { *reinterpret_cast<LoosePlaces*>(to) = places; }

// Every second number of two registers, from `first` on.
template <int first, int... l>
Vector every_second(Vector u, Vector v, std::integer_sequence<int, l...> /*all lanes*/)
{
    return __builtin_shufflevector(u, v, (2 * l + first)...);
}

// The larger of two neighbours in each column of the plane that begins at `plane`, as one long line
// of pairs; then the larger of two neighbouring columns. What a register holds beyond a column is
// written over by the next. `best` and `places` have room for half a plane and a register.
void largest_of_quarters(const PoolSize& size, const Real* x, Index plane, Real* best, Real* places,
                         Real* y, arma::u32* winners)
{
    constexpr std::make_integer_sequence<int, static_cast<int>(lanes)> all;
    Places twice;
    for (Index l = 0; l < lanes; ++l) twice[l] = static_cast<decltype(+twice[0])>(2 * l);
    const Index half = size.rows / 2, pairs = half * size.cols;
    for (Index k = 0; k < pairs; k += lanes) {
        const Index from = std::min(k, pairs - lanes), begin = plane + 2 * from;
        const Vector u = load(x + begin), v = load(x + begin + lanes);
        const Vector upper = every_second<0>(u, v, all), lower = every_second<1>(u, v, all);
        const Places wins = (lower > upper) | (lower != lower);
        store(best + from, wins ? lower : upper);
        store_places(places + from, twice - wins + static_cast<decltype(+twice[0])>(begin));
    }
    const Index outputs = half * size.cols / 2;
    for (Index j = 0; j < size.cols / 2; ++j)
        for (Index i = 0; i < half; i += lanes) {
            const Index left = 2 * j * half + i, right = left + half, to = j * half + i;
            const Vector a = load(best + left), b = load(best + right);
            const Places at_a = load_places(places + left), at_b = load_places(places + right);
            // Of equal numbers, that of the upper row; a column has an even number of places.
            const Places wins = (b > a) | (b != b) | ((b == a) & ((at_b & 1) < (at_a & 1)));
            const Vector largest = wins ? b : a;
            const auto winner = __builtin_convertvector(wins ? at_b : at_a, LooseWinners);
            if (to + lanes <= outputs) {
                store(y + to, largest);
                *reinterpret_cast<LooseWinners*>(winners + to) = winner;
            } else {
                for (Index l = 0; l < outputs - to; ++l) {
                    y[to + l] = largest[l];
                    winners[to + l] = winner[l];
                }
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
        const bool quartered = is_quartered(size);
        std::vector<Real> best(quartered ? plane + 2 * lanes : size.rows * size.out_cols());
        std::vector<arma::u32> places(quartered ? 0 : best.size());
#pragma omp for collapse(2) schedule(static)
        for (Index n = 0; n < x.n_cols; ++n)
            for (Index c = 0; c < size.channels; ++c) {
                Real* const y = result.y.colptr(n) + out_plane * c;
                arma::u32* const winners =
                    result.winners.memptr() + out_plane * (c + size.channels * n);
                if (quartered) {
                    largest_of_quarters(size, x.colptr(n), plane * c, best.data(),
                                        best.data() + plane / 2 + lanes, y, winners);
                    continue;
                }
                largest_of_columns(size, x.colptr(n), plane * c, best.data(), places.data());
                largest_of_rows(size, best.data(), places.data(), y, winners);
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
