#include "labs/lab03_sgd_and_gd/figures.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab03_figures, *boost::unit_test::label("lab03"))

using namespace lab03;

BOOST_AUTO_TEST_CASE(uses_in_an_epoch_and_with_replacement)
{
    using boost::test_tools::per_element;
    BOOST_TEST(shares_by_uses({0, 1, 1, 3, 3, 3, 3}, 4) == (Numbers{25, 25, 25, 0, 25}),
               per_element());
    BOOST_TEST(shares_by_uses({0, 0, 0, 0, 0, 0, 0}, 2) == (Numbers{50, 0, 0, 0, 50}),
               per_element());
    Rng rng(1);
    std::vector<Index> drawn(100000);
    for (Index& i : drawn) i = rng.below(drawn.size());
    BOOST_TEST(std::abs(shares_by_uses(drawn, 100000)[0] - 100 * std::exp(-1.0)) < 1);
}

BOOST_AUTO_TEST_SUITE_END()
