// The fast convolution against the plain loops, over every kind of size.
#include "base/cpu.hpp"
#include "base/rng.hpp"
#include "kernels/conv.hpp"
#include "kernels/conv_naive.hpp"
#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(conv_kernels, *boost::unit_test::label("lab09"))

using namespace descente;
using namespace descente::testing;

namespace {

struct Case {
    ConvSize size;
    Matrix x, W, b, dy;
};

Case random_case(const ConvSize& size, Index batch)
{
    Rng rng(size.rows * 31 + size.out_channels * 7 + size.kernel);
    return {size, rng.normal_matrix(size.inputs(), batch),
            rng.normal_matrix(size.fan_in(), size.out_channels),
            rng.normal_matrix(size.out_channels, 1), rng.normal_matrix(size.outputs(), batch)};
}

// Largest difference, in units of what rounding makes of a sum of so many normal numbers.
double difference(const Matrix& a, const Matrix& b, Index summands)
{
    BOOST_REQUIRE(arma::size(a) == arma::size(b));
    const double rounding = std::numeric_limits<Real>::epsilon() * double(summands);
    return largest_magnitude(a - b) / rounding;
}

void compare(const ConvSize& size, Index batch)
{
    const Case c = random_case(size, batch);
    BOOST_TEST_CONTEXT(size.rows << "×" << size.cols << ", " << size.in_channels << "→"
                                 << size.out_channels << ", kernel " << size.kernel << ", stride "
                                 << size.stride << ", padding " << size.padding << ", batch "
                                 << batch)
    {
        BOOST_TEST(difference(conv_forward(size, c.x, c.W, c.b),
                              conv_forward_naive(size, c.x, c.W, c.b), size.fan_in() + 1) < 4);
        BOOST_TEST(difference(conv_input_gradient(size, c.W, c.dy),
                              conv_input_gradient_naive(size, c.W, c.dy),
                              size.kernel * size.kernel * size.out_channels) < 4);
        BOOST_TEST(difference(conv_weight_gradient(size, c.x, c.dy),
                              conv_weight_gradient_naive(size, c.x, c.dy),
                              batch * size.out_rows() * size.out_cols()) < 4);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(every_kernel_stride_and_padding_agrees_with_the_plain_loops)
{
    for (const Index kernel : {1, 2, 3, 5})
        for (const Index stride : {1, 2, 3})
            for (const Index padding : {0, 1, 2})
                for (const Index out : {1, 6, 20})
                    compare({.rows = 7,
                             .cols = 5,
                             .in_channels = 3,
                             .out_channels = out,
                             .kernel = kernel,
                             .stride = stride,
                             .padding = padding},
                            3);
}

BOOST_AUTO_TEST_CASE(channels_of_less_and_more_than_a_register)
{
    for (const Index channels : {1, 15, 16, 17, 33, 50})
        compare({.rows = 6,
                 .cols = 9,
                 .in_channels = channels,
                 .out_channels = channels,
                 .kernel = 3,
                 .padding = 1},
                2);
}

BOOST_AUTO_TEST_CASE(images_larger_and_smaller_than_a_tile)
{
    for (const Index rows : {1, 2, 3, 12, 13, 25, 49})
        compare({.rows = rows,
                 .cols = 4,
                 .in_channels = 2,
                 .out_channels = 18,
                 .kernel = 3,
                 .padding = 1},
                1);
}

BOOST_AUTO_TEST_CASE(no_bias_is_a_bias_of_zero)
{
    const Case c =
        random_case({.rows = 5, .cols = 6, .in_channels = 2, .out_channels = 3, .kernel = 3}, 2);
    const Matrix zero(3, 1, arma::fill::zeros);
    BOOST_TEST(arma::approx_equal(conv_forward(c.size, c.x, c.W, {}),
                                  conv_forward(c.size, c.x, c.W, zero), "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(results_do_not_depend_on_the_number_of_threads)
{
    // Large enough for several threads, with fewer samples than some teams have.
    const Case c = random_case({.rows = 29,
                                .cols = 30,
                                .in_channels = 20,
                                .out_channels = 19,
                                .kernel = 3,
                                .stride = 2,
                                .padding = 1},
                               5);
    const int before = threads();
    set_threads(1);
    const Matrix y = conv_forward(c.size, c.x, c.W, c.b),
                 dx = conv_input_gradient(c.size, c.W, c.dy);
    for (const int team : {2, 3, 7}) {
        set_threads(team);
        BOOST_TEST(arma::approx_equal(conv_forward(c.size, c.x, c.W, c.b), y, "absdiff", 0));
        BOOST_TEST(arma::approx_equal(conv_input_gradient(c.size, c.W, c.dy), dx, "absdiff", 0));
        BOOST_TEST(difference(conv_weight_gradient(c.size, c.x, c.dy),
                              conv_weight_gradient_naive(c.size, c.x, c.dy), 1000) < 4);
    }
    set_threads(before);
}

BOOST_AUTO_TEST_CASE(one_sample_alone_gives_what_it_gives_in_a_batch)
{
    const Case c =
        random_case({.rows = 8, .cols = 8, .in_channels = 3, .out_channels = 17, .kernel = 3}, 4);
    const Matrix all = conv_forward(c.size, c.x, c.W, c.b);
    for (Index n = 0; n < 4; ++n)
        BOOST_TEST(arma::approx_equal(conv_forward(c.size, c.x.col(n), c.W, c.b), all.col(n),
                                      "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(sums_of_channels)
{
    const Matrix dy{{1, 10}, {2, 20}, {3, 30}, {4, 40}};
    BOOST_TEST(arma::approx_equal(channel_sums(dy, 2), Matrix(Column{33, 77}), "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
