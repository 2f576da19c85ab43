#include "base/error.hpp"
#include "labs/lab11_resnet/figures.hpp"
#include "nn/models.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(twins, *boost::unit_test::label("lab11"))

using namespace lab11;

namespace {

// Nets of 8 and 56 layers, five seeds each.
Study study()
{
    std::vector<Compared> methods;
    for (const Design& net : plain_and_residual({8, 56}, true)) {
        Compared method{net.name, 0, {}, {}, {}};
        const bool residual = net.shortcut != Shortcut::none;
        const Step now;
        for (const double seed : {0.0, 0.25, 0.5, 0.75, 1.0}) {
            Run run;
            run.note(now, "cost", 2);
            run.note(now, "cost", 1);
            run["cost at the end"] = double(net.depth) + (residual ? 10 : 0) + seed;
            run["first gradient"] = net.depth == 8 ? 1 : residual ? 0.1 : 1e-4;
            if (seed != 0.5) run.keep("R²", {0.2, residual ? 0.6 : 0.4});
            method.runs.push_back(run);
        }
        methods.push_back(method);
    }
    return Study(methods);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_plain_net_and_its_twin_of_each_depth)
{
    const std::vector<Design> nets = plain_and_residual({8, 20}, false);
    BOOST_REQUIRE(nets.size() == 4U);
    BOOST_TEST(nets[0].name.english() == "plain-8");
    BOOST_TEST(nets[3].name.english() == "residual-20");
    BOOST_TEST((nets[2].shortcut == Shortcut::none && nets[2].depth == 20));
    BOOST_TEST(!nets[1].batch_norm);
}

BOOST_AUTO_TEST_CASE(decades_up_or_down_from_8_to_56_layers)
{
    const Evidence evidence = fewer_decades(study());
    BOOST_TEST((evidence.outcome == Outcome::supported));
    BOOST_TEST(std::abs(evidence.numbers[0].second.median - 1) < 1e-9);
    BOOST_TEST(std::abs(evidence.numbers[1].second.median - 4) < 1e-9);
}

BOOST_AUTO_TEST_CASE(depths_are_6n_plus_2_and_two_at_least)
{
    BOOST_TEST(depths_in({20, 8, 20}) == (std::vector<long>{8, 20}),
               boost::test_tools::per_element());
    for (const Numbers& wrong : std::vector<Numbers>{{8, 21}, {8, 20.5}, {8, 8}})
        BOOST_CHECK_THROW(depths_in(wrong), UsageError);
}

BOOST_AUTO_TEST_CASE(what_depth_does_is_told_by_the_runs_or_not)
{
    std::vector<Compared> nets = study().methods();
    for (Run& run : nets[3].runs) run["first gradient"] = 0.2;
    BOOST_TEST(what_depth_does(Study(nets), "plain") == 0U);    // four powers of ten less
    BOOST_TEST(what_depth_does(Study(nets), "residual") == 1U); // less than one
    nets[2].runs[1]["first gradient"] = 100;
    BOOST_TEST(what_depth_does(Study(nets), "plain") == 3U);
    for (Run& run : nets[2].runs) run["first gradient"] = 100;
    BOOST_TEST(what_depth_does(Study(nets), "plain") == 2U);
}

BOOST_AUTO_TEST_CASE(the_best_depth_is_told_by_the_runs_or_there_is_none)
{
    BOOST_TEST(best_depth(study(), "plain", {8, 56}) == 1U); // the shallowest
    std::vector<Compared> nets = study().methods();
    for (const std::size_t seed : {1, 3}) nets[2].runs[seed]["cost at the end"] = 0;
    BOOST_TEST(best_depth(Study(nets), "plain", {8, 56}) == 3U);
    for (Run& run : nets[2].runs) run["cost at the end"] = 0;
    BOOST_TEST(best_depth(Study(nets), "plain", {8, 56}) == 0U);
}

BOOST_AUTO_TEST_CASE(first_and_last_depth_as_curves_and_all_depths_at_their_ends)
{
    const Figure figure = depth_figure(study(), {8, 56}, 2.3);
    const auto& panels = figure.frames()[0];
    BOOST_TEST(panels[0].parts().series.size() == 4);
    const auto& ends = panels[1].parts().series[1];
    BOOST_TEST((ends[Role::y] == Numbers{18.5, 66.5}));
    BOOST_TEST((ends[Role::x] == Numbers{8, 56}));
}

BOOST_AUTO_TEST_CASE(blocks_are_counted_from_1_and_runs_that_diverged_are_left_out)
{
    const Figure figure = linearity_figure(study(), 8);
    const auto& series = figure.frames()[0][0].parts().series[0];
    BOOST_TEST((series[Role::x] == Numbers{1, 2}));
    BOOST_TEST((series[Role::y] == Numbers{0.2, 0.4}));
}

BOOST_AUTO_TEST_CASE(a_relu_keeps_no_activations)
{
    Rng rng(1);
    Sequential net({8, 6, 1});
    net.add(Conv2d({.in = 1, .out = 4, .padding = 1}, rng))
        .add(relu_layer())
        .add(Linear(192, 3, rng));
    BOOST_TEST(activations(summarise(net, {8, 6, 1}), {8, 6, 1}) == 48 + 192 + 3);
}

BOOST_AUTO_TEST_CASE(a_resnet_by_stages)
{
    Rng rng(1);
    const Summary table = summarise(resnet(resnet_imagenet(18), rng), Shape{224, 224, 3});
    const Summary stages = by_stage(table);
    BOOST_TEST(stages.rows.size() == 10); // conv, batch norm, ReLU, pool, four stages, pool, dense
    Index parameters = 0;
    std::uint64_t macs = 0;
    for (const LayerInfo& row : stages.rows) {
        parameters += row.parameters;
        macs += row.macs;
    }
    BOOST_TEST(parameters == 11'689'512);
    BOOST_TEST(macs == table.macs);
    BOOST_TEST(stages.rows[4].part == "layer1");
    BOOST_TEST(table.rows[4].part == "layer1.0");
    BOOST_TEST(table.rows[4].brief == "conv 3×3");
    BOOST_TEST((stages.rows[7].output == Shape{7, 7, 512}));
}

BOOST_AUTO_TEST_SUITE_END()
