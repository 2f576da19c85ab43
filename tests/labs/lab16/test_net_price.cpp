#include "labs/lab16_depth_and_cost/net_price.hpp"
#include "nn/layers.hpp"
#include "not_finite.hpp"
#include "train/runs.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(net_price, *boost::unit_test::label("lab16"))

namespace {

// Two clouds that a line parts.
Dataset two_clouds(Index samples)
{
    Rng rng(4);
    Dataset data;
    data.shape = Shape{2};
    data.x = rng.normal_matrix(2, samples);
    data.labels.set_size(samples);
    data.classes = {tr("left"), tr("right")};
    for (Index n = 0; n < samples; ++n) {
        data.labels[n] = n % 2;
        data.x(0, n) += n % 2 == 1 ? 4 : -4;
    }
    return data;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_net_learns_within_its_budget_and_is_judged_by_other_samples)
{
    const Dataset training = two_clouds(202);
    Dataset judge = two_clouds(100);
    Rng rng(1);
    Sequential net = mlp({2, 2}, rng), same = mlp({2, 2}, rng);
    const BudgetRun run = train_on_budget(net, training, judge, {.epochs = 2}, rng);
    BOOST_TEST(run.accuracy > 95);
    BOOST_TEST(run.accuracy == 100 * evaluate(net, judge).accuracy);
    BOOST_TEST(run.cost == evaluate(net, judge).cost);
    BOOST_TEST(run.seconds > 0);
    BOOST_TEST(run.image_seconds > 0);
    for (Index n = 0; n < 100; ++n) judge.labels[n] = 1 - judge.labels[n];
    BOOST_TEST(train_on_budget(same, training, judge, {.epochs = 2}, rng).accuracy < 5);
}

BOOST_AUTO_TEST_CASE(a_run_that_diverges_or_is_stopped_has_no_accuracy)
{
    const Dataset data = two_clouds(64);
    Rng rng(1);
    const auto judged = [&](double rate) {
        Sequential net = mlp({2, 8, 8, 2}, rng);
        return train_on_budget(net, data, data, {.learning_rate = rate, .epochs = 5}, rng);
    };
    const BudgetRun diverged = judged(1e30);
    BOOST_TEST(std::isnan(diverged.accuracy));
    BOOST_TEST(diverged.cost == testing::infinity);
    request_stop();
    const BudgetRun stopped = judged(0.1);
    request_stop(false);
    BOOST_TEST(std::isnan(stopped.accuracy));
    BOOST_TEST(stopped.cost == testing::infinity);
}

BOOST_AUTO_TEST_SUITE_END()
