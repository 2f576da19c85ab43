// What test_conv.cpp does not see of the weight gradient: sums that do not depend on how samples
// are grouped, and repeated calls that give the same bits.
#include "base/cpu.hpp"
#include "base/rng.hpp"
#include "kernels/conv.hpp"
#include "kernels/conv_naive.hpp"
#include "kernels/vector.hpp"
#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(conv_weight_gradients, *boost::unit_test::label("lab09"))

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_CASE(many_samples_are_the_sum_of_each)
{
    Rng rng(1);
    for (const Index filters : {Index{3}, lanes + 4}) {
        const ConvSize size{.rows = 24,
                            .cols = 25,
                            .in_channels = 4,
                            .out_channels = filters,
                            .kernel = 3,
                            .padding = 1};
        const Matrix x = rng.normal_matrix(size.inputs(), 40);
        const Matrix dy = rng.normal_matrix(size.outputs(), 40);
        const Matrix together = conv_weight_gradient(size, x, dy);
        Matrix one_by_one(size.fan_in(), filters);
        for (Index n = 0; n < x.n_cols; ++n)
            one_by_one += conv_weight_gradient_naive(size, x.col(n), dy.col(n));
        const double scale = std::sqrt(40.0 * 24 * 25); // of a sum of so many normal products
        BOOST_TEST(largest_magnitude(together - one_by_one) < 1e-4 * scale);
        BOOST_TEST(arma::approx_equal(conv_weight_gradient(size, x, dy), together, "absdiff", 0));
    }
}

BOOST_AUTO_TEST_CASE(no_sample_gives_no_gradient)
{
    const ConvSize size{.rows = 4, .cols = 4, .in_channels = 1, .out_channels = 2, .kernel = 3};
    const Matrix dW = conv_weight_gradient(size, Matrix(16, 0), Matrix(size.outputs(), 0));
    BOOST_TEST((dW.n_rows == 9 && dW.n_cols == 2));
    BOOST_TEST(arma::accu(arma::abs(dW)) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
