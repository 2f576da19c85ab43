// The answers of lab 10's worksheet against plain sums, written out here.
#include "labs/lab10_batch_norm/worksheet.hpp"
#include "plot/sheet_checks.hpp"

BOOST_AUTO_TEST_SUITE(lab10_worksheet, *boost::unit_test::label("lab10"))

using namespace lab10;

BOOST_AUTO_TEST_CASE(sheets_are_as_they_should_be) { check_sheets(worksheet); }

BOOST_AUTO_TEST_CASE(forward_and_back)
{
    // Given: x, ∂L/∂y; asked: μ, σ, x − μ, x̂, y, ∂γ, ∂β, ∂x.
    check_answers(worksheet, [](const Numbers& given, const Numbers& found) {
        BOOST_REQUIRE(found.size() == 20U);
        const double mean = (given[0] + given[1] + given[2] + given[3]) / 4;
        double variance = 0, of_gamma = 0, of_beta = 0;
        for (std::size_t i = 0; i < 4; ++i) variance += std::pow(given[i] - mean, 2) / 4;
        const double sigma = std::sqrt(variance);
        // γ and β from two of the y.
        std::size_t other = 1;
        while (given[other] == given[0]) ++other;
        const double gamma = sigma * (found[10 + other] - found[10]) / (given[other] - given[0]),
                     beta = found[10] - gamma * (given[0] - mean) / sigma;
        Numbers expected(20);
        expected[0] = mean, expected[1] = sigma;
        for (std::size_t i = 0; i < 4; ++i) {
            expected[2 + i] = given[i] - mean;
            expected[6 + i] = expected[2 + i] / sigma;
            expected[10 + i] = gamma * expected[6 + i] + beta;
            of_gamma += given[4 + i] * expected[6 + i];
            of_beta += given[4 + i];
        }
        expected[14] = of_gamma, expected[15] = of_beta;
        for (std::size_t i = 0; i < 4; ++i)
            expected[16 + i] =
                gamma / sigma * (given[4 + i] - of_beta / 4 - expected[6 + i] * of_gamma / 4);
        check_close(found, expected);
    });
}

BOOST_AUTO_TEST_SUITE_END()
