#include "labs/lab12_early_stopping/early_stopping_figures.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(early_stopping_figures, *boost::unit_test::label("lab12"))

namespace {

/// Two seeds; the median of their validation costs is lowest in epoch 3.
std::vector<StoppingTwins> two_seeds()
{
    StoppingTwins a, b;
    a.to_end = {{4, 3, 2, 1}, {3, 1, 2, 4}, {50, 60, 70, 80}, 4, 2, 4, 4, 80};
    b.to_end = {{4, 3, 2, 1}, {5, 4, 0, 4}, {52, 62, 72, 82}, 4, 3, 4, 2, 82};
    a.early = {{4, 3}, {3, 1}, {50, 60}, 2, 2, 1, 1, 60};
    b.early = {{4, 3, 2}, {5, 4, 0}, {52, 62, 72}, 3, 3, 0, 2, 72};
    return {a, b};
}

const std::vector<Text> two_names{"small", "large"};

const PanelParts& panel_of(const Figure& figure, std::size_t i)
{
    return figure.frames()[0].at(i).parts();
}

} // namespace

BOOST_AUTO_TEST_CASE(the_best_epoch_is_where_the_median_is_lowest)
{
    BOOST_TEST(best_epoch(two_seeds()) == 3);
    BOOST_TEST(best_epoch({}) == 0);
    BOOST_TEST(best_epoch({StoppingTwins{}}) == 0); // interrupted before the first epoch
}

BOOST_AUTO_TEST_CASE(all_panels_have_the_same_axes_and_shade_what_comes_after_the_best)
{
    std::vector<StoppingTwins> higher = two_seeds();
    higher[0].to_end.validation_cost = {9, 8, 7, 6};
    const Figure figure = overfitting_figure("o", "o", two_names, {two_seeds(), higher});
    BOOST_TEST(panel_of(figure, 0).y.range.value()[1] == panel_of(figure, 1).y.range.value()[1]);
    BOOST_TEST(panel_of(figure, 1).y.range.value()[1] > 9);
    BOOST_TEST(panel_of(figure, 0).shades.at(0).from == 3);
    BOOST_TEST(panel_of(figure, 0).shades.at(0).to == 4);
    BOOST_TEST(panel_of(figure, 0).marks.at(0).x == 3);
    BOOST_TEST(panel_of(figure, 0).marks.at(0).y == 1); // the median of 2 and 0
    // Training first, then validation, of the runs to the end.
    const auto& training = panel_of(figure, 0).series.at(0);
    const auto& validation = panel_of(figure, 0).series.at(1);
    BOOST_TEST((training[Role::y] == Numbers{4, 3, 2, 1}));
    BOOST_TEST((validation[Role::high] == Numbers{5, 4, 2, 4}));
    BOOST_TEST((validation[Role::x] == Numbers{1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(a_run_cut_short_still_gives_a_figure)
{
    std::vector<StoppingTwins> cut = two_seeds();
    cut[1].to_end.validation_cost.resize(2);
    cut[1].to_end.training_cost.resize(2);
    overfitting_figure("o", "o", {"one"}, {cut});
    overfitting_figure("o", "o", {"one"}, {{StoppingTwins{}}});
    stopping_accuracy_figure({"kind"}, {"one"}, {{{StoppingTwins{}}}});
}

BOOST_AUTO_TEST_CASE(the_accuracy_is_pointed_at_where_the_cost_is_lowest)
{
    const Figure figure = stopping_accuracy_figure({"kind"}, {"one"}, {{two_seeds()}});
    BOOST_TEST(panel_of(figure, 0).marks.at(0).x == 3);
    BOOST_TEST(panel_of(figure, 0).marks.at(0).y == 71);
}

BOOST_AUTO_TEST_CASE(the_test_set_is_shown_for_both_twins)
{
    const Figure figure = stopping_test_figure({"kind"}, {"one"}, {{two_seeds()}});
    const auto median = [&](std::size_t panel, std::size_t twin) {
        return panel_of(figure, panel).series.at(twin)[Role::y].at(0);
    };
    BOOST_TEST(median(0, 0) == 1.5); // cost, stopped early
    BOOST_TEST(median(0, 1) == 3);   // to the end
    BOOST_TEST(median(1, 0) == 66);  // accuracy
    BOOST_TEST(median(1, 1) == 81);
}

BOOST_AUTO_TEST_CASE(patience_is_paid_in_epochs_and_gains_cost)
{
    StoppingTwins run;
    run.to_end.validation_cost = {3, 2, 4, 5, 1, 6};
    const Figure figure = patience_figure({"one"}, {{run}}, {2, 3});
    BOOST_TEST((panel_of(figure, 0).series.at(0)[Role::y] == Numbers{4, 6}));
    BOOST_TEST((panel_of(figure, 1).series.at(0)[Role::y] == Numbers{100, 0}));
}

BOOST_AUTO_TEST_CASE(the_table_has_medians_under_their_headers)
{
    const auto rows = stopping_rows({"one"}, {two_seeds()}, Language::en);
    BOOST_TEST(rows.at(0) == (std::vector<std::string>{"one", "2", "2", "0.500", "4.000", "1.500",
                                                       "3.000", "66.0", "81.0"}));
    BOOST_TEST(stopping_header("kind").size() == rows.at(0).size());
}

BOOST_AUTO_TEST_CASE(the_split_is_counted_class_by_class)
{
    Dataset training, validation;
    training.classes = validation.classes = {"a", "b"};
    training.labels = {0, 1, 1};
    validation.labels = {1};
    const Figure figure = split_figure(training, validation);
    BOOST_TEST((panel_of(figure, 0).series.at(0)[Role::y] == Numbers{1, 2}));
    BOOST_TEST((panel_of(figure, 0).series.at(1)[Role::y] == Numbers{0, 1}));
    validation.x = Matrix{{Real(-1e-9), Real(2)}, {Real(4), Real(2)}};
    BOOST_TEST(split_row("v", validation, Language::fr) ==
               (std::vector<std::string>{"v", "2", "2,000", "1,414"}));
    validation.x -= 2 + Real(1e-6);
    BOOST_TEST(split_row("v", validation, Language::en)[2] == "0.000"); // not −0.000
}

BOOST_AUTO_TEST_SUITE_END()
