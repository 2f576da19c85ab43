#include "base/rng.hpp"
#include "labs/lab09_convolution/conv_check.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

using namespace descente;

BOOST_AUTO_TEST_SUITE(conv_check, *boost::unit_test::label("lab09"))

BOOST_AUTO_TEST_CASE(only_the_convolution_with_the_kernel_as_it_is_differs)
{
    Rng rng(1);
    const Shape image{7, 9, 3};
    const Matrix x = rng.normal_matrix(image.size(), 2);
    const ConvDifferences d = compare_with_conv2d(x, image, rng.normal_matrix(3, 3), 0.7);
    BOOST_TEST(d.matrix < 1e-5);
    BOOST_TEST(d.formula < 1e-5);
    BOOST_TEST(d.turned < 1e-5);
    BOOST_TEST(d.as_is > 0.1);
}

BOOST_AUTO_TEST_CASE(a_kernel_that_a_half_turn_leaves_alone_shows_nothing)
{
    Rng rng(1);
    const Matrix x = rng.normal_matrix(6 * 5, 2), blur(3, 3, arma::fill::ones);
    BOOST_TEST(compare_with_conv2d(x, {6, 5}, blur, 1).as_is < 1e-5);
}

BOOST_AUTO_TEST_CASE(a_pixel_that_is_no_number_makes_no_agreement,
                     *boost::unit_test::label("lab16"))
{
    Rng rng(1);
    Matrix x = rng.normal_matrix(6 * 5, 2);
    x(7, 1) = std::numeric_limits<Real>::quiet_NaN(); // in one output of many
    const ConvDifferences d = compare_with_conv2d(x, {6, 5}, rng.normal_matrix(3, 3), 0.7);
    for (const double apart : {d.matrix, d.formula, d.turned, d.as_is})
        BOOST_TEST(apart == std::numeric_limits<double>::infinity());
}

BOOST_AUTO_TEST_SUITE_END()
