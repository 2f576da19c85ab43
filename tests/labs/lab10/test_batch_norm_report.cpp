#include "labs/lab10_batch_norm/batch_norm_report.hpp"
#include "nn/norm.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(batch_norm_report, *boost::unit_test::label("lab10"))

namespace {

// One walk whose cost, gradient and smoothness change by `size`.
AlongGradient walk_of(double size)
{
    return {.cost = 1,
            .gradient_norm = 2,
            .moved = {0.5, 1},
            .costs = {1 - size / 2, 1 + size},
            .gradient_change = {size, 2 * size}};
}

TwinWalks twin_walks(double without, double with)
{
    const auto looks = [](double size) {
        const std::vector<AlongGradient> three{walk_of(size), walk_of(9 * size), walk_of(size)};
        return Walks{three, three};
    };
    TwinWalks walks(2);
    for (const double seed : {1.0, 1.1, 1.2, 1.3, 1.4}) {
        walks[0].push_back(looks(seed * without));
        walks[1].push_back(looks(seed * with));
    }
    return walks;
}

const std::deque<Panel>& panels_of(const Figure& figure) { return figure.frames().front(); }

const Series& series(const Panel& panel, std::size_t i) { return panel.parts().series.at(i); }

} // namespace

BOOST_AUTO_TEST_CASE(activations_are_found_in_networks_of_both_kinds)
{
    for (const bool batch_norm : {false, true}) {
        Rng rng(1);
        Sequential net(Shape{3});
        for (int layer = 0; layer < 2; ++layer) {
            net.add(Linear(net.output(), 4, rng));
            if (batch_norm) net.add(BatchNorm(4));
            net.add(relu_layer());
        }
        net.add(Linear(4, 2, rng));
        Dataset data;
        data.shape = Shape{3};
        data.x = rng.normal_matrix(3, 200, 5, 2);
        Activations found;
        found.look(net, data, 1, 3, 2, 0.1);
        const auto outputs = layer_outputs(net, data.x, data.shape, Mode::train);
        Quantiles expected;
        expected.add(2, outputs[batch_norm ? 3 : 2].head_rows(3), 0.1);
        const Quantiles& in = batch_norm ? found.before : found.without;
        BOOST_REQUIRE(in.high.size() == 1U);
        BOOST_TEST(in.high[0] == expected.high[0]);
        BOOST_REQUIRE(found.after.at.size() == (batch_norm ? 1U : 0U));
        if (!batch_norm) continue;
        Quantiles after;
        after.add(2, outputs[4].head_rows(3), 0.1);
        BOOST_TEST(found.after.high[0] == after.high[0]);
    }
}

BOOST_AUTO_TEST_CASE(bands_run_between_the_quantiles)
{
    Activations curve{.name = tr("scale")};
    for (Quantiles* q : {&curve.without, &curve.before, &curve.after}) *q = {{1}, {-2}, {0}, {3}};
    for (const Figure& figure : {layers_figure({curve}), unit_figure({curve}, 6)}) {
        BOOST_REQUIRE(panels_of(figure).size() == 3U);
        const auto& band = series(panels_of(figure)[2], 0);
        BOOST_TEST(band[Role::low][0] == -2.);
        BOOST_TEST(band[Role::y][0] == 0.);
        BOOST_TEST(band[Role::high][0] == 3.);
    }
}

BOOST_AUTO_TEST_CASE(maps_share_their_colours_and_mark_what_diverged)
{
    Matrix without{{Real(1), Real(INFINITY)}, {Real(2), Real(NAN)}}, with{{Real(0.5), 1}, {2, 3}};
    const Figure figure = scale_map_figure({without, with}, {0.5, 1}, {0.1, 1}, 2.3);
    const auto& panels = panels_of(figure);
    BOOST_REQUIRE(panels.size() == 2U);
    for (const Panel& panel : panels) {
        BOOST_TEST(panel.parts().colour_range->at(0) == 0.5);
        BOOST_TEST(panel.parts().colour_range->at(1) == 2.3);
        BOOST_TEST(panel.parts().y.names[0].english() == "1/2");
    }
    const auto& crosses = series(panels[0], 1);
    BOOST_TEST(crosses[Role::x] == (Numbers{1, 1}), boost::test_tools::per_element());
    BOOST_TEST(crosses[Role::y] == (Numbers{0, 1}), boost::test_tools::per_element());
    BOOST_TEST(series(panels[1], 1)[Role::x].empty());
}

