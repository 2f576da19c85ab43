#include "base/error.hpp"
#include "labs/lab13_good_practices/watch.hpp"
#include "nn/losses.hpp"
#include "nn/norm.hpp"
#include "optim/optimizers.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(watch, *boost::unit_test::label("lab13"))

namespace {

Matrix& weights(Sequential& net, Index layer)
{
    return dynamic_cast<Linear&>(net.layer(layer)).W.value();
}

Matrix& biases(Sequential& net, Index layer)
{
    return dynamic_cast<Linear&>(net.layer(layer)).b.value();
}

double norm(const Matrix& m)
{
    return arma::norm(arma::conv_to<arma::vec>::from(arma::vectorise(m)));
}

void update(Sequential& net, Optimizer& optimizer, const Dataset& data, double rate)
{
    const Var loss = softmax_cross_entropy(net.forward(constant(data.x), Mode::train), data.labels);
    optimizer.zero_grad();
    backward(loss);
    optimizer.step(rate);
}

} // namespace

BOOST_AUTO_TEST_CASE(gradients_and_updates_are_those_of_one_update)
{
    Rng rng(1);
    const Dataset data = two_classes(30, rng);
    Sequential net = mlp({3, 5, 2}, rng);
    Sgd optimizer(net);
    Watch watch(net, data, 7);
    const auto tolerance = boost::test_tools::tolerance(1e-3);
    std::size_t looks = 0;
    for (long k = 1; k <= 23; ++k) {
        const double rate = 0.01 * static_cast<double>(k); // a look must not mix updates
        const Matrix before[]{weights(net, 0), weights(net, 2)};
        update(net, optimizer, data, rate);
        watch.look(k);
        if (k > 10 && k != 15 && k != 22) {
            BOOST_TEST(watch.seen().updates.size() == looks);
            continue;
        }
        ++looks;
        BOOST_REQUIRE(watch.seen().updates.size() == looks);
        BOOST_TEST(watch.seen().updates.back() == static_cast<double>(k));
        BOOST_REQUIRE(watch.seen().layers.size() == 2U);
        for (const Index l : {0, 1}) {
            const WatchedLayer& layer = watch.seen().layers[l];
            const Matrix& gradient = dynamic_cast<Linear&>(net.layer(2 * l)).W.grad();
            BOOST_TEST(layer.gradient.back() == norm(gradient), tolerance);
            BOOST_TEST(layer.update_ratio.back() == rate * norm(gradient) / norm(before[l]),
                       tolerance);
            Quantiles now;
            now.add(1, weights(net, 2 * l), 0.05);
            BOOST_TEST(layer.weights.low.back() == now.low[0]);
            BOOST_TEST(layer.weights.high.back() == now.high[0]);
        }
    }
    BOOST_TEST(looks == 12U);
}

BOOST_AUTO_TEST_CASE(what_does_not_move_has_ratio_0_and_a_divergence_is_left_as_it_is)
{
    Rng rng(1);
    const Dataset data = two_classes(30, rng);
    Sequential net = mlp({3, 5, 2}, rng, zeros);
    Sgd optimizer(net);
    Watch watch(net, data, 1);
    update(net, optimizer, data, 0.1);
    watch.look(1);
    for (const WatchedLayer& layer : watch.seen().layers) {
        BOOST_TEST(layer.gradient[0] == 0);
        BOOST_TEST(layer.update_ratio[0] == 0); // not 0/0
    }
    weights(net, 0).fill(Real(NAN));
    watch.look(2);
    BOOST_TEST(std::isnan(watch.seen().layers[0].update_ratio[1]));
    BOOST_TEST(watch.seen().layers[0].weights.at.size() == 1U); // the numbers before it
    BOOST_TEST(watch.seen().right.at.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_unit_is_dead_when_no_sample_wakes_it)
{
    BOOST_TEST(dead_units({{0, 0, 0}, {0, 0, 1}, {0, 0, 0}, {1, 2, 3}}) == 50.);
    BOOST_TEST(dead_units({{0, Real(NAN)}}) == 0.);
    BOOST_TEST(dead_units({{-1, -2}}) == 0.); // not a ReLU's output: it says something
}

BOOST_AUTO_TEST_CASE(dead_units_belong_to_the_layer_before_the_relu)
{
    Rng rng(1);
    const Dataset data = two_classes(30, rng);
    Sequential net(Shape{3});
    net.add(Linear(3, 4, rng)).add(BatchNorm(4)).add(relu_layer());
    net.add(Linear(4, 6, rng)).add(tanh_layer());
    net.add(Linear(6, 2, rng)).add(relu_layer());
    biases(net, 5) = Matrix{Real(-1e3), Real(1e3)}.t();
    const std::vector<Matrix> before = snapshot(net);
    Watch watch(net, data, 1);
    watch.look(1);
    BOOST_TEST(identical(before, snapshot(net))); // stored statistics too
    const std::vector<WatchedLayer>& layers = watch.seen().layers;
    BOOST_REQUIRE(layers.size() == 3U); // batch norm has a gain, not weights
    BOOST_TEST(layers[0].dead.size() == 1U);
    BOOST_TEST(layers[1].dead.empty());
    BOOST_REQUIRE(layers[2].dead.size() == 1U);
    BOOST_TEST(layers[2].dead[0] == 50.);
}

BOOST_AUTO_TEST_CASE(answers_are_softmax_of_the_outputs_as_the_cost_takes_them)
{
    Rng rng(1);
    Dataset data = two_classes(3, rng);
    data.labels = {0, 0, 1};
    Sequential net;
    net.add(Linear(3, 2, rng, zeros));
    biases(net, 0) = Matrix{Real(std::log(3)), 0}.t(); // probabilities 3/4 and 1/4
    Watch logits(net, data, 1);
    logits.look(1);
    BOOST_TEST(std::abs(logits.seen().right.middle[0] - 0.75) < 1e-5);
    BOOST_TEST(std::abs(logits.seen().right.low[0] - 0.25) < 0.11);
    net.add(softmax_layer()); // a second softmax: e^¾/(e^¾ + e^¼)
    Watch twice(net, data, 1);
    twice.look(1);
    BOOST_TEST(std::abs(twice.seen().right.middle[0] - 1 / (1 + std::exp(-0.5))) < 1e-5);
    BOOST_CHECK_THROW(Watch(net, data, 0), UsageError);
}

BOOST_AUTO_TEST_SUITE_END()
