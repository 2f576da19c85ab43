#include "base/rng.hpp"
#include "nn/conv.hpp"
#include "nn/conv_matrix.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(conv_matrix, *boost::unit_test::label("lab09"))

BOOST_AUTO_TEST_CASE(the_matrix_and_the_bias_are_the_convolution)
{
    Rng rng(1);
    for (const auto& [stride, padding] : {std::pair<Index, Index>{1, 0}, {1, 1}, {2, 1}, {3, 0}}) {
        const ConvSize size{.rows = 5,
                            .cols = 7,
                            .in_channels = 2,
                            .out_channels = 3,
                            .kernel = 3,
                            .stride = stride,
                            .padding = padding};
        const Matrix x = rng.normal_matrix(size.inputs(), 4), W = rng.normal_matrix(18, 3),
                     b = rng.normal_matrix(3, 1);
        const AffineMap map = conv_as_affine(size, W, b);
        BOOST_TEST(map.W.n_rows == size.inputs());
        BOOST_TEST(map.W.n_cols == size.outputs());
        const Var y = conv2d(constant(x, {5, 7, 2}), constant(W), constant(b), stride, padding);
        const Var z = affine(constant(x), constant(map.W), constant(map.b));
        BOOST_TEST(arma::approx_equal(y.value(), z.value(), "absdiff", Real(1e-4)));
        // Without the bias it would not be the same map.
        BOOST_TEST(!arma::approx_equal(y.value(), map.W.t() * x, "absdiff", Real(1e-2)));
    }
}

BOOST_AUTO_TEST_CASE(a_few_numbers_stand_in_many_places)
{
    const ConvSize size{.rows = 6, .cols = 6, .in_channels = 1, .out_channels = 1, .kernel = 3};
    const Matrix kernel{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    const AffineMap map = conv_as_affine(size, arma::vectorise(kernel), Matrix(1, 1).fill(10));
    BOOST_TEST(map.W.n_elem + map.b.n_elem == 592U);
    BOOST_TEST(arma::nonzeros(map.W).eval().n_elem == 16U * 9);
    BOOST_TEST(Matrix(arma::unique(arma::vectorise(map.W))).n_elem == 9U + 1); // and 0
    BOOST_TEST(arma::all(arma::vectorise(map.b) == Real(10)));
    // The first output reads the upper left corner, row below row: pixel (r, c) is r + 6c.
    for (Index c = 0; c < 3; ++c)
        for (Index r = 0; r < 3; ++r) BOOST_TEST(map.W(r + 6 * c, 0) == kernel(r, c));
}

BOOST_AUTO_TEST_CASE(no_bias_is_zero)
{
    const ConvSize size{.rows = 2, .cols = 3, .in_channels = 1, .out_channels = 2, .kernel = 2};
    const AffineMap map = conv_as_affine(size, Matrix(4, 2, arma::fill::ones), {});
    BOOST_TEST(map.b.n_rows == size.outputs());
    BOOST_TEST(map.b.is_zero());
}

BOOST_AUTO_TEST_CASE(a_stride_leaves_pixels_unread)
{
    const Matrix expected{
        {1, 1, 2, 1, 1, 0}, {1, 1, 2, 1, 1, 0}, {1, 1, 2, 1, 1, 0}, {0, 0, 0, 0, 0, 0}};
    const Matrix read = times_read(
        {.rows = 4, .cols = 6, .in_channels = 1, .out_channels = 1, .kernel = 3, .stride = 2});
    BOOST_TEST(arma::approx_equal(read, expected, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(times_read_is_the_gradient_of_the_sum_of_a_convolution_with_ones)
{
    for (const Index stride : {1, 2, 3})
        for (const Index padding : {0, 1, 2}) {
            const ConvSize size{.rows = 7,
                                .cols = 9,
                                .in_channels = 3,
                                .out_channels = 5,
                                .kernel = 3,
                                .stride = stride,
                                .padding = padding};
            const Var x = parameter(Matrix(63, 1), Shape{7, 9});
            const Var ones = constant(Matrix(9, 1, arma::fill::ones));
            backward(sum(conv2d(x, ones, {}, stride, padding)));
            BOOST_TEST(arma::approx_equal(Matrix(arma::reshape(x.grad(), 7, 9)), times_read(size),
                                          "absdiff", Real(1e-5)));
        }
}

BOOST_AUTO_TEST_SUITE_END()
