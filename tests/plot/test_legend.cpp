// Legends fit: columns, lines and letters are chosen by what texts are wide in truth.
#include "plot/legend.hpp"
#include "script_text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(figure_legend)

using namespace descente;

static Panel& with_entries(Figure& figure, int entries, const std::string& text)
{
    Panel& panel = figure.panel();
    for (int i = 0; i < entries; ++i) panel.line(verbatim("{} {}", text, i), {0, 1}, {0, 1});
    return panel;
}

BOOST_AUTO_TEST_CASE(columns_are_as_many_as_fit_and_balanced)
{
    Figure figure("x", verbatim("t"));
    const PanelParts& five = with_entries(figure, 5, "five").parts();
    const auto key = [&](double width) { return arranged_key(five, {}, 24, 15, width, 9); };
    const double one = key(1).width();
    BOOST_TEST(key(1e9).columns() == 5u);
    BOOST_TEST(key(4.9 * one).columns() == 3u); // 3 + 2, not 4 + 1
    BOOST_TEST(key(4.9 * one).rows() == 2u);
    for (const double width : {1.1, 2.2, 3.7, 5.5})
        BOOST_TEST(key(width * one).width() <= width * one);
}

BOOST_AUTO_TEST_CASE(an_entry_too_wide_for_one_column_takes_more_lines)
{
    Figure figure("x", verbatim("t"));
    const PanelParts& wide = with_entries(figure, 2, "an entry of a good many words").parts();
    const double all = arranged_key(wide, {}, 24, 15, 1e9, 1).width();
    const Key key = arranged_key(wide, {}, 24, 15, 0.5 * all, 9);
    BOOST_TEST(key.columns() == 1u);
    BOOST_TEST(key.width() <= 0.5 * all + 1e-9);
    for (const Fitted& text : key.texts) {
        BOOST_TEST(text.lines.size() > 1u);
        BOOST_TEST(text.points >= 15);
    }
}

BOOST_AUTO_TEST_CASE(each_kind_of_series_has_its_sample)
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .line(verbatim("l"), {0, 1}, {0, 1})
        .line(verbatim("w"), {0, 1}, {0, 1}, {.with_points = true})
        .points(verbatim("p"), {0, 1}, {0, 1})
        .bars(verbatim("b"), Numbers{1});
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "nohead front linetype 1\n"));
    BOOST_TEST(has(script, "nohead front linetype 2 dashtype solid\n"));
    BOOST_TEST(has(script, "point linetype 2 dashtype solid pointsize 1.1*mark front\n"));
    BOOST_TEST(has(script, "point linetype 3 pointsize 1.8*mark linewidth 2 front\n"));
    BOOST_TEST(has(script, "front fillcolor rgb colour(4) dashtype solid fillstyle @bar_fill_4\n"));
}

BOOST_AUTO_TEST_SUITE_END()
