#include "labs/lab10_batch_norm/twins.hpp"
#include "optim/optimizers.hpp"
#include "train/layer_outputs.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab10_twins, *boost::unit_test::label("lab10"))

using namespace lab10;

namespace {

Data some_data()
{
    Rng rng(2);
    const Dataset training = two_classes(40, rng);
    return {training, first(training, 10), two_classes(30, rng)};
}

Twin small(bool batch_norm)
{
    Twin twin;
    twin.batch_norm = batch_norm;
    twin.m = 16;
    return twin;
}

std::vector<long> looks; // of the last training

} // namespace

BOOST_AUTO_TEST_CASE(twins_begin_with_the_same_weights)
{
    const Dataset data = some_data().training;
    Rng first(1), second(1);
    Sequential without = new_net(small(false), data, first);
    Sequential with = new_net(small(true), data, second);
    const auto weights = [](Sequential& net, Index layer) -> const Matrix& {
        return dynamic_cast<Linear&>(net.layer(layer)).W.value();
    };
    for (Index l = 0; l <= hidden; ++l)
        BOOST_TEST(identical(weights(without, 2 * l), weights(with, 3 * l)));
}

BOOST_AUTO_TEST_CASE(it_is_sgd_for_so_many_updates_over_several_epochs)
{
    const Data data = some_data();
    looks.clear();
    const Run run = train(
        small(false), 0.05, data, 7, [](const Moment& at, Run&) { looks.push_back(at.now.k); },
        Rng(5));
    BOOST_TEST(looks == (std::vector<long>{0, 1, 2, 3, 4, 5, 6}), boost::test_tools::per_element());

    Rng rng(5);
    Sequential same = new_net(small(false), data.training, rng);
    Sgd optimizer(same);
    Steps steps = steps_of(data.training, {.batch = 16}, rng);
    std::vector<double> costs;
    for (long k = 0; k < 7; ++k) {
        const Step batch = steps.minibatch(k);
        const Var cost = softmax_cross_entropy(same.forward(batch.x, Mode::train), batch.labels);
        costs.push_back(cost.scalar());
        optimizer.zero_grad();
        backward(cost);
        optimizer.step(0.05);
    }
    BOOST_TEST(run.curve("cost").values == costs, boost::test_tools::per_element());
    BOOST_TEST(run.number("training cost") == evaluate(same, data.some).cost);
    BOOST_TEST(run.number("validation cost") == evaluate(same, data.validation).cost);
    BOOST_TEST(std::abs(run.number("cost seen") - (costs[5] + costs[6]) / 2) < 1e-6);
}

BOOST_AUTO_TEST_CASE(divergence_is_infinite_and_has_no_accuracy)
{
    const Run run = train(small(false), 1e30, some_data(), 50, nullptr, Rng(5));
    BOOST_TEST(std::isinf(run.number("training cost")));
    BOOST_TEST(std::isinf(run.number("cost seen")));
    BOOST_TEST(run.number("validation accuracy") == 0.);
}

BOOST_AUTO_TEST_CASE(activations_of_both_twins_layer_by_layer)
{
    const Activations found = before_training(2, some_data(), Rng(1));
    for (const Quantiles* part : {&found.without, &found.before, &found.after})
        BOOST_REQUIRE(part->at.size() == hidden);
    BOOST_TEST(found.without.high[0] == found.before.high[0]); // the same W
    BOOST_TEST(found.without.high[5] > 5 * found.without.high[0]);
    BOOST_TEST(found.after.high[5] < 4);
}

BOOST_AUTO_TEST_SUITE_END()
