// The driver by itself: every output is the bias plus its taps, put where the job says.
#include "kernels/correlate.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(correlation, *boost::unit_test::label("lab09"))

using namespace descente;

BOOST_AUTO_TEST_CASE(filters_are_shared_out_completely_and_in_order)
{
    for (const Index filters : {Index{1}, Index{6}, lanes, lanes + 1, 2 * lanes, 3 * lanes + 2}) {
        Index next = 0;
        for (const FilterBlock& block : filter_blocks(filters)) {
            BOOST_TEST(block.first == next);
            BOOST_TEST(block.count >= 1);
            BOOST_TEST(block.count <= block.width);
            BOOST_TEST((block.registers == 0) == (filters <= few_filters));
            next = block.end();
        }
        BOOST_TEST(next == filters);
        BOOST_TEST(padded_count(filters) >= filters);
        BOOST_TEST(padded_count(filters) % lanes == 0);
    }
}

BOOST_AUTO_TEST_CASE(outputs_stand_where_the_job_says)
{
    // Two taps of one plane of 3×2, added up for two output rows and columns, two places apart in
    // a plane of 4×3.
    const PaddedPlanes planes{.rows = 3,
                              .cols = 2,
                              .front = 0,
                              .stride = 1,
                              .phases = 1,
                              .padded_rows = 3,
                              .padded_cols = 2};
    AlignedBuffer weights(2), start(lanes);
    weights.data()[0] = 1;
    weights.data()[1] = 10;
    start.data()[0] = 100;
    const Matrix x(Column{1, 2, 3, 4, 5, 6});
    Matrix y(12, 1, arma::fill::zeros);
    correlate({.channels = 1,
               .source = planes,
               .taps = {0, 1},
               .blocks = filter_blocks(1),
               .weights = weights.data(),
               .start = start.data(),
               .rows = 2,
               .cols = 2,
               .first = 1,
               .step = 2,
               .target_rows = 4,
               .target_plane = 12},
              x, y);
    const Matrix expected(Column{0, 121, 0, 132, 0, 0, 0, 0, 0, 154, 0, 165});
    BOOST_TEST(arma::approx_equal(y, expected, "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
