// Series are stored as given, and their sizes are checked.
#include "base/error.hpp"
#include "plot/figure.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

BOOST_AUTO_TEST_SUITE(figure)

using namespace descente;

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused)
{
    Panel panel;
    BOOST_CHECK_THROW(panel.line(verbatim("a"), {1, 2}, {1}), ShapeError);
    BOOST_CHECK_THROW(panel.points(verbatim("a"), {1}, {1, 2}), ShapeError);
    BOOST_CHECK_THROW(panel.runs(verbatim("a"), {1, 2}, {{1, 2}, {1}}), ShapeError);
    BOOST_CHECK_THROW(panel.runs(verbatim("a"), {1, 2}, {}), ShapeError);
    BOOST_CHECK_THROW(panel.spreads(verbatim("a"), {1, 2}, {Spread{}}), ShapeError);
    BOOST_CHECK_THROW(panel.heat_map(Matrix(2, 3), {1, 2}, {1, 2, 3}, verbatim("z")), ShapeError);
    BOOST_CHECK_THROW(panel.contour(Matrix(2, 3), {1, 2}, {1, 2}, {}), ShapeError);
    BOOST_CHECK_THROW(panel.image_grid(Matrix(7, 2), Shape{2, 3, 1}, 2), ShapeError);
    BOOST_CHECK_THROW(panel.image_grid(Matrix(6, 2), Shape{2, 3, 1}, 2, {tr("one")}), ShapeError);
    BOOST_CHECK_THROW(panel.image_grid(Matrix(6, 2), Shape{2, 3, 1}, 0), ShapeError);
    BOOST_CHECK_THROW(panel.histogram(verbatim("a"), {1}, 0), ShapeError);
    BOOST_CHECK_THROW(panel.x_range(2, 1), ShapeError);
    BOOST_CHECK_THROW(panel.line(verbatim("a"), {1}, {1}, {.colour = 17}), ShapeError);
    BOOST_CHECK(panel.parts().series.empty());
}

