// The published counts of parameters and multiply-accumulates, by our own table.
#include "labs/lab16_depth_and_cost/imagenet_nets.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(imagenet_nets, *boost::unit_test::label("lab16"))

// torchvision counts to a thousandth of 10⁹; operations counted as two a multiply-accumulate, or
// shortcuts counted twice, would be far off.
BOOST_AUTO_TEST_CASE(our_table_counts_what_was_published)
{
    int counted = 0;
    for (const PublishedNet& net : published_nets()) {
        if (!net.count) continue;
        const Summary ours = net.count();
        BOOST_TEST(ours.parameters == net.parameters, net.name);
        const double giga = static_cast<double>(ours.macs) / 1e9;
        BOOST_TEST(std::abs(giga - net.giga_macs) < 0.0011,
                   net.name << ": " << giga << " instead of " << net.giga_macs);
        BOOST_TEST((ours.rows.back().output == Shape{1000}));
        ++counted;
    }
    BOOST_TEST(counted == 6);
}

BOOST_AUTO_TEST_CASE(alexnet_and_vgg_by_layer)
{
    const Summary alexnet = alexnet_table(), vgg = vgg16_table();
    BOOST_TEST((alexnet.rows[0].output == Shape{55, 55, 64}));
    BOOST_TEST(alexnet.rows[0].macs == 55u * 55 * 64 * 11 * 11 * 3);
    BOOST_TEST(alexnet.rows[0].parameters == 64 * 11 * 11 * 3 + 64);
    BOOST_TEST((vgg.rows[30].output == Shape{7, 7, 512})); // 13 convolutions, their ReLUs, 5 pools
    // The first dense layer alone: three quarters of the weights, 1 % of the operations.
    BOOST_TEST(vgg.rows[31].parameters == 25088 * 4096 + 4096);
    BOOST_TEST(vgg.rows[31].macs == 25088u * 4096);
}

BOOST_AUTO_TEST_CASE(the_figures_are_of_the_kind_they_are_said_to_be)
{
    for (const PublishedNet& net : published_nets()) {
        BOOST_TEST(net.top1 < net.top5, net.name);
        BOOST_TEST(net.top5 < 95, net.name);
    }
    const std::vector<ChallengeResult> results = challenge_results();
    for (std::size_t i = 1; i < results.size(); ++i) {
        BOOST_TEST(results[i].year >= results[i - 1].year);
        BOOST_TEST(results[i].layers >= results[i - 1].layers);
        BOOST_TEST(results[i].top5_error < results[i - 1].top5_error);
    }
}

BOOST_AUTO_TEST_SUITE_END()
