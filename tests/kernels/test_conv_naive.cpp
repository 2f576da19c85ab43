// The oracle itself, against sums worked out by hand.
#include "kernels/conv_naive.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(conv_naive, *boost::unit_test::label("lab09"))

using namespace descente;
using namespace descente::testing;

namespace {

// Rows of a picture as they are read, as the column that a batch holds.
Matrix column_of(const Matrix& picture) { return arma::vectorise(picture); }

} // namespace

BOOST_AUTO_TEST_CASE(it_is_a_cross_correlation_with_rows_and_columns_in_their_places)
{
    // A non-square image and a kernel without any symmetry: flipped or transposed, it would give
    // other numbers.
    const Matrix image{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}};
    const Matrix kernel{{1, 10}, {100, 1000}};
    const ConvSize size{.rows = 4, .cols = 3, .in_channels = 1, .out_channels = 1, .kernel = 2};
    const Matrix y =
        conv_forward_naive(size, column_of(image), column_of(kernel), Matrix{Real(0.5)});
    const Matrix expected{{5421.5, 6532.5}, {8754.5, 9865.5}, {12087.5, 13198.5}};
    BOOST_TEST(arma::approx_equal(y, column_of(expected), "absdiff", Real(1e-2)));
}

BOOST_AUTO_TEST_CASE(channels_are_summed_and_the_bias_is_added_once)
{
    const ConvSize size{.rows = 1, .cols = 1, .in_channels = 3, .out_channels = 2, .kernel = 1};
    const Matrix x(Column{1, 2, 3}), W{{1, -1}, {10, 0}, {100, 1}}, b(Column{0.25, 0.5});
    const Matrix expected(Column{321.25, 2.5});
    BOOST_TEST(
        arma::approx_equal(conv_forward_naive(size, x, W, b), expected, "absdiff", Real(1e-4)));
}

BOOST_AUTO_TEST_CASE(padding_and_stride)
{
    const Matrix image{{1, 2, 3}, {4, 5, 6}};
    const Matrix ones(9, 1, arma::fill::ones);
    const ConvSize size{.rows = 2,
                        .cols = 3,
                        .in_channels = 1,
                        .out_channels = 1,
                        .kernel = 3,
                        .stride = 2,
                        .padding = 1};
    BOOST_TEST(size.out_rows() == 1);
    BOOST_TEST(size.out_cols() == 2);
    const Matrix expected(Column{12, 16}); // 1 + 2 + 4 + 5, 2 + 3 + 5 + 6
    BOOST_TEST(arma::approx_equal(conv_forward_naive(size, column_of(image), ones, {}), expected,
                                  "absdiff", Real(1e-5)));
}

BOOST_AUTO_TEST_CASE(gradients_are_the_sums_over_what_was_multiplied)
{
    const ConvSize size{.rows = 3, .cols = 1, .in_channels = 1, .out_channels = 1, .kernel = 1};
    const Matrix x(Column{1, 2, 3}), W(Column{5}), dy(Column{10, 20, 30});
    BOOST_TEST(arma::approx_equal(conv_input_gradient_naive(size, W, dy),
                                  Matrix(Column{50, 100, 150}), "absdiff", 0));
    BOOST_TEST(conv_weight_gradient_naive(size, x, dy)(0, 0) == 140);
}

BOOST_AUTO_TEST_SUITE_END()
