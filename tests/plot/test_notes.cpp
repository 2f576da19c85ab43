// Divergence, guides and marks.
#include "script_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(figure_notes)

BOOST_AUTO_TEST_CASE(divergence_is_drawn, *boost::unit_test::label("lab04"))
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .line(verbatim("l"), {0, 1, 2, 3}, {2, 4, 1e30, NAN})
        .diverged(2, 1e30, tr("gone"), 1);
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "pointtype 2"));
    BOOST_TEST(has(script, "'gone'"));
    BOOST_TEST(!has(script, ":1.06e+30]")); // it does not flatten what was there before
}

BOOST_AUTO_TEST_CASE(what_lies_outside_the_axes_is_not_drawn)
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .line(verbatim("l"), {0, 1}, {0, 1})
        .x_range(0, 1)
        .y_range(0, 1)
        .vertical(2, tr("guide"))
        .mark(0.5, 7, tr("mark"));
    const std::string script = script_of(figure);
    BOOST_TEST(!has(script, "'guide'"));
    BOOST_TEST(!has(script, "'mark'"));
}

BOOST_AUTO_TEST_CASE(bubbles_are_circles_with_names, *boost::unit_test::label("lab16"))
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .x_axis(verbatim("x"), Scale::logarithmic)
        .bubbles(tr("nets"), {10, 1000, 50}, {{5, 4, 6, {}}, {7, 7, 7, {}}, {NAN, NAN, NAN, {}}},
                 {1, 4, 2}, {tr("small"), tr("large"), tr("diverged")});
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "set object circle at"));
    BOOST_TEST(has(script, "'small'"));
    BOOST_TEST(has(script_of(figure, Language("fr")), "'grand'"));
    BOOST_TEST(!has(script, "'diverged'"));                 // it has no place
    BOOST_TEST(has(script, "<< EOD\n10 4 6\nEOD\n"));       // bars where seeds differ
    BOOST_TEST(has(script, "NaN with points pointtype 7")); // the legend
}

BOOST_AUTO_TEST_CASE(a_note_is_a_text_without_a_point, *boost::unit_test::label("lab16"))
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .bars({}, Numbers{1, 2})
        .y_range(0, 3)
        .note(1, 2, tr("limit"))
        .note(1, 2, verbatim("2 m"));
    const std::string script = script_of(figure, Language("fr"));
    BOOST_TEST(has(script, "'limite'"));
    const auto place = [&](const char* text) { // "set label '…' at screen x, screen y …"
        const std::size_t at = script.find("at ", script.find(text));
        return script.substr(at, script.find(" center", at) - at);
    };
    BOOST_TEST(place("'limite'") != place("'2 m'")); // one above the other
    BOOST_TEST(!has(script, "pointtype 7"));
}

BOOST_AUTO_TEST_SUITE_END()
