#include "labs/lab16_depth_and_cost/cost_figures.hpp"
#include "plot/script_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(cost_figures, *boost::unit_test::label("lab16"))

namespace {

const std::vector<PricedNet> three{
    {"small", verbatim("a"), 2700, 70e3, spread({80, 81, 82}), 0.1, 1.5, 20e-6},
    {"large", tr("b"), 368'650, 300e3, spread({85, 84, 83}), 1, 0.25, 3e-6},
    {"middle", verbatim("a"), 25'557'032, 2e6, spread({90, 83, 70}), 0.3, 2, 1e-3}};

} // namespace

BOOST_AUTO_TEST_CASE(a_bubble_a_net_and_a_colour_a_family)
{
    Figure figure("x", verbatim("t"));
    draw_prices(figure.panel(), three);
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

BOOST_AUTO_TEST_CASE(rows_are_in_the_language_asked_for)
{
    const auto rows = price_rows(three, Language("fr"));
    const std::vector<std::string> first{
        "small", "2700", "70000", "0,1", "1,50", "20", "81,0 (80,0 à 82,0)"};
    BOOST_TEST(rows[0] == first, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_we_count_stands_beside_what_was_published)
{
    int counted = 0;
    for (const auto& row : published_rows(Language())) {
        BOOST_TEST_REQUIRE(row.size() == 7U);
        if (row[3] == "–") continue;
        BOOST_TEST(row[3] == row[1], row[0]);
        ++counted;
    }
    BOOST_TEST(counted == 6);
}

// Figures that nobody measured here must not go without their source.
BOOST_AUTO_TEST_CASE(published_figures_name_their_sources)
{
    const Figure published = published_figure(), challenge = challenge_figure();
    BOOST_TEST(has(published.note().english(), "torchvision"));
    BOOST_TEST(has(published.note().in(Language("fr")), "torchvision"));
    for (const Language language : {Language(), Language("fr")}) {
        BOOST_TEST(has(challenge.note().in(language), "Russakovsky et al., IJCV 2015"));
        BOOST_TEST(has(challenge.note().in(language), "He et al., CVPR 2016"));
        BOOST_TEST(has(script_of(challenge, language), "He et al., CVPR 2016"));
    }
    const std::string script = script_of(challenge, Language("fr"));
    for (const char* part : {"'152 couches'", "'peu profond'", "'3,57 %'", "'2012 AlexNet'"})
        BOOST_TEST(has(script, part), part);
    // VGG-16's operations are multiply-accumulates: 15.5·10⁹, not twice as many.
    for (const PricedNet& net : published_prices())
        if (net.name == "VGG-16") BOOST_TEST(net.macs == 15.47e9);
}

BOOST_AUTO_TEST_SUITE_END()
