#include "labs/lab01_chain_rule/bowl.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(bowl)

BOOST_AUTO_TEST_CASE(each_direction_shrinks_by_its_own_factor, *boost::unit_test::label("lab01"))
{
    // θ_i is multiplied by 1 − αλ_i in each step: here by 3/4 and by −1/2, exact in binary.
    const BowlPath path = descend_bowl(Matrix{{1, 0}, {0, 6}}, Column{-8, 4}, 0.25, 3);
    BOOST_TEST(path.x == (std::vector<double>{-8, -6, -4.5, -3.375}));
    BOOST_TEST(path.y == (std::vector<double>{4, -2, 1, -0.5}));
    BOOST_TEST(path.distance.front() == 1);
}

BOOST_AUTO_TEST_CASE(diverges_beyond_two_over_the_steepest_curvature,
                     *boost::unit_test::label("lab01"))
{
    const Matrix A{{5, 3}, {3, 5}}; // eigenvalues 2 and 8
    const Column start{1, 0};
    const std::vector<double> ends = distances_after(1000, A, start, {1.98, 2.02});
    BOOST_TEST(ends[0] < 1e-6);
    BOOST_TEST(ends[1] > 1e6);
}

BOOST_AUTO_TEST_CASE(heights_are_those_of_the_cost)
{
    const Matrix L = bowl_heights(Matrix{{2, 1}, {1, 4}}, {0, 1, 2}, {0, -1});
    const Matrix expected{{0, 1, 4}, {2, 2, 4}}; // x² + xy + 2y²
    BOOST_TEST(arma::approx_equal(L, expected, "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
