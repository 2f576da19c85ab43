#include "labs/lab08_random_labels/memorise.hpp"
#include "train/runs.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(memorise, *boost::unit_test::label("lab08"))

namespace {

Dataset random_labels(Index samples)
{
    Rng rng(1);
    Dataset data = two_classes(samples, rng);
    data.x = rng.normal_matrix(20, samples);
    data.shape = Shape{20};
    data.labels = corrupted(data.labels, 1, 2, rng);
    return data;
}

Memorised run(Sequential& net, const Dataset& data, const MemoriseOptions& options)
{
    Sgd optimizer(net);
    return descente::memorise(net, optimizer, data, options, Rng(3));
}

} // namespace

BOOST_AUTO_TEST_CASE(random_labels_that_stay_are_learned_by_heart)
{
    const Dataset data = random_labels(50);
    Rng rng(2);
    Sequential net = mlp({20, 64, 2}, rng);
    const double cost_before = evaluate(net, data).cost;
    const Memorised result = run(net, data, {.batch_size = 20, .learning_rate = 0.2, .zero = 0.02});
    BOOST_TEST(result.reached);
    BOOST_TEST(result.accuracy == 1);
    BOOST_TEST(result.cost.front() == cost_before);
    BOOST_TEST(result.cost.back() == evaluate(net, data).cost); // of the whole set, at this θ
    BOOST_TEST(result.cost.back() < 0.02);
    BOOST_TEST(result.cost[result.cost.size() - 2] >= 0.02); // it stops as soon as it may
    BOOST_REQUIRE(result.updates.size() == result.cost.size());
    BOOST_TEST(result.updates[0] == 0);
    BOOST_TEST(result.updates[1] == 3); // 50 = 20 + 20 + 10: an epoch is three updates
    BOOST_TEST(result.updates_needed() == result.updates.back());
}

BOOST_AUTO_TEST_CASE(what_is_not_reached_says_so)
{
    const Dataset data = random_labels(50);
    Rng rng(2);
    Sequential net = mlp({20, 64, 2}, rng);
    const Memorised result = run(net, data, {.batch_size = 20, .most_updates = 7});
    BOOST_TEST(!result.reached);
    BOOST_TEST(result.updates.back() == 9); // the end of the epoch
    BOOST_TEST(std::isinf(result.updates_needed()));

    Sequential linear = mlp({20, 2}, rng); // the cost falls, but not every answer becomes right
    Dataset contrary = subset(data, arma::uvec{0, 0, 1});
    contrary.labels = {0, 1, 0};
    const Memorised never = run(
        linear, contrary, {.batch_size = 3, .learning_rate = 0.5, .zero = 10, .most_updates = 50});
    BOOST_TEST(never.cost.back() < 10);
    BOOST_TEST(!never.reached);
}

BOOST_AUTO_TEST_CASE(divergence_and_a_stop_are_not_reached)
{
    const Dataset data = random_labels(50);
    Rng rng(2);
    Sequential net = mlp({20, 64, 2}, rng);
    BOOST_TEST(!run(net, data, {.batch_size = 10, .learning_rate = 1e30}).reached);
    request_stop();
    Sequential stopped = mlp({20, 64, 2}, rng);
    const Memorised result = run(stopped, data, {.batch_size = 10});
    request_stop(false);
    BOOST_TEST(!result.reached);
    BOOST_TEST(result.updates.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
