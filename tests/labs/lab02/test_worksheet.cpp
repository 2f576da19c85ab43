// The answers of lab 02's worksheet against plain sums, written out here.
#include "labs/lab02_losses/worksheet.hpp"
#include "plot/sheet_checks.hpp"

BOOST_AUTO_TEST_SUITE(lab02_worksheet, *boost::unit_test::label("lab02"))

using namespace lab02;

BOOST_AUTO_TEST_CASE(sheets_are_as_they_should_be) { check_sheets(worksheet); }

BOOST_AUTO_TEST_CASE(probabilities_cost_and_gradient)
{
    // Given are the logits.
    check_answers(worksheet, [](const Numbers& z, const Numbers& found) {
        BOOST_REQUIRE(found.size() == 10U);
        const double all = std::exp(z[0]) + std::exp(z[1]) + std::exp(z[2]);
        Numbers expected(10);
        for (std::size_t i = 0; i < 3; ++i) {
            expected[i] = std::exp(z[i]);
            expected[3 + i] = std::exp(z[i]) / all;
            const bool right = found[6 + i] < 0; // only its gradient is below 0
            expected[6 + i] = expected[3 + i] - right;
            if (right) expected[9] = -std::log(expected[3 + i]);
        }
        check_close(found, expected);
    });
}

BOOST_AUTO_TEST_SUITE_END()