BOOST_AUTO_TEST_CASE(smoother_when_all_three_measures_are_smaller_in_the_median_look)
{
    const auto outcome = [](double without, double with) {
        return smoother(tr("claim"), twin_walks(without, with), &Walks::steps, 2).outcome;
    };
    BOOST_CHECK(outcome(2, 1) == Outcome::supported);
    BOOST_CHECK(outcome(1, 2) == Outcome::not_supported);
    TwinWalks walks = twin_walks(2, 1);
    for (Walks& seed : walks[1])
        for (AlongGradient& look : seed.steps) look.costs[0] = -9; // only the cost's range grows
    const Finding finding = smoother(tr("claim"), walks, &Walks::steps, 2);
    BOOST_CHECK(finding.outcome == Outcome::it_depends);
    BOOST_TEST(finding.because.english().find("2 of 3") == 0U);
    BOOST_CHECK(smoother(tr("claim"), walks, &Walks::distances, 2).outcome == Outcome::supported);
    BOOST_REQUIRE(finding.numbers.size() == 8U);
    BOOST_TEST(finding.numbers[3].first == "‖g′ − g‖ without");
    BOOST_TEST(finding.numbers[3].second.median == 2 * 1.2 * 2); // the middle seed, the middle look
}

BOOST_AUTO_TEST_CASE(walks_are_drawn_against_updates_and_distances)
{
    TwinWalks walks = twin_walks(2, 1);
    walks[0][1].steps.pop_back(); // diverged before its last look
    const Figure figure = smoothness_figure(walks, 5);
    BOOST_REQUIRE(panels_of(figure).size() == 6U);
    const auto& cost = series(panels_of(figure)[0], 1);
    BOOST_TEST(cost[Role::x] == (Numbers{5, 10, 15}), boost::test_tools::per_element());
    BOOST_TEST(cost[Role::low][0] == 0.5);
    BOOST_TEST(cost[Role::y][0] == 1.);
    BOOST_TEST(cost[Role::high][0] == 2.);
    const auto& change = series(panels_of(figure)[1], 0);
    BOOST_TEST(std::isfinite(change[Role::high][1]));
    BOOST_TEST(std::isinf(change[Role::high][2]));
    const auto& valley = series(panels_of(figure)[3], 1);
    BOOST_TEST(valley[Role::x] == (Numbers{0.5, 1}), boost::test_tools::per_element());
    BOOST_TEST(std::abs(valley[Role::y][1] - 1.2) < 1e-9); // the middle seed's median look
    const auto& relative = series(panels_of(figure)[4], 1);
    BOOST_TEST(std::abs(relative[Role::y][1] - 1.2) < 1e-9);
}

BOOST_AUTO_TEST_CASE(statistics_and_sizes_find_their_curves)
{
    const std::vector<std::vector<AccuracyInBatches>> modes{{{90, 20, 10}, {90, 80, 15}},
                                                            {{92, 22, 12}, {92, 82, 17}}};
    const Figure evaluation = evaluation_figure({2, 64}, modes);
    const auto& of_batch = series(panels_of(evaluation)[0], 1);
    BOOST_TEST(of_batch[Role::low] == (Numbers{20, 80}), boost::test_tools::per_element());
    BOOST_TEST(of_batch[Role::high] == (Numbers{22, 82}), boost::test_tools::per_element());

    const Following whole{{1, 2}, {0.5, 0.25}, {10, 60}}, broken{{1}, {0.5}, {10}};
    const Figure following = following_figure({0.9, 1}, {{broken, whole}, {whole, whole}});
    const auto& error = series(panels_of(following)[0], 0);
    BOOST_TEST(error[Role::x] == (Numbers{1, 2}), boost::test_tools::per_element());
    BOOST_TEST(error[Role::low][1] == 0.25);
    BOOST_TEST(std::isinf(error[Role::high][1]));
    BOOST_TEST(series(panels_of(following)[1], 1).label.english() == "never");

    const auto run = [](double number) { return ShortRun{number, 0, 10 * number, 2 * number}; };
    const Figure small = batch_size_figure({2, 8}, {{run(1)}, {run(2)}, {run(3)}, {run(4)}});
    const auto drawn = [&](std::size_t panel, std::size_t i) {
        return series(panels_of(small)[panel], i)[Role::y];
    };
    BOOST_TEST(drawn(0, 1) == (Numbers{4, 8}), boost::test_tools::per_element());
    BOOST_TEST(drawn(1, 0) == (Numbers{1, 3}), boost::test_tools::per_element());
    BOOST_TEST(drawn(1, 1) == (Numbers{2, 4}), boost::test_tools::per_element());
    BOOST_TEST(drawn(2, 1) == (Numbers{20, 40}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(numbers_learned_and_stored)
{
    BatchNorm layer(16);
    const Text line = parameters_line(tr("layer"), layer);
    BOOST_TEST(line.english() == "layer: 32 numbers are learned, 32 more (μ and σ²) are stored");
    Rng rng(1);
    const Text variance = variance_line(rng.normal_matrix(4, 50), 50, rng);
    BOOST_TEST(variance.english().find("0.980 of the true one with 1/m, 1.000 with") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
