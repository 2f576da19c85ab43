// The answers of lab 09's worksheet against plain sums, written out here.
#include "labs/lab09_convolution/worksheet.hpp"
#include "plot/sheet_checks.hpp"

BOOST_AUTO_TEST_SUITE(lab09_worksheet, *boost::unit_test::label("lab09"))

using namespace lab09;

BOOST_AUTO_TEST_CASE(sheets_are_as_they_should_be) { check_sheets(worksheet); }

BOOST_AUTO_TEST_CASE(both_outputs_by_plain_sums)
{
    // Given: X, then W, by rows; asked: outputs, sizes, the corner.
    check_answers(worksheet, [](const Numbers& given, const Numbers& found) {
        const auto X = [&](int i, int j) {
            return i < 0 || j < 0 || i > 4 || j > 4 ? 0 : given[std::size_t(5 * i + j)];
        };
        Numbers sums;
        for (const auto& [step, padding] : {std::pair(1, 0), std::pair(2, 1)})
            for (int i = 0; i < 3; ++i)
                for (int j = 0; j < 3; ++j) {
                    double sum = 0;
                    for (int m = 0; m < 3; ++m)
                        for (int n = 0; n < 3; ++n)
                            sum += given[std::size_t(25 + 3 * m + n)] *
                                   X(step * i + m - padding, step * j + n - padding);
                    sums.push_back(sum);
                }
        const double bias = found[0] - sums[0]; // the same everywhere
        for (double& sum : sums) sum += bias;
        check_close(Numbers(found.begin(), found.begin() + 18), sums);
        for (std::size_t row = 0; row < 3; ++row) {
            const double n = given[34 + 4 * row], k = given[35 + 4 * row], p = given[36 + 4 * row],
                         s = given[37 + 4 * row];
            BOOST_TEST(found[18 + row] == std::floor((n + 2 * p - k) / s) + 1);
        }
        double corner = 0;
        for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 3; ++j) corner += X(i, j);
        BOOST_TEST(found[21] == 9);
        BOOST_TEST(found[22] == corner);
    });
}

BOOST_AUTO_TEST_SUITE_END()
