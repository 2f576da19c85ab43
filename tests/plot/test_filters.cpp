#include "base/rng.hpp"
#include "nn/conv.hpp"
#include "plot/filters.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(filters_in_a_figure, *boost::unit_test::label("lab09"))

using namespace descente;

BOOST_AUTO_TEST_CASE(filters_stand_above_their_maps_and_parameters_count_the_channels)
{
    Rng rng(1);
    const Shape image{6, 8, 3};
    const Matrix x = rng.uniform_matrix(image.size(), 2, 0, 1), W = rng.normal_matrix(27, 7);
    const Figure figure = filters_figure("filters", {verbatim("first")}, W, x, image);
    BOOST_TEST(figure.title().english().ends_with("= 196 parameters")); // 7 (3·3·3 + 1)
    const ImageGrid& grid = figure.frames()[0][0].parts().images.at(0);
    BOOST_TEST(grid.pixels.n_cols == 7U * 3);
    const Matrix y = conv2d(constant(x, image), constant(W), {}).value();
    const Index plane = 4 * 6;
    BOOST_TEST(arma::approx_equal(grid.pixels.col(2 * 7 + 1), y.submat(plane, 1, 2 * plane - 1, 1),
                                  "absdiff", Real(1e-5)));
    BOOST_TEST(grid.pixels(0, 1) == W(0, 1));         // the upper left corner, drawn large
    BOOST_TEST(grid.pixels(plane - 1, 1) == W(8, 1)); // the lower right one of the first channel
    BOOST_TEST(grid.captions[0].english() == "first");
    BOOST_TEST(grid.captions[1].english() == "2");
    BOOST_TEST(grid.captions[7].empty());
}

BOOST_AUTO_TEST_SUITE_END()
