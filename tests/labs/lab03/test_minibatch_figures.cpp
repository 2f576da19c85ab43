#include "labs/lab03_sgd_and_gd/minibatch_figures.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(minibatch_figures, *boost::unit_test::label("lab03"))

BOOST_AUTO_TEST_CASE(bars_of_an_epoch_stand_on_one_use_only)
{
    Dataset data;
    data.x = Matrix(1, 100, arma::fill::zeros);
    data.labels = Labels(100, arma::fill::zeros);
    const Figure figure = epoch_figure(data, 7, Rng(1));
    const auto& panels = figure.frames().front();
    BOOST_REQUIRE(panels.size() == 2U);
    const auto& bars = panels[1].parts().series;
    BOOST_REQUIRE(bars.size() == 3U);
    for (const std::size_t epoch : {0U, 1U}) {
        const auto& points = panels[0].parts().series.at(epoch);
        BOOST_TEST(points[Role::y].size() == 50U);
        BOOST_TEST(bars[epoch][Role::y] == (Numbers{0, 100, 0, 0, 0}),
                   boost::test_tools::per_element());
    }
    BOOST_TEST(bars[2][Role::y][0] > 20);
}

BOOST_AUTO_TEST_CASE(law_and_measurement_are_drawn_together)
{
    GradientNoiseSweep sweep;
    sweep.size = {1, 2};
    sweep.variance = sweep.law = {4, 2};
    sweep.cosine = sweep.cosine_law = {0.5, 0.7};
    const Figure figure = noise_figure(sweep, 4);
    for (const Panel& panel : figure.frames().front()) {
        BOOST_TEST(panel.parts().series.size() == 2U);
        BOOST_TEST(panel.parts().guides.at(0).at == 4.);
    }
}

BOOST_AUTO_TEST_CASE(walkers_of_a_frame_are_on_the_cost)
{
    const DoubleWell well;
    const EscapeStudy study = study_escape(well, 0.02, 40, 10, {0, 5}, 5, Rng(1));
    const Figure figure = escape_figure(well, study, 4);
    BOOST_REQUIRE(figure.frames().size() == 4U);
    const auto& walkers = figure.frames()[1][0].parts().series.at(1);
    BOOST_TEST(walkers[Role::x][0] == study.walks[0][20]);
    BOOST_TEST(walkers[Role::y][0] == well.cost(walkers[Role::x][0]));
}

BOOST_AUTO_TEST_CASE(runs_keep_their_numbers_on_every_axis)
{
    LearningCurve one;
    one.add(1, 50, 0.1, 2);
    one.add(2, 100, 0.2, 1);
    one.final_cost = 1;
    one.test = 80;
    const std::vector<LearningCurves> runs = {{one}, {one}};

    const Figure axes = four_axes_figure(runs, {0.1, 0.2}, 50, 5);
    BOOST_REQUIRE(axes.frames().front().size() == 4U);
    const auto& epochs = axes.frames().front()[0].parts().series.at(1);
    BOOST_TEST(epochs[Role::x] == (Numbers{1, 2}), boost::test_tools::per_element());

    const std::vector<Spread> update = {spread({0.5}), spread({3})};
    const Figure small = small_batches_figure({1, 8}, update, update, runs);
    const auto& time = small.frames().front()[3].parts().series.at(1);
    BOOST_TEST(time[Role::x] == (Numbers{3, 6}), boost::test_tools::per_element());

    const Figure general =
        generalisation_figure({1, 8}, {{verbatim("a"), runs}, {verbatim("b"), runs}});
    BOOST_REQUIRE(general.frames().front().size() == 3U);
    const auto& all = general.frames().front()[2].parts().series.at(1);
    BOOST_TEST(all[Role::x] == (Numbers{1, 1}), boost::test_tools::per_element());
    BOOST_TEST(all[Role::y] == (Numbers{80, 80}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(where_the_worst_final_cost_is_reached)
{
    LearningCurves curves(2);
    for (const Index k : {1, 2, 4}) {
        curves[0].add(k, 10 * k, 0, 4 / double(k));
        curves[1].add(k, 10 * k, 0, 2 / double(k));
    }
    curves[0].final_cost = 1, curves[1].final_cost = 0.5;
    BOOST_TEST(worst_final_cost(curves) == 1.);
    const Spread updates = first_at(curves, &LearningCurve::updates, 1);
    BOOST_TEST(updates.values == (std::vector<double>{4, 2}), boost::test_tools::per_element());
    BOOST_TEST(std::isinf(first_at(curves, &LearningCurve::samples, 0.6).high));
}

BOOST_AUTO_TEST_SUITE_END()
