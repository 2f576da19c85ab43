#include "autodiff/ops.hpp"
#include "labs/lab02_losses/outliers.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(line_and_outliers, *boost::unit_test::label("lab02"))

using namespace lab02;

BOOST_AUTO_TEST_CASE(a_line_has_exactly_its_outliers)
{
    Rng rng(1);
    const LineData line = line_with_outliers(5, rng);
    BOOST_TEST(arma::accu(line.is_outlier) == 5U);
    BOOST_TEST(arma::accu(line_with_outliers(0, rng).is_outlier) == 0U);
    for (Index i = 0; i < 100; ++i) {
        BOOST_TEST(std::abs(line.x[i]) <= Real{1});
        const double residual = double{line.y[i]} - double{line.x[i]};
        if (line.is_outlier[i] != 0)
            BOOST_TEST(residual > 4.0); // twice as high as the whole line
        else
            BOOST_TEST(std::abs(residual) < 6 * 0.2);
    }
}

BOOST_AUTO_TEST_CASE(a_line_without_noise_is_found)
{
    LineData data;
    data.x = Matrix{{-1, 0, 1, 0.5}};
    data.y = 2 * data.x + 1;
    Cost cost;
    cost.l = [](const Var& y, const Var& o) { return sum(square(y - o)); };
    const Column line = fitted_line(data, cost);
    BOOST_TEST(std::abs(double(line[0]) - 2) < 1e-4);
    BOOST_TEST(std::abs(double(line[1]) - 1) < 1e-4);
}

BOOST_AUTO_TEST_CASE(the_rate_shrinks)
{
    BOOST_TEST(shrinking(0) == 0.5);
    BOOST_TEST(shrinking(5) == 0.25);
}

BOOST_AUTO_TEST_SUITE_END()
