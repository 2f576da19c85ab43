#include "data/synthetic.hpp"
#include "labs/lab15_why_it_generalises/pixel_order.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(pixel_order, *boost::unit_test::label("lab15"))

using namespace lab15;

BOOST_AUTO_TEST_CASE(each_network_reads_both_orders)
{
    BOOST_REQUIRE(readers.size() == 4u);
    for (const std::size_t net : {0, 2}) {
        BOOST_TEST(readers[net].convolves == (net == 2));
        BOOST_TEST(readers[net].convolves == readers[net + 1].convolves);
        BOOST_TEST((readers[net].pixels == Pixels::as_they_are));
        BOOST_TEST((readers[net + 1].pixels == Pixels::one_shuffle));
    }
}

BOOST_AUTO_TEST_CASE(the_error_is_that_on_the_test_set)
{
    Rng rng(1);
    const Split data = glyphs(200, 50, rng);
    for (const Reader& reader : {readers[1], readers[2]}) {
        const Run run = learn(reader, data, 1, Rng(2));
        const double error = run.number("test error (%)");
        BOOST_TEST(error >= 0);
        BOOST_TEST(error <= 100);
        BOOST_TEST(std::abs(error / 2 - std::round(error / 2)) < 1e-9); // of 50 images
        BOOST_TEST(error == learn(reader, data, 1, Rng(2)).number("test error (%)"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
