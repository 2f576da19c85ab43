#include "base/rng.hpp"
#include "kernels/planes.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(planes)

using namespace descente;

BOOST_AUTO_TEST_CASE(planes_become_places_and_back_for_every_count)
{
    Rng rng(1);
    for (const Index places : {Index{1}, lanes - 1, lanes, lanes + 3, 3 * lanes})
        for (const Index channels : {Index{1}, lanes - 1, lanes, lanes + 1, 2 * lanes}) {
            const Index plane = places + 5, width = 2 * lanes;
            const Matrix image = rng.normal_matrix(plane, channels);
            AlignedBuffer packed(places * width);
            planes_to_places(image.memptr(), plane, channels, places, packed.data(), width);
            bool right = true;
            for (Index p = 0; p < places; ++p)
                for (Index c = 0; c < width; ++c)
                    right = right &&
                            packed.data()[p * width + c] == (c < channels ? image(p, c) : Real{0});
            BOOST_TEST(right);

            Matrix back = image;
            back.head_rows(places).zeros();
            places_to_planes(packed.data(), width, places, back.memptr(), plane, channels);
            BOOST_TEST(arma::approx_equal(back, image, "absdiff", 0));
        }
}

BOOST_AUTO_TEST_CASE(buffers_start_on_a_register_boundary)
{
    for (const Index size : {Index{0}, Index{1}, lanes, lanes + 1}) {
        AlignedBuffer buffer(size);
        BOOST_TEST(reinterpret_cast<std::uintptr_t>(buffer.data()) % vector_bytes == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
