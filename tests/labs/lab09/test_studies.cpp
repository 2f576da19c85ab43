#include "base/error.hpp"
#include "data/augment.hpp"
#include "labs/lab09_convolution/studies.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab09_studies, *boost::unit_test::label("lab09"))

using namespace descente;
using namespace lab09;

namespace {

Images noise(const Shape& shape, Index n)
{
    Rng rng(1);
    return images_of({.name = verbatim("noise"),
                      .shape = shape,
                      .x = rng.uniform_matrix(shape.size(), n, 0, 1),
                      .labels = {},
                      .classes = {}},
                     1);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_moved_output_has_no_mismatch)
{
    Rng rng(1);
    const Shape output{5, 7, 2};
    const Matrix y = rng.normal_matrix(output.size(), 3);
    BOOST_TEST(shift_mismatch(y, shifted(y, output, 2, 2, 9), output, 2) == 0);
    BOOST_TEST(shift_mismatch(y, shifted(y, output, 2, 3, 9), output, 2) > 0.5);
    BOOST_TEST(shift_mismatch(y, 2 * y, output, 0) == 1, boost::test_tools::tolerance(1e-6));
    BOOST_CHECK_THROW(shift_mismatch(y, y, output, 5), ShapeError);
}

BOOST_AUTO_TEST_CASE(convolutions_follow_by_whole_strides_and_away_from_padding)
{
    const Images images = noise({22, 24, 2}, 8);
    const auto curve = [&](const Map& map) {
        return follow(map, images, 3, Rng(2)).kept("difference");
    };
    const std::vector<double> plain = curve({{}}), strided = curve({{}, 2}),
                              padded = curve({{}, 1, 1}), general = curve({{}, 1, 0, true});
    BOOST_REQUIRE(plain.size() == 9U);
    for (const double difference : plain) BOOST_TEST(difference < 1e-5);
    for (const Index even : {0, 2, 4}) BOOST_TEST(strided[even] < 1e-5);
    for (const Index odd : {1, 3}) BOOST_TEST(strided[odd] > 0.3);
    for (const Index d : {1, 2, 3, 4}) {
        BOOST_TEST(padded[d] > 0.01);
        BOOST_TEST(general[d] > 0.5);
    }
    BOOST_TEST(padded[0] == 0);
}

BOOST_AUTO_TEST_CASE(the_fan_in_of_a_convolution_counts_its_kernel)
{
    // With n_in = C instead of C·kh·kw, each of nine further layers multiplies the signal by three.
    const Images images = noise({22, 23, 1}, 20);
    const auto growth = [&](double scale) {
        return signal({{}, true, scale}, images, Rng(2)).number("growth");
    };
    BOOST_TEST(growth(1) > 0.3);
    BOOST_TEST(growth(1) < 3);
    BOOST_TEST(growth(3) / growth(1) > 1000);
    BOOST_TEST(signal({{}, false}, images, Rng(2)).kept("RMS").size() == 10);
}

BOOST_AUTO_TEST_CASE(images_in_figures_begin_where_asked)
{
    const Images images = noise({4, 5}, 6);
    BOOST_TEST(arma::approx_equal(images.drawn, images.pixels.cols(1, 3), "absdiff", 0));
    BOOST_TEST(std::abs(double(arma::mean(arma::vectorise(images.standard)))) < 1e-5);
}

BOOST_AUTO_TEST_SUITE_END()
