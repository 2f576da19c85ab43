#include "train/grid_search.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(grid_search_suite)

BOOST_AUTO_TEST_CASE(each_method_gets_its_own_best, *boost::unit_test::label("lab05"))
{
    const GridSearch found = grid_search(2, {1, 2, 3}, [](int method, double value) {
        return std::abs(value - (method == 0 ? 2 : 3));
    });
    const std::vector<double> best{2, 3}, costs{1, 0, 1};
    BOOST_TEST(found.best == best, boost::test_tools::per_element());
    BOOST_TEST(found.cost[0] == costs, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_diverged_is_never_best)
{
    const GridSearch found = grid_search(2, {1, 2}, [](int method, double value) {
        return method == 1 || value == 1 ? std::nan("") : 7.0;
    });
    BOOST_TEST(found.best[0] == 2);
    BOOST_TEST(found.best[1] == 1);
    BOOST_TEST(std::isinf(found.cost[0][0]));
}

BOOST_AUTO_TEST_SUITE_END()
