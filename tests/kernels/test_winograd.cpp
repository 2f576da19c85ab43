// Winograd's convolution against plain products in double precision.
#include "base/cpu.hpp"
#include "base/rng.hpp"
#include "kernels/winograd.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(winograd_kernels, *boost::unit_test::label("lab09"))

using namespace descente;

namespace {

const double tolerance = sizeof(Real) == 4 ? 1e-5 : 1e-13; // of the largest value

ConvSize three_by_three(Index rows, Index cols, Index in, Index out, Index padding)
{
    return {.rows = rows,
            .cols = cols,
            .in_channels = in,
            .out_channels = out,
            .kernel = 3,
            .stride = 1,
            .padding = padding};
}

struct Numbers {
    Matrix x, W, b, dy;
};

Numbers numbers_for(const ConvSize& size, Index batch)
{
    Rng rng(3);
    return {rng.normal_matrix(size.inputs(), batch),
            rng.normal_matrix(size.fan_in(), size.out_channels),
            rng.normal_matrix(size.out_channels, 1), rng.normal_matrix(size.outputs(), batch)};
}

// Calls visit(row of a patch, place of the output, row of x) for what lies inside the image.
template <class Visit>
void for_each_tap(const ConvSize& size, const Visit& visit)
{
    for (Index c = 0; c < size.in_channels; ++c)
        for (Index n = 0; n < 3; ++n)
            for (Index m = 0; m < 3; ++m)
                for (Index j = 0; j < size.out_cols(); ++j)
                    for (Index i = 0; i < size.out_rows(); ++i) {
                        const Index row = i + m - size.padding, col = j + n - size.padding;
                        if (row < size.rows && col < size.cols) // of Index: not below 0 either
                            visit(m + 3 * (n + 3 * c), i + size.out_rows() * j,
                                  row + size.rows * (col + size.cols * c));
                    }
}

double relative_error(const Matrix& found, const arma::mat& right)
{
    return arma::abs(arma::conv_to<arma::mat>::from(found) - right).max() / arma::abs(right).max();
}

// All three against products of unfolded images.
void check(const ConvSize& size, Index batch)
{
    const auto [x, W, b, dy] = numbers_for(size, batch);
    const auto wide = [](const Matrix& of) { return arma::conv_to<arma::mat>::from(of); };
    const Index places = size.out_rows() * size.out_cols();
    arma::mat y(size.outputs(), batch), dx(size.inputs(), batch),
        dW(size.fan_in(), size.out_channels);
    for (Index n = 0; n < batch; ++n) {
        const arma::mat up = arma::reshape(wide(dy.col(n)), places, size.out_channels);
        arma::mat patches(size.fan_in(), places);
        for_each_tap(size, [&](Index tap, Index place, Index from) {
            patches(tap, place) = double(x(from, n));
        });
        arma::mat planes = patches.t() * wide(W);
        planes.each_row() += wide(b).t();
        y.col(n) = arma::vectorise(planes);
        dW += patches * up;
        const arma::mat down = wide(W) * up.t();
        for_each_tap(size,
                     [&](Index tap, Index place, Index from) { dx(from, n) += down(tap, place); });
    }
    BOOST_TEST_CONTEXT(size.rows << "×" << size.cols << ", " << size.in_channels << "→"
                                 << size.out_channels << ", padding " << size.padding << ", batch "
                                 << batch)
    {
        BOOST_TEST(relative_error(winograd_forward(size, x, W, b), y) < tolerance);
        BOOST_TEST(relative_error(winograd_input_gradient(size, W, dy), dx) < tolerance);
        BOOST_TEST(relative_error(winograd_weight_gradient(size, x, dy), dW) < tolerance);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(as_exact_as_asked_for_in_the_nets_that_are_measured)
{
    check(three_by_three(32, 32, 16, 16, 1), 3);
    check(three_by_three(16, 16, 32, 32, 1), 3);
    check(three_by_three(8, 8, 64, 64, 1), 5);
    check(three_by_three(26, 26, 32, 64, 0), 2);
    check(three_by_three(32, 32, 64, 64, 1), 2);
    check(three_by_three(16, 16, 128, 128, 1), 2);
    check(three_by_three(8, 8, 256, 256, 1), 3);
    check(three_by_three(4, 4, 512, 512, 1), 4);
    check(three_by_three(56, 56, 64, 64, 1), 1);
    check(three_by_three(28, 28, 128, 128, 1), 1);
}

BOOST_AUTO_TEST_CASE(odd_sizes)
{
    for (const Index padding : {0, 1, 2}) {
        check(three_by_three(7, 10, 17, 33, padding), 3);
        check(three_by_three(5, 3, 1, 2, padding), 9);
        check(three_by_three(13, 6, 40, 3, padding), 1);
    }
    check(three_by_three(1, 9, 16, 16, 1), 4); // one row
    check(three_by_three(9, 1, 20, 16, 1), 4);
    check(three_by_three(1, 1, 16, 20, 2), 2);
}

BOOST_AUTO_TEST_CASE(the_same_bits_on_any_number_of_threads)
{
    const ConvSize size = three_by_three(20, 24, 24, 40, 1);
    for (const Index batch : {1, 5, 24}) {
        const Numbers of = numbers_for(size, batch);
        set_threads(1);
        const Matrix y = winograd_forward(size, of.x, of.W, of.b),
                     dx = winograd_input_gradient(size, of.W, of.dy),
                     dW = winograd_weight_gradient(size, of.x, of.dy);
        for (const int threads : {2, 3, 8}) {
            set_threads(threads);
            const auto same = [](const Matrix& a, const Matrix& b) {
                return arma::approx_equal(a, b, "absdiff", 0);
            };
            BOOST_TEST(same(winograd_forward(size, of.x, of.W, of.b), y));
            BOOST_TEST(same(winograd_input_gradient(size, of.W, of.dy), dx));
            BOOST_TEST(same(winograd_weight_gradient(size, of.x, of.dy), dW));
        }
        set_threads(0);
    }
}

BOOST_AUTO_TEST_CASE(only_where_it_pays_and_never_where_direct_sums_are_asked_for)
{
    const ConvSize size = three_by_three(16, 16, 32, 32, 1);
    BOOST_TEST(winograd_pays(size, 4));
    BOOST_TEST(!winograd_pays(size, 1));
    BOOST_TEST(!winograd_pays(three_by_three(16, 16, 3, 32, 1), 64));
    ConvSize other = size;
    other.stride = 2;
    BOOST_TEST(!winograd_pays(other, 64));
    other = size;
    other.kernel = 5;
    BOOST_TEST(!winograd_pays(other, 64));
    set_direct_sums(true);
    BOOST_TEST(!winograd_pays(size, 4));
    set_direct_sums(false);
}

BOOST_AUTO_TEST_SUITE_END()
