// Series are stored as given, sizes are checked, and the computation graph is laid out cleanly.
#include "autodiff/ops.hpp"
#include "base/error.hpp"
#include "plot/figure.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

using namespace descente;

BOOST_AUTO_TEST_SUITE(figure)

static const double infinity = std::numeric_limits<double>::infinity();

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
    BOOST_CHECK_THROW(panel.line(verbatim("a"), {1}, {1}, {.colour = 9}), ShapeError);
    BOOST_CHECK_THROW(panel.graph(Var()), ShapeError);
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
    BOOST_TEST(std::get<LineSeries>(panel.parts().series[0]).look.colour == 1);
    BOOST_TEST(std::get<LineSeries>(panel.parts().series[1]).look.colour == 5);
    BOOST_TEST(std::get<LineSeries>(panel.parts().series[2]).look.colour == 2);
}

BOOST_AUTO_TEST_CASE(a_frame_is_closed_without_a_notch_at_a_corner)
{
    Panel panel;
    panel.frame(1, 2, 5, 4, 3);
    const auto& line = std::get<LineSeries>(panel.parts().series.at(0));
    BOOST_TEST(line.x == (Numbers{3, 5, 5, 1, 1, 3}), boost::test_tools::per_element());
    BOOST_TEST(line.y == (Numbers{2, 2, 4, 4, 2, 2}), boost::test_tools::per_element());
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
    const auto& second = std::get<LineSeries>(panel.parts().series[1]);
    BOOST_TEST(second.look.colour == 2);
    BOOST_TEST(second.x == (Numbers{1, 3}), boost::test_tools::per_element());
    BOOST_TEST(second.y == (Numbers{4, 6}), boost::test_tools::per_element());
    BOOST_TEST(panel.parts().marks.empty());
    panel.classes(Matrix{{1, 2, 3}, {4, 5, 6}}, Labels{1, 0, 1}, 1, {verbatim("a"), verbatim("b")});
    BOOST_TEST_REQUIRE(panel.parts().marks.size() == 2);
    BOOST_TEST(panel.parts().marks[1].x == 2); // between 1 and 3
    BOOST_CHECK_THROW(panel.classes(Matrix(2, 3), Labels{1}), ShapeError);
    BOOST_CHECK_THROW(panel.classes(Matrix(3, 1), Labels{1}), ShapeError);
}