BOOST_AUTO_TEST_CASE(the_message_names_series_and_both_sizes)
{
    Panel panel;
    try {
        panel.line(tr("smoothed"), {1, 2, 3}, {1});
        BOOST_ERROR("accepted");
    } catch (const ShapeError& error) {
        const std::string line = error.what();
        BOOST_TEST(line.find("smoothed") != std::string::npos);
        BOOST_TEST(line.find("3 values of x but 1") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(colours_are_given_out_in_order)
{
    Panel panel;
    panel.line(verbatim("a"), {1}, {1})
        .line(verbatim("b"), {1}, {1}, {.colour = 5})
        .points(verbatim("c"), {1}, {1});
    BOOST_TEST(panel.parts().series[0].look.colour == 1);
    BOOST_TEST(panel.parts().series[1].look.colour == 5);
    BOOST_TEST(panel.parts().series[2].look.colour == 2);
}

BOOST_AUTO_TEST_CASE(a_frame_is_closed_without_a_notch_at_a_corner)
{
    Panel panel;
    panel.frame(1, 2, 5, 4, 3);
    const auto& line = panel.parts().series.at(0);
    BOOST_TEST(line[Role::x] == (Numbers{3, 5, 5, 1, 1, 3}), boost::test_tools::per_element());
    BOOST_TEST(line[Role::y] == (Numbers{2, 2, 4, 4, 2, 2}), boost::test_tools::per_element());
    BOOST_TEST(line.look.colour == 3);
}

BOOST_AUTO_TEST_CASE(a_matrix_becomes_numbers_column_by_column)
{
    BOOST_TEST(numbers(Matrix{{1, 3}, {2, 4}}) == (Numbers{1, 2, 3, 4}),
               boost::test_tools::per_element());
    BOOST_TEST(numbers(Matrix()).empty());
}

BOOST_AUTO_TEST_CASE(each_class_has_its_colour, *boost::unit_test::label("lab02"))
{
    Panel panel;
    panel.classes(Matrix{{1, 2, 3}, {4, 5, 6}}, Labels{1, 0, 1});
    BOOST_TEST_REQUIRE(panel.parts().series.size() == 2);
    const auto& second = panel.parts().series[1];
    BOOST_TEST(second.look.colour == 2);
    BOOST_TEST(second[Role::x] == (Numbers{1, 3}), boost::test_tools::per_element());
    BOOST_TEST(second[Role::y] == (Numbers{4, 6}), boost::test_tools::per_element());
    BOOST_TEST(panel.parts().marks.empty());
    panel.classes(Matrix{{1, 2, 3}, {4, 5, 6}}, Labels{1, 0, 1}, 1, {verbatim("a"), verbatim("b")});
    BOOST_TEST_REQUIRE(panel.parts().marks.size() == 2);
    BOOST_TEST(panel.parts().marks[1].x == 2); // between 1 and 3
    BOOST_TEST(panel.parts().marks[1].text_only);
    Panel many;
    many.classes(Matrix(2, 16, arma::fill::zeros), arma::regspace<Labels>(0, 15));
    std::set<std::string> symbols;
    for (const Series& one : many.parts().series) symbols.insert(one.plots[0].how);
    BOOST_TEST(symbols.size() == 16); // a class, a mark
    BOOST_CHECK_THROW(panel.classes(Matrix(2, 3), Labels{1}), ShapeError);
    BOOST_CHECK_THROW(panel.classes(Matrix(3, 1), Labels{1}), ShapeError);
}

BOOST_AUTO_TEST_CASE(histogram_counts_every_finite_value_once)
{
    Panel panel;
    panel.histogram(verbatim("h"), {0, 0.5, 1, 1, 4, NAN, infinity}, 4);
    const auto& h = panel.parts().series[0];
    const Numbers counts = {2, 2, 0, 1};
    BOOST_TEST(h[Role::from] == (Numbers{0, 1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(h[Role::y] == counts, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(histogram_of_equal_or_no_values)
{
    Panel panel;
    panel.histogram(tr("same"), {3, 3}, 2).histogram(tr("none"), {}, 2);
    const auto& same = panel.parts().series[0];
    BOOST_TEST(same[Role::y][0] + same[Role::y][1] == 2);
    BOOST_TEST(same[Role::from].front() < same[Role::to].back());
    BOOST_TEST(panel.parts().series[1][Role::y][0] == 0);
}

BOOST_AUTO_TEST_CASE(runs_become_median_and_extremes)
{
    Panel panel;
    panel.runs(verbatim("r"), {0, 1}, {{1, 10}, {3, 30}, {2, 20}});
    const auto& band = panel.parts().series[0];
    const Numbers low = {1, 10}, middle = {2, 20}, high = {3, 30};
    BOOST_TEST(band[Role::low] == low, boost::test_tools::per_element());
    BOOST_TEST(band[Role::y] == middle, boost::test_tools::per_element());
    BOOST_TEST(band[Role::high] == high, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(panels_stay_where_they_are)
{
    Figure figure("f", tr("title"), 3);
    Panel& first = figure.panel(tr("first"));
    for (int i = 0; i < 50; ++i) figure.panel();
    first.line(tr("late"), {1}, {1});
    BOOST_TEST(figure.frames()[0][0].parts().series.size() == 1u);
    BOOST_TEST(figure.frames()[0].size() == 51u);
}

BOOST_AUTO_TEST_CASE(the_first_frame_needs_no_call)
{
    Figure figure("f", tr("title"));
    figure.next_frame(); // before any panel: still the first
    figure.panel();
    figure.next_frame();
    figure.panel();
    BOOST_TEST(figure.frames().size() == 2u);
}

BOOST_AUTO_TEST_CASE(notes_stand_after_one_another, *boost::unit_test::label("lab14"))
{
    Figure figure("x", verbatim("X"));
    figure.note(tr("cost")).note(tr("epochs"));
    BOOST_TEST(figure.note().english() == "cost · epochs");
    BOOST_TEST(figure.note().in(Language("fr")) == "coût · epochs");
}

BOOST_AUTO_TEST_CASE(a_lab_adds_a_series_of_its_own)
{
    Panel panel;
    const Look look = panel.coloured({});
    panel.series(
        {.kind = "stars", .look = look, .fields = {{Role::x, {1, 2}}, {Role::size, {5, 6}}}});
    BOOST_TEST(panel.parts().series.at(0)[Role::size][1] == 6);
    BOOST_TEST(panel.parts().series[0][Role::y].empty());
    BOOST_CHECK_THROW(panel.series({.kind = "stars", .fields = {{Role::x, {1}}, {Role::y, {}}}}),
                      ShapeError);
}

BOOST_AUTO_TEST_CASE(a_finding_is_the_title_and_the_topic_stands_below)
{
    Figure figure("x", verbatim("Topic"));
    figure.says(verbatim("81 % right"), verbatim("✓"));
    BOOST_TEST(figure.title().english() == "✓ 81 % right");
    BOOST_TEST(figure.subtitle().english() == "Topic");
    BOOST_TEST(figure.has_topic());
    figure.subtitle(verbatim("predicted: 50 %"));
    BOOST_TEST(!figure.has_topic());
}

BOOST_AUTO_TEST_CASE(one_picture_of_a_film_has_its_name_and_the_axes_of_all)
{
    Figure film("x", verbatim("t"));
    for (const double y : {1.0, 2.0, 3.0})
        film.next_frame().panel().line(verbatim("l"), {0, 1}, {0, y});
    const Figure first = film.at_frame(0, "_frame01");
    BOOST_TEST(first.name() == "x_frame01");
    BOOST_TEST(first.frames().size() == 3u);
    BOOST_TEST(first.frames().back()[0].parts().series[0][Role::y][1] == 1);
}

BOOST_AUTO_TEST_CASE(a_bar_carries_its_value_above_its_whisker)
{
    Panel panel;
    panel.bars({}, {spread({1, 2, 4}), spread({infinity, infinity})}).bar_values(1);
    BOOST_TEST_REQUIRE(panel.parts().marks.size() == 1u);
    BOOST_TEST(panel.parts().marks[0].y == 4);
    BOOST_TEST(panel.parts().marks[0].label.english() == "2.0");
    BOOST_TEST((*panel.parts().y.range)[1] > 4); // room for it
    BOOST_TEST(!Panel().bars({}, {-1, 2}).bar_values(1).parts().y.range.has_value());
}

BOOST_AUTO_TEST_CASE(panels_of_a_sheet_become_the_slides_they_name)
{
    Figure sheet("sheet", verbatim("Topic"), 2);
    sheet.of_seeds(3).note(verbatim("a note"));
    for (const char* slide : {"rates", "costs", "rates", "costs"})
        sheet.panel()
            .line(verbatim("l"), {0, 1}, {0, 1})
            .legend(slide == std::string("costs") ? "off" : "top left")
            .slide(slide);
    sheet.panel().line({}, {0, 1}, {0, 1}).slide("alone").says(verbatim("81 %"), verbatim("✓"));
    sheet.panel().line({}, {0, 1}, {0, 1}); // on the sheet alone
    const std::vector<Figure> slides = sheet.slides();
    BOOST_TEST_REQUIRE(slides.size() == 3u);
    const Figure &rates = slides[0], &costs = slides[1], &alone = slides[2];
    BOOST_TEST(rates.name() == "rates");
    BOOST_TEST(rates.title().english() == "Topic");
    BOOST_TEST(rates.subtitle().empty());
    BOOST_TEST(rates.note().english() == "a note");
    BOOST_TEST(*rates.seeds_shown() == 3u);
    BOOST_TEST(rates.frames().back().size() == 2u);
    BOOST_TEST(rates.columns() == 1); // one above the other, as on the sheet
    BOOST_TEST(costs.frames().back()[0].parts().legend.empty()); // its neighbour is not here
    BOOST_TEST(costs.frames().back()[1].parts().legend == "off");
    BOOST_TEST(alone.title().english() == "✓ 81 %");
    BOOST_TEST(alone.subtitle().english() == "Topic");

    sheet.subtitle(verbatim("predicted: 50 %"));
    BOOST_TEST(sheet.slides()[0].subtitle().english() == "predicted: 50 %");
    BOOST_TEST(sheet.slides()[1].subtitle().empty());
    BOOST_TEST(Figure("x", {}).slides().empty());
}

BOOST_AUTO_TEST_CASE(a_slide_moves_as_long_as_its_panel_does)
{
    Figure film("film", verbatim("Topic"), 2);
    for (const double y : {1.0, 2.0, 3.0}) {
        film.next_frame().panel().line({}, {0, 1}, {0, y}).slide("moves");
        Panel& still = film.panel().line({}, {0, 1}, {0, 1});
        if (y == 3) still.slide("still");
    }
    const std::vector<Figure> slides = film.slides();
    BOOST_TEST_REQUIRE(slides.size() == 2u);
    BOOST_TEST(slides[0].frames().size() == 3u);
    BOOST_TEST(slides[0].columns() == 1);
    BOOST_TEST(slides[1].frames().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_ramp_goes_from_its_first_colour_to_its_last_in_order)
{
    BOOST_TEST(ramp(0, 1) == 16);
    BOOST_TEST(ramp(0, 3) == 9);
    BOOST_TEST(ramp(1, 3) == 13);
    BOOST_TEST(ramp(2, 3) == 16);
    for (std::size_t i = 1; i < 8; ++i) BOOST_TEST(ramp(i, 8) == ramp(i - 1, 8) + 1);
}

BOOST_AUTO_TEST_SUITE_END()
