#include "base/error.hpp"
#include "base/rng.hpp"
#include "data/augment.hpp"
#include "labs/lab09_convolution/shift.hpp"
#include "nn/conv.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(shift, *boost::unit_test::label("lab09"))

BOOST_AUTO_TEST_CASE(a_moved_output_has_no_mismatch)
{
    Rng rng(1);
    const Shape output{5, 7, 2};
    const Matrix y = rng.normal_matrix(output.size(), 3);
    BOOST_TEST(shift_mismatch(y, shifted(y, output, 2, 3, 9), output, 2, 3) == 0);
    BOOST_TEST(shift_mismatch(y, shifted(y, output, 2, 3, 9), output, 3, 2) > 0.5);
    BOOST_TEST(shift_mismatch(y, 2 * y, output, 0, 0) == 1, boost::test_tools::tolerance(1e-6));
    BOOST_CHECK_THROW(shift_mismatch(y, y, output, 5, 0), ShapeError);
}

BOOST_AUTO_TEST_CASE(convolutions_follow_by_whole_strides_and_away_from_padding)
{
    Rng rng(1);
    const Shape image{12, 14, 2};
    const Matrix x = rng.normal_matrix(image.size(), 3), W = rng.normal_matrix(18, 4);
    const auto curve = [&](Index stride, Index padding) {
        const auto map = [&](const Matrix& m) {
            return conv2d(constant(m, image), constant(W), {}, stride, padding);
        };
        return shift_mismatches(map, x, image, 1, stride, 4);
    };
    const std::vector<double> plain = curve(1, 0), strided = curve(2, 0), padded = curve(1, 1);
    BOOST_REQUIRE(plain.size() == 5U);
    for (const double mismatch : plain) BOOST_TEST(mismatch < 1e-5);
    for (const Index even : {0, 2, 4}) BOOST_TEST(strided[even] < 1e-5);
    for (const Index odd : {1, 3}) BOOST_TEST(strided[odd] > 0.5);
    for (const Index d : {1, 2, 3, 4}) BOOST_TEST(padded[d] > 0.1);
    BOOST_TEST(padded[0] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
