#include "plot/learning_curves.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

namespace {

LearningCurve curve(double factor)
{
    LearningCurve result;
    for (Index k = 1; k <= 4; k *= 2) result.add(k, 10 * k, factor * double(k), factor / double(k));
    result.final_cost = result.cost.back();
    return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(learning_curves, *boost::unit_test::label("lab03"))

BOOST_AUTO_TEST_CASE(a_look_goes_to_all_four_axes)
{
    const LearningCurve one = curve(2);
    BOOST_TEST(one.updates == (Numbers{1, 2, 4}), boost::test_tools::per_element());
    BOOST_TEST(one.samples == (Numbers{10, 20, 40}), boost::test_tools::per_element());
    BOOST_TEST(one.seconds == (Numbers{2, 4, 8}), boost::test_tools::per_element());
    BOOST_TEST(one.cost == (Numbers{2, 1, 0.5}), boost::test_tools::per_element());
    const Spread final_cost =
        spread_of(LearningCurves{curve(4), curve(2), curve(8)}, &LearningCurve::final_cost);
    BOOST_TEST(final_cost.median == 1.);
    BOOST_TEST(final_cost.low == 0.5);
}

BOOST_AUTO_TEST_CASE(a_drawn_curve_is_the_median_at_the_smallest_x)
{
    Panel panel;
    draw_cost(panel, verbatim("c"), {curve(4), curve(2), curve(8)}, &LearningCurve::seconds, 10);
    const auto& series = std::get<BandSeries>(panel.parts().series.at(0));
    BOOST_TEST(series.x == (Numbers{20, 40, 80}), boost::test_tools::per_element());
    BOOST_TEST(series.middle == (Numbers{4, 2, 1}), boost::test_tools::per_element());
    BOOST_TEST(panel.parts().marks.empty());
}

BOOST_AUTO_TEST_CASE(divergence_is_marked_and_runs_that_never_began_are_left_out)
{
    LearningCurve short_one;
    short_one.add(1, 10, 1, 7);
    Panel panel;
    draw_cost(panel, verbatim("c"), {curve(2), short_one, LearningCurve{}},
              &LearningCurve::updates);
    BOOST_REQUIRE(panel.parts().marks.size() == 1U);
    BOOST_TEST(panel.parts().marks[0].diverged);
    BOOST_TEST(panel.parts().marks[0].x == 4.);
    BOOST_TEST(panel.parts().marks[0].y == 7.);
    Panel empty;
    draw_cost(empty, verbatim("c"), {LearningCurve{}}, &LearningCurve::updates);
    BOOST_TEST(empty.parts().series.empty());
}

BOOST_AUTO_TEST_CASE(each_run_ends_in_a_dot_or_says_that_it_did_not_arrive)
{
    LearningCurve longer = curve(4);
    longer.add(8, 80, 32, 0.4);
    Panel panel;
    draw_each_run(panel, verbatim("c"), {curve(2), LearningCurve{}, longer},
                  &LearningCurve::updates, 0.45, {.colour = 3});
    const auto series = [&](std::size_t i) {
        return std::get<LineSeries>(panel.parts().series.at(i));
    };
    BOOST_REQUIRE(panel.parts().series.size() == 3U); // two lines, one dot
    BOOST_TEST(series(0).label.english() == "c");
    BOOST_TEST(series(1).label.empty()); // once in the legend
    BOOST_TEST(series(0).x.size() == 3U);
    BOOST_TEST(series(1).x.size() == 4U); // runs of different length
    BOOST_TEST(series(2).point_size > 0);
    BOOST_TEST(series(2).x == (Numbers{8}), boost::test_tools::per_element());
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(series(i).look.colour == 3);
    BOOST_REQUIRE(panel.parts().marks.size() == 1U);
    BOOST_TEST(panel.parts().marks[0].x == 4.);
    BOOST_TEST(panel.parts().marks[0].y == 0.5);
    BOOST_TEST(panel.parts().marks[0].label.english() == "not reached");
}

BOOST_AUTO_TEST_CASE(a_tuning_curve_is_marked_where_it_stops)
{
    Panel panel;
    draw_tuning(panel, tr("first"), {1, 2, 3}, {0.5, 0.4, 0.6}, 2);
    BOOST_TEST(panel.parts().marks.empty());
    draw_tuning(panel, tr("second"), {1, 2, 3, 4, 5, 6},
                {INFINITY, 0.5, 2, INFINITY, 1, std::nan("")}, 2);
    BOOST_TEST(std::get<LineSeries>(panel.parts().series.at(1)).y[1] == 0.5);
    const std::vector<Mark>& marks = panel.parts().marks;
    BOOST_REQUIRE(marks.size() == 3U); // at 1, at 3 but not again at 4, at 6
    const Numbers x{1, 3, 6}, y{2, 0.5, 1};
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(marks[i].diverged);
        BOOST_TEST(marks[i].x == x[i]);
        BOOST_TEST(marks[i].y == y[i]);
        BOOST_TEST(marks[i].colour == 2); // of its curve
    }
}

BOOST_AUTO_TEST_CASE(a_panel_of_several_curves_each_in_its_unit)
{
    Figure figure("f", verbatim("F"));
    const Panel& panel =
        cost_panel(figure, verbatim("x"), &LearningCurve::updates, {verbatim("a"), verbatim("b")},
                   {{curve(1)}, {curve(2)}}, {1, 3});
    BOOST_REQUIRE(panel.parts().series.size() == 2U);
    BOOST_TEST(std::get<BandSeries>(panel.parts().series[0]).x[2] == 4.);
    BOOST_TEST(std::get<BandSeries>(panel.parts().series[1]).x[2] == 12.);
}

BOOST_AUTO_TEST_CASE(where_the_worst_final_cost_is_reached)
{
    const LearningCurves curves = {curve(4), curve(2)}; // final costs 1 and 0.5
    BOOST_TEST(worst_final_cost(curves) == 1.);
    const Spread updates = first_at(curves, &LearningCurve::updates, 1);
    BOOST_TEST(updates.values == (std::vector<double>{4, 2}), boost::test_tools::per_element());
    BOOST_TEST(std::isinf(first_at(curves, &LearningCurve::samples, 0.6).high));
}

BOOST_AUTO_TEST_CASE(a_jump_is_forgotten_as_fast_as_it_is_high, *boost::unit_test::label("lab13"))
{
    const Numbers flat = smoothed_logarithm({2, 2, 2}, 0.9);
    for (const double cost : flat) BOOST_TEST(std::abs(cost - 2) < 1e-9);
    Numbers jump(30, 1.0);
    jump[0] = 1e6;
    BOOST_TEST(smoothed_logarithm(jump, 0.8).back() < 1.01); // of the costs themselves: 250
    BOOST_TEST(std::isinf(smoothed_logarithm({1, INFINITY}, 0.5).back()));
}

BOOST_AUTO_TEST_SUITE_END()
