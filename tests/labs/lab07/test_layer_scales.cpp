#include "labs/lab07_initialisation/layer_scales.hpp"
#include "magnitude.hpp"
#include "nn/losses.hpp"
#include "optim/optimizers.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

BOOST_AUTO_TEST_SUITE(lab07_layer_scales, *boost::unit_test::label("lab07"))

using namespace lab07;
using namespace descente::testing;

namespace {

Dataset noise(Index features, Index samples)
{
    Rng rng(3);
    Dataset data;
    data.shape = Shape{features};
    data.x = rng.normal_matrix(features, samples);
    data.labels = Labels(samples);
    for (Index& label : data.labels) label = rng.below(2);
    return data;
}

Sequential deep(Index layers, const Init& init)
{
    std::vector<Index> sizes(layers, 128);
    sizes.push_back(2);
    Rng rng(4);
    return mlp(sizes, rng, init);
}

Init multiple_of_identity(double factor)
{
    return [factor](Matrix& W, Matrix& b, Rng& /*rng*/) {
        W.eye();
        W *= static_cast<Real>(factor);
        b.zeros();
    };
}

double population_deviation(const Matrix& m)
{
    const arma::vec values = arma::conv_to<arma::vec>::from(arma::vectorise(m));
    return arma::stddev(values, 1);
}

} // namespace

BOOST_AUTO_TEST_CASE(forwards_and_backwards_through_known_weights)
{
    const Dataset data = noise(2, 50);
    Rng rng(1);
    Sequential net;
    const auto same = [] { return Function("identity", [](const Var& x) { return x + 0; }); };
    net.add(Linear(2, 2, rng, multiple_of_identity(3))).add(same());
    net.add(Linear(2, 2, rng, multiple_of_identity(0.5))).add(same());
    const auto tolerance = boost::test_tools::tolerance(1e-4);
    for (int repeated = 0; repeated < 2; ++repeated) { // nothing is left over from the first time
        const Run scales = lab07::layer_scales(net, data);
        const std::vector<double>& activations = scales.kept("activations");
        const std::vector<double>& gradients = scales.kept("gradients");
        BOOST_REQUIRE(activations.size() == 2u);
        BOOST_REQUIRE(gradients.size() == 2u);
        BOOST_TEST(activations[0] == 3 * population_deviation(data.x), tolerance);
        BOOST_TEST(activations[1] == 1.5 * population_deviation(data.x), tolerance);
        const Var logits = parameter(Matrix(Real(1.5) * data.x));
        backward(softmax_cross_entropy(logits, data.labels)); // a mean over the 50
        BOOST_TEST(gradients[1] == population_deviation(logits.grad()), tolerance);
        BOOST_TEST(gradients[0] == 0.5 * gradients[1], tolerance);
        BOOST_TEST(arma::approx_equal(dynamic_cast<Linear&>(net.layer(0)).W.value(),
                                      Matrix(3 * arma::eye<Matrix>(2, 2)), "absdiff", 0));
    }
}

BOOST_AUTO_TEST_CASE(only_kaiming_is_flat_through_relu)
{
    const Dataset data = noise(128, 64);
    const auto ranges = [&](const Init& init) {
        Sequential net = deep(20, init);
        const Run scales = lab07::layer_scales(net, data);
        BOOST_TEST(scales.kept("activations").size() == 19u); // the scores do not count
        return std::pair(scales.number("activations, max/min"),
                         scales.number("gradients, max/min"));
    };
    for (const Init& init : {Init(kaiming_uniform), Init(kaiming_normal)}) {
        BOOST_TEST(ranges(init).first < 5);
        BOOST_TEST(ranges(init).second < 5);
    }
    for (const Init& init : {Init(xavier_uniform), normal_init(0.01), scaled(kaiming_uniform, 3)}) {
        BOOST_TEST(ranges(init).first > 50);
        BOOST_TEST(ranges(init).second > 50);
    }
    // PyTorch's default: biases hold up the outputs, which no longer depend on the image.
    BOOST_TEST(ranges(pytorch_default).first < 50);
    const auto without_biases = [](Matrix& W, Matrix& b, Rng& rng) {
        pytorch_default(W, b, rng);
        b.zeros();
    };
    BOOST_TEST(ranges(without_biases).first > 1e5);
    BOOST_TEST(ranges(pytorch_default).second > 1e5);
    BOOST_TEST(std::isinf(ranges(zeros).first));
    BOOST_TEST(std::isinf(ranges(zeros).second));
}

BOOST_AUTO_TEST_CASE(where_the_signal_overflows_no_gradient_is_small)
{
    Sequential net = deep(20, scaled(kaiming_uniform, 1e20));
    const Run scales = lab07::layer_scales(net, noise(128, 64));
    BOOST_TEST(std::isinf(scales.kept("gradients").front()));
    BOOST_TEST(std::isinf(scales.number("gradients, max/min")));
}

BOOST_AUTO_TEST_CASE(a_range_is_of_the_largest_to_the_smallest)
{
    BOOST_TEST(scale_range({2, 8, 1, 4}) == 8);
    BOOST_TEST(scale_range({5}) == 1);
    BOOST_TEST(std::isinf(scale_range({1, 0})));
    BOOST_TEST(std::isinf(scale_range({1, std::nan("")})));
    BOOST_TEST(std::isinf(scale_range({1, infinity})));
}

BOOST_AUTO_TEST_CASE(units_that_start_equal_stay_equal)
{
    const Dataset data = noise(5, 40);
    const auto after_training = [&](const Init& init) {
        Rng rng(2);
        Sequential net = mlp({5, 7, 2}, rng, init);
        Sgd optimizer(net);
        for (int k = 0; k < 50; ++k) {
            const Var loss =
                softmax_cross_entropy(net.forward(constant(data.x), Mode::train), data.labels);
            optimizer.zero_grad();
            backward(loss);
            optimizer.step(0.1);
        }
        return Matrix(dynamic_cast<Linear&>(net.layer(0)).W.value());
    };
    const auto all_equal = [](Matrix& W, Matrix& b, Rng&) {
        W.fill(Real(0.1));
        b.zeros();
    };
    const double rounding = sizeof(Real) == 8 ? 1e-12 : 1e-4;
    BOOST_TEST(largest_unit_difference(after_training(zeros)) == 0);
    BOOST_TEST(largest_unit_difference(after_training(all_equal)) < rounding);
    BOOST_TEST(largest_magnitude(after_training(all_equal) - Real(0.1)) > 0.01); // it learns
    BOOST_TEST(largest_unit_difference(after_training(kaiming_uniform)) > 0.1);
    BOOST_TEST(largest_unit_difference(Matrix{{1, 1, 4}, {2, 2, 2}}) == 3);
}

BOOST_AUTO_TEST_CASE(a_weight_that_is_no_number_is_no_equal_unit)
{
    Matrix W(3, 4, arma::fill::ones);
    W(1, 2) = std::numeric_limits<Real>::quiet_NaN();
    BOOST_TEST(largest_unit_difference(W) == infinity);
}

BOOST_AUTO_TEST_SUITE_END()
