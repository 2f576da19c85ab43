#include "base/error.hpp"
#include "labs/lab08_random_labels/interpolation.hpp"
#include "train/metrics.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(interpolation, *boost::unit_test::label("lab08"))

BOOST_AUTO_TEST_CASE(the_ends_are_the_ends_and_the_net_stays)
{
    Rng rng(1);
    const Dataset data = two_classes(30, rng);
    TinyNet a(3, 2, rng), b(3, 2, rng), net(3, 2, rng);
    const std::vector<Matrix> before = snapshot(net);
    const std::vector<double> costs =
        cost_between(net, snapshot(a), snapshot(b), data, {0, 0.5, 1});
    BOOST_REQUIRE(costs.size() == 3u);
    BOOST_TEST(costs[0] == evaluate(a, data).cost);
    BOOST_TEST(costs[2] == evaluate(b, data).cost);
    BOOST_TEST(costs[1] < (costs[0] + costs[2]) / 2); // one dense layer: this cost is convex
    BOOST_TEST(identical(before, snapshot(net)));
}

BOOST_AUTO_TEST_CASE(a_network_with_its_units_swapped_is_the_same_but_not_halfway)
{
    Rng rng(2);
    const Dataset data = two_classes(30, rng);
    Sequential net = mlp({3, 2, 2}, rng);
    std::vector<Matrix> from = snapshot(net), to = from; // W1, b1, W2, b2
    to[0] = arma::fliplr(from[0]);
    to[1] = arma::flipud(from[1]);
    to[2] = arma::flipud(from[2]);
    const std::vector<double> costs = cost_between(net, from, to, data, {0, 0.5, 1});
    BOOST_TEST(costs[0] == costs[2], boost::test_tools::tolerance(1e-5));
    BOOST_TEST(std::abs(costs[1] - costs[0]) > 1e-3);
}

BOOST_AUTO_TEST_CASE(other_sizes_do_not_fit)
{
    Rng rng(3);
    const Dataset data = two_classes(10, rng);
    Sequential net = mlp({3, 2, 2}, rng), other = mlp({3, 5, 2}, rng);
    const std::vector<Matrix> before = snapshot(net);
    BOOST_CHECK_THROW(cost_between(net, before, snapshot(other), data, {0.5}), ShapeError);
    BOOST_CHECK_THROW(cost_between(net, snapshot(other), before, data, {0.5}), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
