#include "base/error.hpp"
#include "base/rng.hpp"
#include "nn/conv.hpp"
#include "plot/grid_values.hpp"
#include "plot/sliding_window.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(sliding_window, *boost::unit_test::label("lab09"))

namespace {

// Four rows, five columns, two channels; whole numbers, so that every sum is exact.
struct Example {
    Shape image{4, 5, 2};
    Matrix x, filter;
    Example()
    {
        Rng rng(1);
        x = arma::round(rng.uniform_matrix(image.size(), 1, 0, 9));
        filter = arma::round(rng.uniform_matrix(18, 1, -3, 3));
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(each_sum_is_an_output_and_b_is_added_once)
{
    const Example e;
    const Var y =
        conv2d(constant(e.x, e.image), constant(e.filter), constant(Matrix(1, 1).fill(5)));
    BOOST_TEST((y.shape() == Shape{2, 3, 1}));
    for (Index i = 0; i < 2; ++i)
        for (Index j = 0; j < 3; ++j) {
            const SlidingSum sum = sliding_sum(e.x, e.image, e.filter, 5, 3, i, j);
            BOOST_TEST(sum.value == double(y.value()(i + 2 * j, 0)));
            BOOST_TEST(sum.value == sum.sums[0] + sum.sums[1] + 5); // not b in each channel
            for (const Index k : {0, 1})
                BOOST_TEST(sum.sums[k] == double(arma::accu(sum.products[k])));
        }
}

BOOST_AUTO_TEST_CASE(a_product_keeps_its_place_in_the_window)
{
    Example e;
    e.filter.zeros();
    e.filter(2 + 3 * 1 + 9, 0) = 2; // k = 1, m = 2, n = 1
    const SlidingSum sum = sliding_sum(e.x, e.image, e.filter, 0, 3, 1, 2);
    BOOST_TEST(sum.products[0].is_zero());
    // X(1, i + m, j + n): row 3, column 3 of the second channel.
    BOOST_TEST(sum.products[1](2, 1) == 2 * e.x(3 + 4 * 3 + 20, 0));
    BOOST_TEST(sum.value == 2 * double(e.x(3 + 4 * 3 + 20, 0)));
}

BOOST_AUTO_TEST_CASE(the_output_fills_row_by_row)
{
    const Example e;
    const Figure film = sliding_window_figure(e.x, e.image, e.filter, 5, 3, 100);
    BOOST_REQUIRE(film.frames().size() == 6U);
    for (std::size_t frame = 0; frame < 6; ++frame) {
        BOOST_REQUIRE(film.frames()[frame].size() == 8U);
        const Matrix Y = grid_values(film.frames()[frame][3].parts().series.at(0));
        std::size_t known = 0;
        for (const Real value : Y) known += std::isfinite(value);
        BOOST_TEST(known == frame + 1);
        BOOST_TEST(std::isfinite(Y(frame / 3, frame % 3)));
    }
    BOOST_TEST(sliding_window_figure(e.x, e.image, e.filter, 5, 3, 3).frames().size() == 3U);
    BOOST_TEST(sliding_window_figure(e.x, e.image, e.filter, 5, 3, 1).frames().size() == 1U);
}

BOOST_AUTO_TEST_CASE(another_number_of_channels_is_refused)
{
    BOOST_CHECK_THROW(sliding_window_figure(Matrix(16, 1), {4, 4}, Matrix(9, 1), 0, 3, 9),
                      ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
