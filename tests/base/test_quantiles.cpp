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

BOOST_AUTO_TEST_SUITE_END()
