#include "labs/lab16_depth_and_cost/figures.hpp"
#include "plot/script_text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(published_figures, *boost::unit_test::label("lab16"))

using namespace lab16;

BOOST_AUTO_TEST_CASE(the_figures_are_of_the_kind_they_are_said_to_be)
{
    for (const PublishedNet& net : published_nets({}, {})) {
        BOOST_TEST(net.top1 < net.top5, net.name.english());
        BOOST_TEST(net.top5 < 95, net.name.english());
        // VGG-16's operations are multiply-accumulates: 15.5·10⁹, not twice as many.
        BOOST_TEST(net.giga_macs < 15.5, net.name.english());
    }
    const std::vector<ChallengeResult> results = challenge_results();
    for (std::size_t i = 1; i < results.size(); ++i) {
        BOOST_TEST(results[i].year >= results[i - 1].year);
        BOOST_TEST(results[i].layers >= results[i - 1].layers);
        BOOST_TEST(results[i].top5_error < results[i - 1].top5_error);
    }
}

// Figures that nobody measured here must not go without their source.
BOOST_AUTO_TEST_CASE(published_figures_name_their_sources)
{
    const Figure published = published_figure(prices(published_nets({}, {})));
    const Figure challenge = challenge_figure();
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
}

BOOST_AUTO_TEST_SUITE_END()
