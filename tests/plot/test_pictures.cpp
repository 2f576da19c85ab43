// Images the right way up and in their colours.
#include "script_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(figure_pictures)

BOOST_AUTO_TEST_CASE(row_0_of_an_image_is_at_the_top)
{
    Matrix pixels(6, 1); // 2 rows × 3 columns
    for (Index r = 0; r < 2; ++r)
        for (Index c = 0; c < 3; ++c) pixels(r + 2 * c, 0) = static_cast<Real>(3 * r + c);
    Figure figure("x", verbatim("t"));
    figure.panel().image_grid(pixels, {2, 3, 1}, 1);
    // In drawing order: the upper row from left to right, then the lower one. 51 a step.
    BOOST_TEST(
        has(script_of(figure),
            "<< EOD\n0 0 0\n51 51 51\n102 102 102\n153 153 153\n204 204 204\n255 255 255\n"));
}

BOOST_AUTO_TEST_CASE(channels_are_red_green_blue)
{
    Figure figure("x", verbatim("t"));
    figure.panel().image_grid(Matrix{Column{0, 1, 0.2f}}, {1, 1, 3}, 1);
    BOOST_TEST(has(script_of(figure), "<< EOD\n0 255 51\n"));
}

BOOST_AUTO_TEST_CASE(signed_images_are_white_at_zero)
{
    Figure figure("x", verbatim("t"));
    figure.panel().image_grid(Matrix{Column{0, 1, -1}}, {3, 1, 1}, 1, {}, true);
    BOOST_TEST(has(script_of(figure), "<< EOD\n255 255 255\n200 70 0\n0 90 160\n"));
}

BOOST_AUTO_TEST_CASE(a_line_inside_each_image_is_drawn_on_request)
{
    const auto lines = [](Index inside) {
        Figure figure("x", verbatim("t"));
        figure.panel().image_grid(Matrix(36, 2), {6, 6, 1}, 2).inner_frame(inside);
        const std::string script = script_of(figure), line = "linecolor rgb colour(2)";
        int count = 0;
        for (auto at = script.find(line); at != std::string::npos; at = script.find(line, at + 1))
            ++count;
        return count;
    };
    BOOST_TEST(lines(0) == 0);
    BOOST_TEST(lines(1) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
