#include "labs/lab13_good_practices/dashboard.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab13_dashboard, *boost::unit_test::label("lab13"))

using namespace lab13;

namespace {

const Dataset two{.name = verbatim("two"),
                  .shape = Shape{2, 2},
                  .x = Matrix(4, 2),
                  .labels = {0, 1},
                  .classes = {tr("zero"), tr("one")}};

// Two layers, the first with a ReLU; as many looks as gradients of the second.
Run small_run(const Numbers& gradients = {3, 2, 1}, const Numbers& costs = {4, 2, 1},
              const Numbers& validation = {4, 2})
{
    Run run;
    run.keep("inputs", {1, 2, 3, 4, 5, 6, 7, 8});
    run.keep("labels", {1, 0});
    Step now;
    for (std::size_t k = 0; k < costs.size(); ++k) {
        now.k = static_cast<long>(k);
        run.note(now, "cost", costs[k]);
        run.note(now, "learning rate", 0.1);
        if (k < validation.size()) run.note(now, "validation cost", validation[k]);
        if (k >= gradients.size()) continue;
        for (const std::string layer : {"1", "2"}) {
            run.note(now, "gradient " + layer, layer == "1" ? 1 : gradients[k]);
            run.note(now, "update ratio " + layer, 1);
            run.note(now, "weights " + layer + " low", -1);
            run.note(now, "weights " + layer + " median", 0);
            run.note(now, "weights " + layer + " high", 1);
        }
        run.note(now, "dead 1", 50);
        run.note(now, "right low", 0);
        run.note(now, "right median", 0.5);
        run.note(now, "right high", 1);
    }
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
    const Figure figure = dashboard_figure(tr("title"), small_run(), two);
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
    const Figure figure = dashboard_figure(tr("title"), small_run(), two);
    for (const std::size_t l : {0, 1}) {
        const int colour = panel_of(figure, 3).series[l].look.colour;
        BOOST_TEST(line_of(panel_of(figure, 6), l).look.colour == colour);
        BOOST_TEST(line_of(panel_of(figure, 7), l).look.colour == colour);
        if (l == 0) BOOST_TEST(line_of(panel_of(figure, 8), l).look.colour == colour);
    }
}

BOOST_AUTO_TEST_CASE(zeros_are_drawn_at_the_bottom_of_a_logarithmic_axis)
{
    const Figure figure = dashboard_figure(tr("title"), small_run({1, 0, 0}), two);
    const PanelParts& gradients = panel_of(figure, 6);
    BOOST_TEST(gradients.guides[0].label.english() == "0");
    BOOST_TEST(gradients.y.range->at(0) < 1e-7);
    const Figure none = dashboard_figure(tr("title"), small_run(), two);
    BOOST_TEST(panel_of(none, 6).guides.empty());
}

BOOST_AUTO_TEST_CASE(a_divergence_is_marked_where_the_cost_was_last_seen)
{
    const Figure figure = dashboard_figure(tr("title"), small_run({3}, {4, 8, NAN}), two);
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
    const Figure figure =
        dashboard_figure(tr("title"), small_run({3, 2, 1}, {2.3, 2.3, 2.3}, {2.3, 2.4}), two);
    const auto range = panel_of(figure, 5).y.range.value();
    BOOST_TEST(std::abs(range[0] - 1) < 1e-9);
    BOOST_TEST(std::abs(range[1] - 10) < 1e-9);
}

BOOST_AUTO_TEST_CASE(an_interrupted_run_has_a_page_all_the_same)
{
    Run run;
    run.keep("inputs", {0, 0, 0, 0});
    run.keep("labels", {1});
    const Figure figure = dashboard_figure(tr("title"), run, two);
    BOOST_TEST(figure.frames()[0].size() == 9U);
}

BOOST_AUTO_TEST_SUITE_END()
