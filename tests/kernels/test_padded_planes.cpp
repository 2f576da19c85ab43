#include "base/rng.hpp"
#include "kernels/padded_planes.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(padded_planes, *boost::unit_test::label("lab09"))

using namespace descente;

BOOST_AUTO_TEST_CASE(every_tap_of_every_output_finds_its_number_or_a_zero)
{
    Rng rng(1);
    for (const Index stride : {1, 2, 3})
        for (const Index kernel : {1, 2, 3})
            for (const Index padding : {0, 1, 2}) {
                const ConvSize size{.rows = 5,
                                    .cols = 7,
                                    .in_channels = 2,
                                    .out_channels = 1,
                                    .kernel = kernel,
                                    .stride = stride,
                                    .padding = padding};
                const Matrix x = rng.normal_matrix(size.inputs(), 1);
                const PaddedPlanes planes = padded_input(size);
                std::vector<Real> padded(planes.size(2));
                const Matrix before = rng.normal_matrix(size.inputs(), 1);
                copy_padded(before.memptr(), planes, 2, padded.data()); // leaves nothing behind
                copy_padded(x.memptr(), planes, 2, padded.data());
                const std::vector<Index> taps = taps_of(size, planes);
                bool right = taps.size() == size.fan_in();
                for (Index j = 0; j < size.out_cols(); ++j)
                    for (Index i = 0; i < size.out_rows(); ++i)
                        for (Index t = 0; t < taps.size(); ++t) {
                            const Index m = t % kernel, n = t / kernel % kernel,
                                        c = t / kernel / kernel;
                            const Index row = stride * i + m - padding,
                                        col = stride * j + n - padding;
                            const bool within = row < 5 && col < 7; // Index: −1 is very large
                            const Real expected = within ? x[row + 5 * (col + 7 * c)] : Real{0};
                            right =
                                right && padded[taps[t] + i + planes.padded_rows * j] == expected;
                        }
                BOOST_TEST(right,
                           "stride " << stride << ", kernel " << kernel << ", padding " << padding);
            }
}

BOOST_AUTO_TEST_SUITE_END()
