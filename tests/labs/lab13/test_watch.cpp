#include "base/quantiles.hpp"
#include "labs/lab13_good_practices/watch.hpp"
#include "nn/losses.hpp"
#include "nn/norm.hpp"
#include "optim/optimizers.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab13_watch, *boost::unit_test::label("lab13"))

using namespace lab13;

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

Step after(long updates)
{
    Step now;
    now.k = updates - 1;
    return now;
}

const std::vector<double>& values(const Run& run, const char* curve)
{
    return run.curve(curve).values;
}

} // namespace

BOOST_AUTO_TEST_CASE(gradients_and_updates_are_those_of_one_update)
{
    Rng rng(1);
    const Dataset data = two_classes(30, rng);
    Sequential net = mlp({3, 5, 2}, rng);
    Sgd optimizer(net);
    Run run;
    Watch watch(net, data, 7, run);
    const auto tolerance = boost::test_tools::tolerance(1e-3);
    std::size_t looks = 0;
    for (long k = 1; k <= 23; ++k) {
        const double rate = 0.01 * static_cast<double>(k); // a look must not mix updates
        const Matrix before[]{weights(net, 0), weights(net, 2)};
        update(net, optimizer, data, rate);
        watch.look(after(k));
        if (k <= 10 || k == 15 || k == 22) ++looks;
        BOOST_REQUIRE(values(run, "gradient 1").size() == looks);
        if (k > 10 && k != 15 && k != 22) continue;
        BOOST_TEST(run.curve("gradient 1").updates.back() == static_cast<double>(k));
        for (const Index l : {0, 1}) {
            const std::string layer = l == 0 ? "1" : "2";
            const Matrix& gradient = dynamic_cast<Linear&>(net.layer(2 * l)).W.grad();
            const double ratio = rate * norm(gradient) / norm(before[l]);
            BOOST_TEST(run.curve("gradient " + layer).values.back() == norm(gradient), tolerance);
            BOOST_TEST(run.curve("update ratio " + layer).values.back() == ratio, tolerance);
            Quantiles now;
            now.add(1, weights(net, 2 * l), 0.05);
            BOOST_TEST(run.curve("weights " + layer + " low").values.back() == now.low[0]);
            BOOST_TEST(run.curve("weights " + layer + " high").values.back() == now.high[0]);
        }
    }
    BOOST_TEST(looks == 12U);
    BOOST_TEST(run.kept("labels").size() == 30U);
    BOOST_TEST(run.kept("inputs").size() == 90U);
}

BOOST_AUTO_TEST_CASE(what_does_not_move_has_ratio_0_and_a_divergence_is_left_as_it_is)
{
    Rng rng(1);
    const Dataset data = two_classes(30, rng);
    Sequential net = mlp({3, 5, 2}, rng, zeros);
    Sgd optimizer(net);
    Run run;
    Watch watch(net, data, 1, run);
    update(net, optimizer, data, 0.1);
    watch.look(after(1));
    BOOST_TEST(values(run, "gradient 1")[0] == 0);
    BOOST_TEST(values(run, "update ratio 1")[0] == 0); // not 0/0
    weights(net, 0).fill(Real(NAN));
    watch.look(after(2));
    BOOST_TEST(std::isnan(values(run, "update ratio 1")[1]));
    BOOST_TEST(values(run, "weights 1 median").size() == 1U); // the numbers before it
    BOOST_TEST(values(run, "right median").size() == 1U);
}

BOOST_AUTO_TEST_CASE(every_0_never_looks)
{
    Rng rng(1);
    const Dataset data = two_classes(30, rng);
    Sequential net = mlp({3, 5, 2}, rng);
    Run run;
    Watch(net, data, 0, run).look(after(1));
    BOOST_TEST(run.names().empty());
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
    Run run;
    Watch(net, data, 1, run).look(after(1));
    BOOST_TEST(identical(before, snapshot(net))); // stored statistics too
    BOOST_TEST(values(run, "gradient 3").size() == 1U);
    BOOST_TEST(values(run, "gradient 4").empty()); // batch norm has a gain, not weights
    BOOST_TEST(values(run, "dead 1").size() == 1U);
    BOOST_TEST(values(run, "dead 2").empty());
    BOOST_REQUIRE(values(run, "dead 3").size() == 1U);
    BOOST_TEST(values(run, "dead 3")[0] == 50.);
}

BOOST_AUTO_TEST_CASE(answers_are_softmax_of_the_outputs_as_the_cost_takes_them)
{
    Rng rng(1);
    Dataset data = two_classes(3, rng);
    data.labels = {0, 0, 1};
    Sequential net;
    net.add(Linear(3, 2, rng, zeros));
    biases(net, 0) = Matrix{Real(std::log(3)), 0}.t(); // probabilities 3/4 and 1/4
    Run scores, twice;
    Watch(net, data, 1, scores).look(after(1));
    BOOST_TEST(std::abs(values(scores, "right median")[0] - 0.75) < 1e-5);
    BOOST_TEST(std::abs(values(scores, "right low")[0] - 0.25) < 0.11);
    net.add(softmax_layer()); // a second softmax: e^¾/(e^¾ + e^¼)
    Watch(net, data, 1, twice).look(after(1));
    BOOST_TEST(std::abs(values(twice, "right median")[0] - 1 / (1 + std::exp(-0.5))) < 1e-5);
}

BOOST_AUTO_TEST_SUITE_END()
