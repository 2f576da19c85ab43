// The answers of lab 06's worksheet against plain sums, written out here.
#include "labs/lab06_momentum_and_adam/worksheet.hpp"
#include "plot/sheet_checks.hpp"

BOOST_AUTO_TEST_SUITE(lab06_worksheet, *boost::unit_test::label("lab06"))

using namespace lab06;

BOOST_AUTO_TEST_CASE(sheets_are_as_they_should_be) { check_sheets(worksheet); }

BOOST_AUTO_TEST_CASE(three_steps_of_each_rule)
{
    // Given: 0, θ₀, g …; 0, 0, θ₀, g …
    check_answers(worksheet, [](const Numbers& given, const Numbers& found) {
        double theta = given[1], m = 0, v = 0;
        Numbers expected;
        for (std::size_t k = 1; k <= 3; ++k) {
            m = 0.5 * m + 0.5 * given[1 + k];
            theta -= 0.4 * m;
            expected.insert(expected.end(), {m, theta});
        }
        theta = given[1], m = 0;
        for (std::size_t k = 1; k <= 3; ++k) {
            const double g = given[1 + k], rest = 1 - std::pow(0.5, double(k));
            m = 0.5 * m + 0.5 * g, v = 0.5 * v + 0.5 * g * g;
            theta -= 0.42 * (m / rest) / std::sqrt(v / rest);
            expected.insert(expected.end(), {m, v, m / rest, v / rest, theta});
        }
        check_close(found, expected);
    });
}

BOOST_AUTO_TEST_SUITE_END()
