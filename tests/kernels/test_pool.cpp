#include "base/rng.hpp"
#include "kernels/pool.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

BOOST_AUTO_TEST_SUITE(pool_kernels, *boost::unit_test::label("lab09"))

using namespace descente;

namespace {

// Calls visit(output, input) for each number of each window, by the definition.
template <class Visit>
void for_each_number_of_windows(const PoolSize& size, const Visit& visit)
{
    for (Index c = 0; c < size.channels; ++c)
        for (Index j = 0; j < size.out_cols(); ++j)
            for (Index i = 0; i < size.out_rows(); ++i)
                for (Index b = 0; b < size.window; ++b)
                    for (Index a = 0; a < size.window; ++a) {
                        const Index row = size.stride * i + a, col = size.stride * j + b;
                        if (row < size.padding || row - size.padding >= size.rows) continue;
                        if (col < size.padding || col - size.padding >= size.cols) continue;
                        visit(i + size.out_rows() * (j + size.out_cols() * c),
                              row - size.padding +
                                  size.rows * (col - size.padding + size.cols * c));
                    }
}

} // namespace

BOOST_AUTO_TEST_CASE(the_largest_of_every_window_whatever_its_stride_and_padding)
{
    Rng rng(1);
    std::vector<PoolSize> sizes{{6, 4, 2, 2, 2, 0},   {28, 28, 2, 2, 2, 0}, {24, 10, 3, 2, 2, 0},
                                {2, 34, 2, 2, 2, 0},  {34, 2, 2, 2, 2, 0},  {12, 12, 2, 2, 2, 0},
                                {13, 12, 2, 2, 2, 0}, {12, 13, 2, 2, 2, 0}};
    for (const Index side : {Index{5}, Index{9}, Index{15}})
        for (Index window = 1; window <= 5; ++window)
            for (Index stride = 1; stride <= 5; ++stride)
                for (Index padding = 0; 2 * padding <= window; ++padding)
                    sizes.push_back({side, side + 2, 2, window, stride, padding});
    for (const PoolSize& size : sizes) {
        Matrix x = rng.normal_matrix(size.rows * size.cols * size.channels, 3);
        x.transform([](Real v) { return v < 0 ? -std::numeric_limits<Real>::infinity() : v; });
        const MaxPooled pooled = max_pool_forward(size, x);
        BOOST_REQUIRE(pooled.y.n_rows == size.outputs());
        const Matrix dy = rng.normal_matrix(size.outputs(), 3);
        Matrix expected(x.n_rows, 3);
        bool right = true;
        for (Index n = 0; n < 3; ++n) {
            const Index none = x.n_rows;
            std::vector<Index> winners(size.outputs(), none);
            for_each_number_of_windows(size, [&](Index out, Index in) {
                if (winners[out] == none || x(in, n) > x(winners[out], n)) winners[out] = in;
            });
            for (Index out = 0; out < size.outputs(); ++out) {
                right = right && pooled.y(out, n) == x(winners[out], n) &&
                        pooled.winners[out + n * size.outputs()] == winners[out];
                expected(winners[out], n) += dy(out, n);
            }
        }
        BOOST_TEST(right, size.rows << " rows, window " << size.window << ", stride " << size.stride
                                    << ", padding " << size.padding);
        BOOST_TEST(arma::approx_equal(max_pool_gradient(size, pooled.winners, dy), expected,
                                      "absdiff", Real(1e-5)));
    }
}

BOOST_AUTO_TEST_CASE(windows_of_three_side_by_side_with_padding)
{
    Matrix picture(6, 6);
    for (Index i = 0; i < 36; ++i) picture(i / 6, i % 6) = Real(i + 1);
    const PoolSize size{6, 6, 1, 3, 3, 1};
    const Matrix y = max_pool_forward(size, arma::vectorise(picture)).y;
    BOOST_TEST(arma::approx_equal(y, Matrix(Column{8, 26, 11, 29}), "absdiff", Real(0)));
}

BOOST_AUTO_TEST_CASE(a_window_of_nothing_but_minus_infinity_sends_its_gradient_to_its_first_number)
{
    const Real none = -std::numeric_limits<Real>::infinity();
    const Column x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, none, none, 13, 14, none, none};
    const MaxPooled pooled = max_pool_forward({4, 4, 1, 2, 2, 0}, Matrix(x));
    BOOST_TEST(pooled.winners[3] == 10);
}

BOOST_AUTO_TEST_CASE(means_of_every_window_whatever_its_stride_and_padding)
{
    Rng rng(2);
    for (Index window = 1; window <= 5; ++window)
        for (Index stride = 1; stride <= 5; ++stride)
            for (Index padding = 0; 2 * padding <= window; ++padding) {
                const PoolSize size{9, 7, 2, window, stride, padding};
                const Matrix x = rng.normal_matrix(size.rows * size.cols * size.channels, 2);
                const Matrix y = average_pool_forward(size, x);
                const Matrix dy = rng.normal_matrix(size.outputs(), 2);
                Matrix expected(size.outputs(), 2), dx(x.n_rows, 2);
                const Real share = Real(1) / Real(window * window);
                for_each_number_of_windows(size, [&](Index out, Index in) {
                    for (Index n = 0; n < 2; ++n) {
                        expected(out, n) += share * x(in, n);
                        dx(in, n) += share * dy(out, n);
                    }
                });
                BOOST_TEST(arma::approx_equal(y, expected, "absdiff", Real(1e-5)));
                BOOST_TEST(
                    arma::approx_equal(average_pool_gradient(size, dy), dx, "absdiff", Real(1e-5)));
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

BOOST_AUTO_TEST_CASE(of_equal_numbers_the_first_wins_in_planes_of_any_size)
{
    Rng rng(3);
    for (const Index side : {4, 12, 18, 32}) {
        const PoolSize size{side, side + 2, 2, 2, 2, 0};
        Matrix x(size.rows * size.cols * size.channels, 2);
        x.transform([&](Real) { return Real(rng.below(3)); });
        const MaxPooled pooled = max_pool_forward(size, x);
        Index wrong = 0;
        for (Index n = 0; n < 2; ++n)
            for (Index c = 0; c < 2; ++c)
                for (Index j = 0; j < size.out_cols(); ++j)
                    for (Index i = 0; i < size.out_rows(); ++i) {
                        const Index first = 2 * i + size.rows * (2 * j + size.cols * c);
                        Index winner = first; // row by row
                        for (const Index other :
                             {first + size.rows, first + 1, first + size.rows + 1})
                            if (x(other, n) > x(winner, n)) winner = other;
                        const Index out = i + size.out_rows() * (j + size.out_cols() * c);
                        wrong += pooled.winners[out + n * size.outputs()] != winner;
                    }
        BOOST_TEST(wrong == 0u);
    }
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
