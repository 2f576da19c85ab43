#include "nn/layers.hpp"
#include "nn/losses.hpp"
#include "train/gradient_noise.hpp"
#include "train/metrics.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

namespace {

Dataset random_samples(Index n)
{
    Rng rng(5);
    Dataset data;
    data.shape = Shape{3};
    data.x = rng.normal_matrix(3, n);
    data.labels = Labels(n);
    for (Index i = 0; i < n; ++i) data.labels[i] = rng.below(4);
    return data;
}

Sequential small_net()
{
    Rng rng(6);
    return mlp({3, 5, 4}, rng);
}

double squared_distance(const Column& a, const Column& b)
{
    double sum = 0;
    for (Index i = 0; i < a.n_elem; ++i) sum += std::pow(double(a[i]) - double(b[i]), 2);
    return sum;
}

// Rounding of a sum of a few gradients, relative to their size.
const double rounding = sizeof(Real) == sizeof(double) ? 1e-12 : 1e-4;

} // namespace

BOOST_AUTO_TEST_SUITE(gradient_noise, *boost::unit_test::label("lab10"))

BOOST_AUTO_TEST_CASE(the_full_gradient_is_the_mean_of_the_samples_gradients)
{
    const Dataset data = random_samples(6);
    Sequential net = small_net();
    Column mean;
    for (Index i = 0; i < 6; ++i) {
        const Column g = gradient_of(net, data, arma::uvec{i});
        mean = mean.empty() ? g : Column(mean + g);
    }
    mean /= 6;
    const Column full = gradient_of(net, data, arma::uvec{5, 4, 3, 2, 1, 0});
    BOOST_TEST(full.n_elem == parameter_count(net));
    BOOST_TEST(std::sqrt(squared_distance(mean, full)) < rounding);
    BOOST_TEST(arma::norm(full) > 0.01);
}

BOOST_AUTO_TEST_CASE(cost_and_gradient_belong_to_the_same_theta)
{
    const Dataset data = random_samples(8);
    Sequential net = small_net();
    const arma::uvec batch{0, 2, 5};
    const CostAndGradient here = cost_and_gradient_of(net, data, batch);
    const Var output = net.forward(constant(data.x.cols(batch)), Mode::train);
    BOOST_TEST(here.cost == softmax_cross_entropy(output, data.labels.elem(batch)).scalar());
    BOOST_TEST(squared_distance(here.gradient, gradient_of(net, data, batch)) == 0.);
}

BOOST_AUTO_TEST_SUITE_END()
