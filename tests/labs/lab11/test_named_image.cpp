#include "labs/lab11_resnet/named_image.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(named_image, *boost::unit_test::label("lab11"))

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

BOOST_AUTO_TEST_SUITE_END()
