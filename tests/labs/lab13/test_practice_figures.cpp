#include "labs/lab13_good_practices/practice_figures.hpp"
#include "plot/grid_values.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(practice_figures, *boost::unit_test::label("lab13"))

namespace {

LearningCurve curve_of(const Numbers& cost, double accuracy)
{
    LearningCurve curve;
    for (std::size_t k = 0; k < cost.size(); ++k) curve.add(k, k, 0, cost[k]);
    if (std::isfinite(cost.back())) curve.final_cost = cost.back();
    curve.validation = accuracy;
    return curve;
}

const PanelParts& part(const Figure& figure, std::size_t i)
{
    return figure.frames()[0].at(i).parts();
}

// Learned, learned for a while, diverged.
const LearningCurves three{curve_of({2, 0.5, 0.1}, 90), curve_of({2, 0.1, 2}, 20),
                           curve_of({2, 50, INFINITY}, 10)};

} // namespace

BOOST_AUTO_TEST_CASE(zero_for_a_moment_is_not_zero)
{
    const Spread since = zero_since(three, 0.3);
    BOOST_TEST(since.values[0] == 2);
    BOOST_TEST(std::isinf(since.values[1]));
    BOOST_TEST(std::isinf(since.values[2]));
    BOOST_TEST(reaching(three, 0.3) == 1);
}

BOOST_AUTO_TEST_CASE(what_does_not_stay_at_zero_is_vermilion_and_a_divergence_is_marked)
{
    const Figure figure =
        minibatch_figure({tr("right"), tr("wrong")}, {{three[0]}, three}, 0.3, 10);
    BOOST_REQUIRE(figure.frames()[0].size() == 2U);
    BOOST_TEST(part(figure, 0).marks.empty());
    const PanelParts& wrong = part(figure, 1);
    const int colours[]{1, 2, 2};
    for (const std::size_t i : {0, 1, 2}) BOOST_TEST(wrong.series[i].look.colour == colours[i]);
    BOOST_REQUIRE(wrong.marks.size() == 1U);
    BOOST_TEST(wrong.marks[0].diverged);
    BOOST_TEST(std::abs(wrong.guides[0].at - std::log(10.)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(tables_have_a_row_a_mistake_and_a_column_a_seed)
{
    const Figure figure =
        caught_figure({tr("right"), tr("wrong")}, {{three[0], three[0], three[0]}, three});
    const Matrix cost = grid_values(part(figure, 0).series[0]);
    BOOST_TEST(cost.n_rows == 2U);
    BOOST_TEST(std::abs(static_cast<double>(cost(0, 1)) - 0.1) < 1e-6);
    BOOST_TEST(std::isinf(cost(1, 2)));
    const auto& accuracy = part(figure, 1).series[0];
    BOOST_TEST(grid_values(accuracy)(1, 1) == 20);
    BOOST_TEST((accuracy.grid->x == Numbers{1, 2, 3}));
    BOOST_TEST(part(figure, 0).y.names[1].english() == "wrong");
}

BOOST_AUTO_TEST_CASE(each_scale_has_its_own_best_rate_and_divergences_are_marked)
{
    const LearningCurve low = curve_of({2, 0.5}, 0), high = curve_of({2, 1}, 0),
                        lost = curve_of({2, INFINITY}, 0);
    const InputScales study{{tr("raw"), tr("standardised")},
                            {0.1, 1, 10},
                            {{{high, low}, {lost, lost}, {lost, lost}}, {{high}, {low}, {lost}}}};
    BOOST_TEST(study.best_rate(0) == 0U);
    BOOST_TEST(study.best_rate(1) == 1U);
    BOOST_TEST(study.cost(0, 0).median == 0.75);
    const Figure figure = input_scales_figure(study, 1, 10);
    BOOST_TEST(part(figure, 0).marks.size() == 1U); // raw, at the same rate
    BOOST_REQUIRE(part(figure, 1).marks.size() == 2U);
    BOOST_TEST(part(figure, 1).marks[0].x == 1); // the first rate that raw inputs do not bear
    BOOST_TEST(part(figure, 1).marks[1].x == 10);
}

BOOST_AUTO_TEST_CASE(the_table_tells_who_reached_zero_and_since_when)
{
    const std::vector<Text> names{tr("right"), tr("blind"), tr("seen")};
    const LearningCurves right{three[0], three[0], three[0]}, seen{three[1], three[1], three[2]};
    const std::vector<LearningCurves> runs{right, {three[0], three[0], three[1]}, seen};
    const auto rows = check_rows(names, runs, 0.3, Language());
    BOOST_REQUIRE(rows.size() == 3U);
    BOOST_TEST(rows[0].size() == check_header().size());
    BOOST_TEST((rows[1] == std::vector<std::string>{"blind", "2 / 3", "2", "0.1", "90"}));
    BOOST_TEST(rows[2][1] == "0 / 3");
    BOOST_TEST(reached_by(names, runs, 0.3).english() == "blind: 2"); // the right one is meant to
    BOOST_TEST(reached_by({tr("right"), tr("seen")}, {right, seen}, 0.3).in(Language("fr")) == "–");
}

BOOST_AUTO_TEST_CASE(the_last_scale_is_compared_with_each_other_one)
{
    const auto seeds = [](double cost) {
        LearningCurves curves;
        for (const double more : {0.0, 0.01, 0.02, 0.03, 0.04})
            curves.push_back(curve_of({2, cost + more}, 0));
        return curves;
    };
    const InputScales study{
        {tr("raw"), tr("unit"), tr("standardised")},
        {0.1, 1},
        {{seeds(0.5), seeds(2)}, {seeds(0.9), seeds(0.9)}, {seeds(0.7), seeds(0.7)}}};
    BOOST_TEST((last_lowest(verbatim("c"), study, {1, 1, 1}).outcome == Outcome::supported));
    BOOST_TEST((last_lowest(verbatim("c"), study, {0, 1, 1}).outcome == Outcome::it_depends));
    BOOST_TEST(last_lowest(verbatim("c"), study, {0, 1, 1}).numbers[0].second.median == 0.52);
}

BOOST_AUTO_TEST_SUITE_END()