BOOST_AUTO_TEST_CASE(histogram_counts_every_finite_value_once)
{
    Panel panel;
    panel.histogram(verbatim("h"), {0, 0.5, 1, 1, 4, NAN, infinity}, 4);
    const auto& h = std::get<HistogramSeries>(panel.parts().series[0]);
    const Numbers edges = {0, 1, 2, 3, 4}, counts = {2, 2, 0, 1};
    BOOST_TEST(h.edges == edges, boost::test_tools::per_element());
    BOOST_TEST(h.counts == counts, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(histogram_of_equal_or_no_values)
{
    Panel panel;
    panel.histogram(tr("same"), {3, 3}, 2).histogram(tr("none"), {}, 2);
    const auto& same = std::get<HistogramSeries>(panel.parts().series[0]);
    BOOST_TEST(same.counts[0] + same.counts[1] == 2);
    BOOST_TEST(same.edges.front() < same.edges.back());
    BOOST_TEST(std::get<HistogramSeries>(panel.parts().series[1]).counts[0] == 0);
}

BOOST_AUTO_TEST_CASE(runs_become_median_and_extremes)
{
    Panel panel;
    panel.runs(verbatim("r"), {0, 1}, {{1, 10}, {3, 30}, {2, 20}});
    const auto& band = std::get<BandSeries>(panel.parts().series[0]);
    const Numbers low = {1, 10}, middle = {2, 20}, high = {3, 30};
    BOOST_TEST(band.low == low, boost::test_tools::per_element());
    BOOST_TEST(band.middle == middle, boost::test_tools::per_element());
    BOOST_TEST(band.high == high, boost::test_tools::per_element());
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

static const GraphSeries& graph_of(Panel& panel)
{
    return std::get<GraphSeries>(panel.parts().series[0]);
}

BOOST_AUTO_TEST_CASE(graph_shows_values_and_gradients, *boost::unit_test::label("lab01"))
{
    Var x = parameter(2.0).named("x"), y = parameter(-3.0).named("y");
    Var product = (x % y).named("p");
    Var loss = product + x;
    backward(loss, Graph::kept);
    Panel panel;
    panel.graph(loss);
    const GraphSeries& graph = graph_of(panel);
    BOOST_REQUIRE(graph.boxes.size() == 4u);
    BOOST_REQUIRE(graph.arrows.size() == 4u);
    for (const auto& box : graph.boxes) {
        if (box.name == "x") BOOST_TEST(box.value.english() + " " + box.grad.english() == "2 -2");
        if (box.name == "y") BOOST_TEST(box.value.english() + " " + box.grad.english() == "-3 2");
        if (box.name == "p") BOOST_TEST(box.value.english() + " " + box.grad.english() == "-6 1");
    }
    // Arrows go from left to right.
    for (const auto& [from, to, via] : graph.arrows)
        BOOST_TEST(graph.boxes[static_cast<std::size_t>(from)].x <
                   graph.boxes[static_cast<std::size_t>(to)].x);
}

BOOST_AUTO_TEST_CASE(gradients_appear_from_the_result_backwards, *boost::unit_test::label("lab01"))
{
    Var x = parameter(2.0);
    Var loss = square(exp(x));
    backward(loss, Graph::kept);
    for (int shown = 0; shown <= 3; ++shown) {
        Panel panel;
        panel.graph(loss, shown);
        int seen = 0;
        for (const auto& box : graph_of(panel).boxes) seen += !box.grad.empty();
        BOOST_TEST(seen == shown);
    }
}

BOOST_AUTO_TEST_CASE(no_two_boxes_or_detours_share_a_place, *boost::unit_test::label("lab01"))
{
    Var x = parameter(0.5).named("x"), y = parameter(1.5).named("y"),
        z = parameter(-1.0).named("z");
    Var a = x % y, b = sin(a) + z, c = exp(x) % b;
    Var loss = square(c - y) + 0.1 * (x % x);
    Panel panel;
    panel.graph(loss);
    const GraphSeries& graph = graph_of(panel);
    std::vector<std::array<double, 2>> places;
    for (const auto& box : graph.boxes) places.push_back({box.x, box.y});
    for (const auto& arrow : graph.arrows)
        for (const auto& stop : arrow.via) places.push_back(stop);
    BOOST_TEST(graph.boxes.size() >= 12u);
    for (std::size_t i = 0; i < places.size(); ++i) {
        BOOST_TEST((places[i][0] >= 0 && places[i][0] < graph.layers));
        BOOST_TEST((places[i][1] > -0.5 && places[i][1] < graph.rows - 0.5));
        for (std::size_t j = 0; j < i; ++j)
            BOOST_TEST(
                (places[i][0] != places[j][0] || std::abs(places[i][1] - places[j][1]) >= 1));
    }
}

BOOST_AUTO_TEST_CASE(graph_of_matrices_shows_sizes_and_small_numbers_powers)
{
    Var W = parameter(Matrix(3, 2, arma::fill::ones)).named("W");
    Var loss = 1e-6 * sum(W);
    Panel panel;
    panel.graph(loss);
    const GraphSeries& graph = graph_of(panel);
    BOOST_TEST(graph.boxes.front().value.english() == "3×2");
    BOOST_TEST(graph.boxes.front().grad.empty());
    BOOST_TEST(graph.boxes.back().value.english() == "6·10⁻⁶");
}

BOOST_AUTO_TEST_CASE(notes_stand_after_one_another, *boost::unit_test::label("lab14"))
{
    Figure figure("x", verbatim("X"));
    figure.note(tr("cost")).note(tr("limit"));
    BOOST_TEST(figure.note().english() == "cost · limit");
    BOOST_TEST(figure.note().in(Language("fr")) == "coût · limite");
}

BOOST_AUTO_TEST_CASE(bubbles_need_a_place_an_area_and_a_name_each,
                     *boost::unit_test::label("lab16"))
{
    Panel panel;
    const std::vector<Spread> y{spread({1, 3}), spread({2, 4})};
    panel.bubbles(verbatim("b"), {1, 2}, y, {5, 6}, {verbatim("p"), verbatim("q")});
    const auto& b = std::get<BubbleSeries>(panel.parts().series[0]);
    BOOST_TEST(b.low[0] == 1.);
    BOOST_TEST(b.high[1] == 4.);
    BOOST_CHECK_THROW(panel.bubbles(verbatim("b"), {1}, y, {5, 6}, {verbatim("p"), verbatim("q")}),
                      ShapeError);
    BOOST_CHECK_THROW(panel.bubbles(verbatim("b"), {1, 2}, y, {5}, {verbatim("p"), verbatim("q")}),
                      ShapeError);
    BOOST_CHECK_THROW(panel.bubbles(verbatim("b"), {1, 2}, y, {5, 6}, {verbatim("p")}), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
