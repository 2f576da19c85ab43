#include "labs/lab01_chain_rule/quotients.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(difference_quotients_of_lab01, *boost::unit_test::label("lab01"))

using lab01::Quotient;
using lab01::quotient_errors;

BOOST_AUTO_TEST_CASE(they_give_both_slopes)
{
    const arma::rowvec slopes = lab01::difference_quotients({descente::Real(0.5), 1});
    const auto near = boost::test_tools::tolerance(1e-9);
    BOOST_TEST(slopes.n_elem == 2);
    BOOST_TEST(slopes[0] == lab01::ds_dx1(0.5, 1), near);
    BOOST_TEST(slopes[1] == 0.5 * std::sin(0.5) + 2, near);
}

BOOST_AUTO_TEST_CASE(the_largest_error_counts)
{
    BOOST_TEST(lab01::relative_error({2, 3}, {4, 2}) == 0.5);
}

BOOST_AUTO_TEST_CASE(quotients_err_by_h_or_its_square)
{
    // Of x³ at 1: forward 3 + 3h + h², central 3 + h², exact numbers for these h.
    const auto cube = [](auto x) { return x * x * x; };
    const auto slope = [](double x) { return 3 * x * x; };
    const std::vector<double> steps = {0.5, 0.25};
    const auto forward = quotient_errors<double>(cube, slope, {1}, steps, Quotient::forward);
    const auto central = quotient_errors<double>(cube, slope, {1}, steps, Quotient::central);
    for (std::size_t i = 0; i < 2; ++i) {
        const double h = steps[i];
        BOOST_TEST(forward[i] == h + h * h / 3, boost::test_tools::tolerance(1e-12));
        BOOST_TEST(central[i] == h * h / 3, boost::test_tools::tolerance(1e-12));
    }
    // A step that rounding swallows leaves no difference at all: the whole slope is lost.
    const std::vector<double> tiny = {1e-9};
    BOOST_TEST(quotient_errors<float>(cube, slope, {1}, tiny, Quotient::central)[0] == 1);
    BOOST_TEST(quotient_errors<double>(cube, slope, {1}, tiny, Quotient::central)[0] < 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
