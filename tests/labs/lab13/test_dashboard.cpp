#include "labs/lab13_good_practices/dashboard.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(dashboard, *boost::unit_test::label("lab13"))

namespace {

Dashboard small_run()
{
    Dashboard run;
    run.inputs = {
        "two", Shape{2, 2}, Matrix(4, 2, arma::fill::randu), {1, 0}, {tr("zero"), tr("one")}};
    run.rate = {0.1, 0.2, 0.3};
    run.cost = {4, 2, 1};
    run.validation_at = {0, 3};
    run.validation_cost = {4, 2};
    run.watched.updates = {1, 2, 3};
    for (const bool with_relu : {true, false}) {
        WatchedLayer layer{
            {{1, 2, 3}, {-1, -1, -1}, {0, 0, 0}, {1, 1, 1}}, {3, 2, 1}, {1, 1, 1}, {}};
        if (with_relu) layer.dead = {0, 50, 100};
        run.watched.layers.push_back(layer);
    }
    run.watched.right = {{1, 2, 3}, {0, 0, 0}, {0.1, 0.5, 0.9}, {1, 1, 1}};
    return run;
}

const PanelParts& panel_of(const Figure& figure, std::size_t i)
{
    return figure.frames()[0].at(i).parts();
}

const Series& line_of(const PanelParts& panel, std::size_t i) { return panel.series.at(i); }

} // namespace

BOOST_AUTO_TEST_CASE(nine_panels_none_of_them_empty)
{
    const Figure figure = dashboard_figure("dashboard", tr("title"), small_run());
    BOOST_REQUIRE(figure.frames()[0].size() == 9U);
    for (const Panel& panel : figure.frames()[0]) {
        BOOST_TEST(!(panel.parts().series.empty() && panel.parts().images.empty()));
        BOOST_TEST(!panel.parts().title.empty());
    }
    const auto& images = panel_of(figure, 1).images[0];
    BOOST_TEST(images.captions[0].english() == "one"); // the label it learns
    BOOST_TEST(images.captions[1].english() == "zero");
    BOOST_TEST(panel_of(figure, 8).series.size() == 1U); // one ReLU
}

BOOST_AUTO_TEST_CASE(a_layer_has_one_colour)
{
    const Figure figure = dashboard_figure("dashboard", tr("title"), small_run());
    for (const std::size_t l : {0, 1}) {
        const int colour = panel_of(figure, 3).series[l].look.colour;
        BOOST_TEST(line_of(panel_of(figure, 6), l).look.colour == colour);
        BOOST_TEST(line_of(panel_of(figure, 7), l).look.colour == colour);
        if (l == 0) BOOST_TEST(line_of(panel_of(figure, 8), l).look.colour == colour);
    }
}

BOOST_AUTO_TEST_CASE(zeros_are_drawn_at_the_bottom_of_a_logarithmic_axis)
{
    Dashboard run = small_run();
    run.watched.layers[1].gradient = {1, 0, 0};
    const Figure figure = dashboard_figure("d", verbatim("t"), run);
    const PanelParts& gradients = panel_of(figure, 6);
    const Series line = line_of(gradients, 1);
    BOOST_TEST(line[Role::y][0] == 1);
    BOOST_TEST(line[Role::y][1] > gradients.y.range->at(0));
    BOOST_TEST(line[Role::y][1] < 1e-7);
    BOOST_TEST(gradients.guides[0].label.english() == "0");
    BOOST_TEST(panel_of(dashboard_figure("d", verbatim("t"), small_run()), 6).guides.empty());
}

BOOST_AUTO_TEST_CASE(a_divergence_is_marked_where_the_cost_was_last_seen)
{
    Dashboard run = small_run();
    run.cost = {4, 8, NAN};
    run.watched.updates.resize(1);
    for (WatchedLayer& layer : run.watched.layers) {
        layer.gradient.resize(1), layer.update_ratio.resize(1);
        if (!layer.dead.empty()) layer.dead.resize(1);
    }
    const Figure figure = dashboard_figure("d", verbatim("t"), run);
    const auto& marks = panel_of(figure, 5).marks;
    const auto diverged =
        std::find_if(marks.begin(), marks.end(), [](const Mark& m) { return m.diverged; });
    BOOST_REQUIRE((diverged != marks.end()));
    BOOST_TEST(diverged->x == 2);
    BOOST_TEST(diverged->y == 8);
    BOOST_TEST(line_of(panel_of(figure, 6), 0).look.with_points); // one look: no line to see
}

BOOST_AUTO_TEST_CASE(flat_curves_get_whole_decades)
{
    Dashboard run = small_run();
    run.cost = {2.3, 2.3, 2.3};
    run.validation_cost = {2.3, 2.4};
    const auto range = panel_of(dashboard_figure("d", verbatim("t"), run), 5).y.range.value();
    BOOST_TEST(std::abs(range[0] - 1) < 1e-9);
    BOOST_TEST(std::abs(range[1] - 10) < 1e-9);
}

BOOST_AUTO_TEST_CASE(updates_are_told_layer_by_layer_over_the_runs)
{
    Dashboard faster = small_run();
    faster.watched.layers[1].update_ratio = {0.01, 5, 3};
    const std::vector<Text> lines = update_lines({small_run(), faster, faster});
    BOOST_REQUIRE(lines.size() == 2U);
    BOOST_TEST(lines[1].english() == "layer 2: an update moves W by 3 of its norm (1 to 3)");
}

BOOST_AUTO_TEST_CASE(an_interrupted_run_has_a_page_all_the_same)
{
    const Dashboard run{.inputs = small_run().inputs};
    BOOST_TEST(dashboard_figure("d", verbatim("t"), run).frames()[0].size() == 9U);
}

BOOST_AUTO_TEST_CASE(a_jump_is_forgotten_as_fast_as_it_is_high)
{
    const Numbers flat = smoothed_logarithm({2, 2, 2}, 0.9);
    for (const double cost : flat) BOOST_TEST(std::abs(cost - 2) < 1e-9);
    Numbers jump(30, 1.0);
    jump[0] = 1e6;
    BOOST_TEST(smoothed_logarithm(jump, 0.8).back() < 1.01); // of the costs themselves: 250
    BOOST_TEST(std::isinf(smoothed_logarithm({1, INFINITY}, 0.5).back()));
}

BOOST_AUTO_TEST_SUITE_END()
