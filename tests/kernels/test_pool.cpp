#include "base/rng.hpp"
#include "kernels/pool.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(pool_kernels, *boost::unit_test::label("lab09"))

using namespace descente;

namespace {

// One output by the definition, with the place of its winner.
std::pair<Real, Index> largest(const PoolSize& size, const Matrix& x, Index n, Index i, Index j,
                               Index c)
{
    std::pair<Real, Index> best{-INFINITY, 0};
    for (Index b = 0; b < size.window; ++b)
        for (Index a = 0; a < size.window; ++a) {
            const Index row = size.stride * i + a, col = size.stride * j + b;
            if (row < size.padding || row - size.padding >= size.rows) continue;
            if (col < size.padding || col - size.padding >= size.cols) continue;
            const Index place =
                row - size.padding + size.rows * (col - size.padding + size.cols * c);
            if (x(place, n) > best.first) best = {x(place, n), place};
        }
    return best;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_largest_of_every_window_whatever_its_stride_and_padding)
{
    Rng rng(1);
    for (const PoolSize& size : {PoolSize{6, 4, 2, 2, 2, 0}, PoolSize{7, 5, 3, 3, 2, 1},
                                 PoolSize{7, 9, 1, 3, 1, 0}, PoolSize{5, 5, 2, 2, 3, 1}}) {
        const Matrix x = rng.normal_matrix(size.rows * size.cols * size.channels, 3);
        const MaxPooled pooled = max_pool_forward(size, x);
        BOOST_REQUIRE(pooled.y.n_rows == size.outputs());
        Matrix dy = rng.normal_matrix(size.outputs(), 3), expected(x.n_rows, 3);
        bool right = true;
        for (Index n = 0; n < 3; ++n)
            for (Index c = 0; c < size.channels; ++c)
                for (Index j = 0; j < size.out_cols(); ++j)
                    for (Index i = 0; i < size.out_rows(); ++i) {
                        const auto [value, place] = largest(size, x, n, i, j, c);
                        const Index out = i + size.out_rows() * (j + size.out_cols() * c);
                        right = right && pooled.y(out, n) == value &&
                                pooled.winners[out + n * size.outputs()] == place;
                        expected(place, n) += dy(out, n);
                    }
        BOOST_TEST(right);
        BOOST_TEST(arma::approx_equal(max_pool_gradient(size, pooled.winners, dy), expected,
                                      "absdiff", Real(1e-5)));
    }
}

BOOST_AUTO_TEST_CASE(of_equal_numbers_the_first_wins_and_nan_over_all)
{
    const PoolSize size{2, 2, 1, 2, 2, 0};
    const MaxPooled equal = max_pool_forward(size, Matrix(Column{3, 3, 3, 3}));
    BOOST_TEST(equal.winners[0] == 0);
    const Matrix with_nan(Column{1, Real(NAN), 5, 2});
    BOOST_TEST(std::isnan(max_pool_forward(size, with_nan).y[0]));
}

BOOST_AUTO_TEST_CASE(means_count_padding_as_zeros)
{
    const PoolSize size{
        .rows = 2, .cols = 2, .channels = 1, .window = 2, .stride = 1, .padding = 1};
    const Matrix x(Column{4, 8, 12, 16}); // columns (4, 8) and (12, 16)
    const Matrix y = average_pool_forward(size, x);
    const Matrix expected(Column{1, 3, 2, 4, 10, 6, 3, 7, 4});
    BOOST_TEST(arma::approx_equal(y, expected, "absdiff", Real(1e-6)));
    const Matrix dx = average_pool_gradient(size, Matrix(9, 1, arma::fill::ones));
    BOOST_TEST(arma::approx_equal(dx, Matrix(4, 1, arma::fill::ones), "absdiff", Real(1e-6)));
}

BOOST_AUTO_TEST_SUITE_END()
