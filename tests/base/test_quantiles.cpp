#include "base/quantiles.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(quantiles,
                      *boost::unit_test::label("lab10") * boost::unit_test::label("lab13"))

using namespace descente;

BOOST_AUTO_TEST_CASE(they_leave_a_share_out_on_either_side)
{
    Quantiles q;
    q.add(3, arma::regspace<Column>(0, 100), 0.05);
    BOOST_TEST(q.at[0] == 3.);
    BOOST_TEST(std::abs(q.low[0] - 5) < 1);
    BOOST_TEST(q.middle[0] == 50.);
    BOOST_TEST(std::abs(q.high[0] - 95) < 1);
    q.add(4, Matrix(2, 2).fill(Real(NAN)), 0.05); // diverged: nothing to show
    BOOST_TEST(q.at.size() == 1U);
}

BOOST_AUTO_TEST_CASE(they_lie_between_the_two_numbers_nearest_to_them)
{
    // By hand: of ten numbers the share p is the (10p + ½)th, in between in proportion. 5 % falls
    // on the first and 95 % on the last, where Armadillo 14 reads one number too many.
    Quantiles q;
    q.add(0, Column{9, 1, 2, 10, 4, 5, 6, 7, 3, 16}, 0.05);
    q.add(0, Column{9, 1, 2, 10, 4, 5, 6, 7, 3, 16}, 0.1);
    q.add(0, Column{9, 1, 2, 10, 4, 5, 6, 7, 3, 16}, 0.12);
    q.add(0, Column{8}, 0.3);
    const auto tolerance = boost::test_tools::tolerance(1e-12);
    BOOST_TEST(q.low == (std::vector<double>{1, 1.5, 1.7, 8}),
               tolerance << boost::test_tools::per_element());
    BOOST_TEST(q.middle == (std::vector<double>{5.5, 5.5, 5.5, 8}),
               tolerance << boost::test_tools::per_element());
    BOOST_TEST(q.high == (std::vector<double>{16, 13, 11.8, 8}),
               tolerance << boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
