#include "labs/lab10_batch_norm/short_run.hpp"
#include "train/fit.hpp"
#include "train/runs.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(short_run_of_training, *boost::unit_test::label("lab10"))

namespace {

ShortRunData some_data()
{
    Rng rng(2);
    const Dataset training = two_classes(40, rng);
    return {training, first(training, 10), two_classes(30, rng)};
}

Sequential new_net()
{
    Rng rng(3);
    return mlp({3, 8, 2}, rng);
}

} // namespace

BOOST_AUTO_TEST_CASE(it_is_sgd_for_so_many_updates_over_several_epochs)
{
    const ShortRunData data = some_data();
    Sequential net = new_net(), same = new_net();
    std::vector<long> looks;
    const ShortRun run =
        short_run(net, data, {.learning_rate = 0.5, .batch_size = 16, .updates = 7}, Rng(5),
                  [&](long k, Sequential& now) {
                      looks.push_back(k);
                      BOOST_TEST(&now == &net);
                  });
    BOOST_TEST(looks == (std::vector<long>{1, 2, 3, 4, 5, 6, 7}), boost::test_tools::per_element());

    Sgd optimizer(same);
    Minibatches minibatches(data.training, 16, Rng(5));
    std::vector<double> costs;
    for (int k = 0; k < 7; ++k) {
        const Batch& batch = minibatches.next();
        const Var cost =
            softmax_cross_entropy(same.forward(constant(batch.x), Mode::train), batch.labels);
        costs.push_back(cost.scalar());
        optimizer.zero_grad();
        backward(cost);
        optimizer.step(0.5);
    }
    BOOST_TEST(identical(snapshot(net), snapshot(same)));
    BOOST_TEST(run.cost == evaluate(same, data.some).cost);
    BOOST_TEST(run.validation_cost == evaluate(same, data.validation).cost);
    BOOST_TEST(run.accuracy == 100 * evaluate(same, data.validation).accuracy);
    BOOST_TEST(std::abs(run.seen - (costs[5] + costs[6]) / 2) < 1e-6); // a fifth of 7, rounded up
}

BOOST_AUTO_TEST_CASE(divergence_is_infinite_and_ends_the_looks)
{
    Sequential net = new_net();
    long last = 0;
    const ShortRun run =
        short_run(net, some_data(), {.learning_rate = 1e30, .batch_size = 16, .updates = 50},
                  Rng(5), [&](long k, Sequential&) { last = k; });
    BOOST_TEST(run.cost == INFINITY);
    BOOST_TEST(run.validation_cost == INFINITY);
    BOOST_TEST(run.seen == INFINITY);
    BOOST_TEST(run.accuracy == 0.);
    BOOST_TEST(last < 50);
}

BOOST_AUTO_TEST_CASE(a_run_cut_short_is_no_result)
{
    Sequential net = new_net();
    const ShortRun run = short_run(net, some_data(), {.batch_size = 16}, Rng(5),
                                   [](long k, Sequential&) { request_stop(k == 3); });
    request_stop(false);
    BOOST_TEST(run.cost == INFINITY);
}

BOOST_AUTO_TEST_SUITE_END()
