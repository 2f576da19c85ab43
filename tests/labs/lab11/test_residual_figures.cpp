#include "labs/lab11_resnet/residual_figures.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(residual_figures, *boost::unit_test::label("lab11"))

namespace {

DepthStudy study()
{
    DepthStudy result{{8, 20}, {tr("plain"), tr("residual")}, {}};
    for (const double depth : {1.0, 2.0}) {
        result.runs.emplace_back();
        for (const std::size_t kind : {0, 1})
            for (const double seed : {0.0, 0.5, 1.0}) {
                ResidualRun run;
                run.cost = {2, 1};
                run.final_cost = depth + 10 * double(kind) + seed;
                run.accuracy = 90;
                run.linearity = {0.2, 0.4 + 0.2 * double(kind)};
                result.runs.back()[kind].push_back(run);
            }
    }
    return result;
}

} // namespace

BOOST_AUTO_TEST_CASE(spreads_are_those_of_the_runs)
{
    BOOST_TEST(study().cost(1, 1).median == 12.5);
    BOOST_TEST(study().cost(0, 0).high == 2);
    BOOST_TEST(std::abs(study().linearity(0, 1).median - 0.4) < 1e-9);
    BOOST_TEST(study().accuracy(1, 0).low == 90);
}

BOOST_AUTO_TEST_CASE(first_and_last_depth_as_curves_and_all_depths_at_their_ends)
{
    const Figure figure = depth_figure(study());
    const auto& panels = figure.frames()[0];
    BOOST_TEST(panels[0].parts().series.size() == 4);
    const auto& ends = panels[1].parts().series[1];
    BOOST_TEST((ends[Role::y] == Numbers{11.5, 12.5}));
    BOOST_TEST((ends[Role::x] == Numbers{8, 20}));
}

BOOST_AUTO_TEST_CASE(blocks_are_counted_from_1_and_runs_that_diverged_are_left_out)
{
    DepthStudy with_gap = study();
    with_gap.runs[0][0][1].linearity.clear();
    const Figure figure = linearity_figure(with_gap, 0);
    const auto& series = figure.frames()[0][0].parts().series[0];
    BOOST_TEST((series[Role::x] == Numbers{1, 2}));
    BOOST_TEST((series[Role::y] == Numbers{0.2, 0.4}));
}

BOOST_AUTO_TEST_CASE(a_line_of_the_table_for_each_net)
{
    const Dataset data{.name = "none",
                       .shape = {4, 4, 1},
                       .x = Matrix(16, 2, arma::fill::zeros),
                       .labels = {0, 1},
                       .classes = {verbatim("a"), verbatim("b")}};
    const auto rows =
        depth_rows(study(), {Shortcut::none, Shortcut::zero_pad}, data, Language("fr"));
    BOOST_REQUIRE(rows.size() == 4);
    BOOST_TEST(rows[0][0] == "8 plain");
    BOOST_TEST(rows[3][0] == "20 residual");
    BOOST_TEST(rows[2][1] == rows[3][1]); // zeros cost no parameters
    BOOST_TEST(rows[3][4] == "12,50");
    BOOST_TEST(rows[0][5] == "90,0");
}

BOOST_AUTO_TEST_CASE(test_errors_in_percent)
{
    History history;
    history.validation_accuracy = {0.5, 0.9};
    const Figure figure = test_error_figure(history, 8.75);
    const auto& line = figure.frames()[0][0].parts().series[0];
    BOOST_TEST(std::abs(line[Role::y][1] - 10) < 1e-9);
    BOOST_TEST(figure.frames()[0][0].parts().guides.size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
