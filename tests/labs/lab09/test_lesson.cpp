// The formulas as lab 09 writes them, against the fast ones of nn/. The lab is a program of its
// own; here it is read as a header, with its main under another name.
#define main lab09_main
#include "labs/lab09_convolution/lab09.cpp"
#undef main

#include "kernels/conv_naive.hpp"
#include "nn/layers.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab09_lesson, *boost::unit_test::label("lab09"))

using namespace lab09;

namespace {

// Five rows, seven columns, two channels, and a kernel of three that no turn leaves alone.
struct Example {
    Shape image{5, 7, 2};
    Matrix x, weights, fast;
    Image X, W;
    Example()
    {
        Rng rng(1);
        x = rng.normal_matrix(image.size(), 1);
        weights = rng.normal_matrix(18, 1);
        X = image_of(x, 0, image);
        W = image_of(weights, 0, {3, 3, 2});
        fast = conv2d(constant(x, image), constant(weights), constant(Matrix{Real(0.7)})).value();
    }
};

Index measured(Index n, Index k, Index p, Index s)
{
    return filtered(Matrix(n * (n + 3), 1), {n, n + 3}, Matrix(k * k, 1), s, p).shape().rows;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_sum_is_the_layers_operation)
{
    const Example e;
    const Matrix Y = convolution(e.X, e.W, 0.7);
    BOOST_TEST(Y.n_rows == 3U);
    BOOST_TEST(Y.n_cols == 5U);
    BOOST_TEST(largest_magnitude(arma::vectorise(Y) - e.fast) < 1e-5);
    const ConvSize size{.rows = 5, .cols = 7, .in_channels = 2, .out_channels = 1, .kernel = 3};
    const Matrix plain = testing::conv_forward_naive(size, e.x, e.weights, Matrix{Real(0.7)});
    BOOST_TEST(largest_magnitude(arma::vectorise(Y) - plain) < 1e-5);
}

BOOST_AUTO_TEST_CASE(rows_and_columns_have_their_places)
{
    Image X(2, 3, 1), W(1, 2, 1);
    X.slice(0) = Matrix{{1, 2, 3}, {4, 5, 6}};
    W.slice(0) = Matrix{{10, 1}};
    const Matrix by_hand{{10 + 2 + 5, 20 + 3 + 5}, {40 + 5 + 5, 50 + 6 + 5}};
    BOOST_TEST(arma::approx_equal(convolution(X, W, 5), by_hand, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(the_matrix_and_the_bias_are_the_convolution)
{
    const Example e;
    const Matrix A = matrix_of(e.W, e.image);
    BOOST_TEST(largest_magnitude(A * e.x + Real(0.7) - e.fast) < 1e-5);
    BOOST_TEST(largest_magnitude(A * e.x - e.fast) > 0.5); // without b it is not the same map
    BOOST_TEST(Matrix(arma::nonzeros(A)).n_elem == 15U * 18);
    // The first output reads the upper left corner: pixel (r, c) is r + 5c.
    for (Index c = 0; c < 3; ++c)
        for (Index r = 0; r < 3; ++r) BOOST_TEST(A(0, r + 5 * c) == e.W(r, c, 0));
}

BOOST_AUTO_TEST_CASE(costs_are_those_of_the_layers)
{
    Rng rng(1);
    std::vector<LayerInfo> rows;
    Conv2d({.in = 3, .out = 4, .kernel = 5, .padding = 2}, rng).describe({6, 8, 3}, rows);
    Linear(144, 144, rng).describe({144}, rows);
    const Cost filter = filters(4, 3, 5, 6 * 8), general = general_map(144);
    BOOST_TEST(filter.parameters == double(rows[0].parameters));
    BOOST_TEST(filter.macs == double(rows[0].macs));
    BOOST_TEST(general.parameters == double(rows[1].parameters));
    BOOST_TEST(general.macs == double(rows[1].macs));
    BOOST_TEST(from_image_to_image(480, 640)[0].macs == 849'346'560'000.0);
    BOOST_TEST(from_image_to_image(480, 640)[1].macs == 69'120'000.0);
}

BOOST_AUTO_TEST_CASE(sizes_worked_out_by_hand)
{
    BOOST_TEST(outputs(28, 3, 0, 2) == 13U); // windows begin in rows 0, 2, … 24
    BOOST_TEST(outputs(224, 7, 3, 2) == 112U);
    BOOST_TEST(outputs(28, 5, 2, 1) == 28U);
}

BOOST_AUTO_TEST_CASE(an_even_kernel_is_one_short_or_one_over)
{
    BOOST_TEST(measured(28, 4, 1, 1) == 27U);
    BOOST_TEST(measured(28, 4, 2, 1) == 29U);
}

BOOST_AUTO_TEST_CASE(the_floor_is_right_everywhere_and_the_ceiling_is_not)
{
    int ceiling = 0;
    for (Index n = 5; n <= 12; ++n)
        for (Index k = 1; k <= 5; ++k)
            for (Index p = 0; p <= 2; ++p)
                for (Index s = 1; s <= 4; ++s) {
                    BOOST_TEST(measured(n, k, p, s) == outputs(n, k, p, s));
                    ceiling += measured(n, k, p, s) == (n + 2 * p - k + s - 1) / s + 1;
                }
    BOOST_TEST(ceiling < 8 * 5 * 3 * 4);
}

BOOST_AUTO_TEST_SUITE_END()
