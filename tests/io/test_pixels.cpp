#include "io/pixels.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(pixels)

using namespace descente;

BOOST_AUTO_TEST_CASE(each_plane_is_transposed_and_scaled)
{
    const std::vector<std::uint8_t> bytes{1, 2, 3, 4, 5, 6, 51, 102, 153, 204, 255, 0};
    const Shape shape{2, 3, 2};
    const arma::Cube<Real> image = image_of(images_of(bytes.data(), 12, 1, shape), 0, shape);
    for (Index channel = 0; channel < 2; ++channel)
        for (Index r = 0; r < 2; ++r)
            for (Index c = 0; c < 3; ++c)
                BOOST_TEST(image(r, c, channel) ==
                           static_cast<Real>(bytes[6 * channel + 3 * r + c]) / 255);
    BOOST_TEST(image(1, 1, 1) == Real{1}); // white is exactly 1
    BOOST_TEST(image(1, 2, 1) == Real{0});
}

BOOST_AUTO_TEST_SUITE_END()
