#include "labs/lab09_convolution/conv_sizes.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(conv_sizes, *boost::unit_test::label("lab09"))

BOOST_AUTO_TEST_CASE(sizes_worked_out_by_hand)
{
    const ConvSide halved{.n = 28, .kernel = 3, .padding = 0, .stride = 2};
    BOOST_TEST(halved.measured() == 13U); // windows begin in rows 0, 2, … 24
    BOOST_TEST(halved.counted() == 13U);
    BOOST_TEST(halved.by_floor() == 13U);
    BOOST_TEST(halved.by_ceiling() == 14U);
    BOOST_TEST(halved.dropped() == 1U); // row 27
    const ConvSide resnet{.n = 224, .kernel = 7, .padding = 3, .stride = 2};
    BOOST_TEST(resnet.measured() == 112U);
    const ConvSide same{.n = 28, .kernel = 5, .padding = 2};
    BOOST_TEST(same.measured() == 28U);
    BOOST_TEST(same.dropped() == 0U);
}

BOOST_AUTO_TEST_CASE(an_even_kernel_is_one_short_or_one_over)
{
    BOOST_TEST((ConvSide{.n = 28, .kernel = 4, .padding = 1}).measured() == 27U);
    BOOST_TEST((ConvSide{.n = 28, .kernel = 4, .padding = 2}).measured() == 29U);
}

BOOST_AUTO_TEST_CASE(the_floor_is_right_everywhere_and_the_ceiling_is_not)
{
    const ConvSizeCount count = count_conv_sizes();
    BOOST_TEST(count.cases == 8 * 5 * 3 * 4);
    BOOST_TEST(count.by_floor == count.cases);
    BOOST_TEST(count.by_ceiling < count.cases);
    BOOST_TEST(count.even == 8 * 2 * 3);
    BOOST_TEST(count.even_kept == 0);
}

BOOST_AUTO_TEST_SUITE_END()
