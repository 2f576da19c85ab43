// Divergence, guides and marks.
#include "script_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(figure_notes)

BOOST_AUTO_TEST_CASE(divergence_is_drawn, *boost::unit_test::label("lab04"))
{
    Figure figure("x", "t");
    figure.panel()
        .line("l", {0, 1, 2, 3}, {2, 4, 1e30, NAN})
        .diverged(2, 1e30, {"gone", "parti"}, 1);
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "pointtype 2"));
    BOOST_TEST(has(script, "'gone'"));
    BOOST_TEST(!has(script, ":1.06e+30]")); // it does not flatten what was there before
}

BOOST_AUTO_TEST_CASE(what_lies_outside_the_axes_is_not_drawn)
{
    Figure figure("x", "t");
    figure.panel()
        .line("l", {0, 1}, {0, 1})
        .x_range(0, 1)
        .y_range(0, 1)
        .vertical(2, "guide")
        .mark(0.5, 7, "mark");
    const std::string script = script_of(figure);
    BOOST_TEST(!has(script, "'guide'"));
    BOOST_TEST(!has(script, "'mark'"));
}

BOOST_AUTO_TEST_SUITE_END()
