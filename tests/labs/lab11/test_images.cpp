#include "labs/lab11_resnet/images.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab11_images, *boost::unit_test::label("lab11"))

using namespace lab11;

BOOST_AUTO_TEST_CASE(the_likeliest_classes_with_their_probabilities)
{
    Figure figure("names", tr("Names"), 2);
    const Matrix logits(Column{0, Real(std::log(3.0)), -50});
    draw_named_image(figure, Matrix(4, 1), Shape{2, 2, 1}, tr("a photo"), logits,
                     {tr("cat"), tr("ray"), tr("purse")}, 2);
    const auto& panels = figure.frames()[0];
    BOOST_TEST(panels.size() == 2);
    const PanelParts& bars = panels[1].parts();
    BOOST_TEST(bars.x.names[0].english() == "ray");
    BOOST_TEST(bars.x.names[1].english() == "cat");
    const auto& heights = bars.series[0][Role::y];
    BOOST_TEST(heights.size() == 2);
    BOOST_TEST(std::abs(heights[0] - 75) < 0.01);
    BOOST_TEST(std::abs(heights[1] - 25) < 0.01);
}

BOOST_AUTO_TEST_CASE(of_equal_classes_the_first_comes_first_and_there_are_no_more_than_all)
{
    Figure figure("names", tr("Names"), 2);
    draw_named_image(figure, Matrix(4, 1), Shape{2, 2, 1}, {}, Matrix(Column{1, 5, 3, 5}),
                     {tr("cat"), tr("ray"), tr("purse"), tr("dog")}, 9);
    const std::vector<Text>& names = figure.frames()[0][1].parts().x.names;
    BOOST_TEST(names.size() == 4);
    BOOST_TEST(names[0].english() == "ray");
    BOOST_TEST(names[1].english() == "dog");
    BOOST_TEST(names[2].english() == "purse");
}

BOOST_AUTO_TEST_CASE(halved_images_are_means_of_four)
{
    Dataset data;
    data.shape = {2, 4, 1};
    data.x = Matrix(Column{1, 3, 5, 7, 0, 0, 0, 8});
    const Dataset small = halved(data);
    BOOST_TEST((small.shape == Shape{1, 2, 1}));
    BOOST_TEST(arma::approx_equal(small.x, Matrix(Column{4, 2}), "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
