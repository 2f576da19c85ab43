#include "labs/lab16_depth_and_cost/figures.hpp"
#include "plot/script_text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(prices_of_nets, *boost::unit_test::label("lab16"))

using namespace lab16;

namespace {

const std::vector<PricedNet> three{
    {verbatim("small"), verbatim("a"), 2700, 70e3, spread({80, 81, 82})},
    {verbatim("large"), verbatim("b"), 368'650, 300e3, spread({85, 84, 83})},
    {verbatim("middle"), verbatim("a"), 25'557'032, 2e6, spread({90, 83, 70})}};

Compared with_accuracies(const Text& name, const Numbers& accuracies)
{
    Compared net{name, 0, {}, {}, {}};
    for (const double accuracy : accuracies) {
        Run run;
        run["test accuracy"] = accuracy;
        run["training seconds"] = 1.5;
        run["image seconds"] = 20e-6;
        net.runs.push_back(run);
    }
    return net;
}

// The same with the accuracies of three seeds twice.
std::vector<PricedNet> six_seeds()
{
    std::vector<PricedNet> nets = three;
    for (PricedNet& net : nets) {
        Numbers twice = net.accuracy.values;
        twice.insert(twice.end(), net.accuracy.values.begin(), net.accuracy.values.end());
        net.accuracy = spread(twice);
    }
    return nets;
}

} // namespace

BOOST_AUTO_TEST_CASE(layers_are_counted_by_hand)
{
    const Summary mlp = counted({dense(5), norm(), act(), dense(3)}, {7, 6, 2});
    BOOST_TEST(mlp.parameters == (84 + 1) * 5 + 10 + (5 + 1) * 3);
    BOOST_TEST(mlp.macs == 84u * 5 + 5 * 3);
    const Summary cnn =
        counted({conv({.out = 5, .padding = 1, .bias = false}), norm(), act(), pool(), dense(3)},
                {8, 12, 2});
    BOOST_TEST(cnn.parameters == 2 * 9 * 5 + 10 + (4 * 6 * 5 + 1) * 3);
    BOOST_TEST(cnn.macs == 8u * 12 * 2 * 9 * 5 + 4 * 6 * 5 * 3);
}

BOOST_AUTO_TEST_CASE(a_bubble_a_net_and_a_colour_a_family)
{
    const Figure figure = nets_figure(three);
    const auto& series = figure.frames()[0][0].parts().series;
    BOOST_TEST_REQUIRE(series.size() == 2U);
    const auto& a = series[0];
    BOOST_TEST(a[Role::x] == (Numbers{70e3, 2e6}), boost::test_tools::per_element());
    BOOST_TEST(a[Role::size] == (Numbers{2700, 25'557'032}), boost::test_tools::per_element());
    BOOST_TEST(a[Role::y] == (Numbers{81, 83}), boost::test_tools::per_element());
    BOOST_TEST(a[Role::low][1] == 70.);
    BOOST_TEST(a.names[0].english() == "small · 2.7 k");
    BOOST_TEST(a.names[1].in(Language("fr")) == "middle · 25,6 M");
    BOOST_TEST(series[1].names[0].english() == "large · 369 k");
}

BOOST_AUTO_TEST_CASE(a_price_may_order_the_nets_in_each_seed)
{
    const Spread parameters = rank_correlations(three, &PricedNet::parameters);
    BOOST_TEST(parameters.values == (Numbers{1, 0.5, -0.5}), boost::test_tools::per_element());
    BOOST_TEST(rank_correlations({}, &PricedNet::macs).values.empty());
}

BOOST_AUTO_TEST_CASE(small_nets_are_compared_with_the_best_of_the_others)
{
    const std::vector<PricedNet> nets = six_seeds();
    const Evidence one = smaller_ones_beat_best_of("a", "b", nets); // 85, 84, 83 and 90, 83, 70
    BOOST_TEST((one.outcome == Outcome::inconclusive));
    BOOST_TEST(has(one.because.english(), "middle"));
    const Evidence other = smaller_ones_beat_best_of("b", "a", nets); // only "small" is smaller
    BOOST_TEST((other.outcome == Outcome::not_supported));            // 80 < 85, 81 < 84, 82 < 83
    BOOST_TEST(other.numbers.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_most_accurate_is_told_by_the_runs_or_there_is_none)
{
    const std::vector<PricedNet> nets = six_seeds(); // 80, 81, 82 and 85, 84, 83 and 90, 83, 70
    BOOST_TEST(most_accurate({"small", "large"}, nets) == 1U);
    BOOST_TEST(most_accurate({"large", "small", "middle"}, nets) == 3U); // they do not tell
    BOOST_TEST(most_accurate({"small", "small"}, nets) == 2U);           // equals
    BOOST_TEST(are_among(nets, {"middle", "small"}));
    BOOST_TEST(!are_among(nets, {"small", "ResNet-20"}));
}

BOOST_AUTO_TEST_CASE(a_point_less_is_allowed_and_two_are_not)
{
    const Study study({with_accuracies(verbatim("a"), {80, 81, 82, 83, 84}),
                       with_accuracies(verbatim("b"), {80.5, 81.5, 82.5, 83.5, 84.5}),
                       with_accuracies(verbatim("c"), {82, 83, 84, 85, 86})});
    BOOST_TEST((no_lower_by(1, "a", "b", study).outcome == Outcome::supported));
    BOOST_TEST((no_lower_by(1, "a", "c", study).outcome == Outcome::not_supported));
    BOOST_TEST((no_lower_by(1, "c", "a", study).outcome == Outcome::supported));
}

BOOST_AUTO_TEST_CASE(rows_are_in_the_language_asked_for)
{
    const std::vector<Design> nets{{verbatim("small"), verbatim("a"), {dense(2)}}};
    Compared small = with_accuracies(nets[0].name, {80, 81, 82});
    small.best = 0.1;
    const Study study({small});
    const Shape image{4, 4, 1};
    const auto rows = price_rows(prices(nets, study, image), study);
    const std::vector<std::string> first{
        "small", "34", "32", "0,1", "1,50", "20", "81,0 (80,0 à 82,0)"};
    BOOST_TEST_REQUIRE(rows[0].size() == first.size());
    for (std::size_t i = 0; i < first.size(); ++i)
        BOOST_TEST(rows[0][i].in(Language("fr")) == first[i]);
}

BOOST_AUTO_TEST_SUITE_END()
