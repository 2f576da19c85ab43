#include "base/error.hpp"
#include "data/minibatches.hpp"
#include "nn/layers.hpp"
#include "nn/losses.hpp"
#include "optim/optimizers.hpp"
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

BOOST_AUTO_TEST_SUITE(gradient_noise, *boost::unit_test::label("lab03"))

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

// Over all minibatches of each size, not a sample of them: the law is exact.
BOOST_AUTO_TEST_CASE(the_law_holds_exactly_over_every_possible_minibatch)
{
    const Index n = 6;
    const Dataset data = random_samples(n);
    Sequential net = small_net();
    const Column full = gradient_of(net, data, arma::regspace<arma::uvec>(0, n - 1));
    const double sigma2 = sample_gradient_variance(net, data);
    BOOST_TEST(sigma2 > 0.01);
    for (Index size = 1; size <= n; ++size) {
        double sum = 0;
        int count = 0;
        for (unsigned chosen = 0; chosen < (1U << n); ++chosen) {
            std::vector<Index> indices;
            for (Index i = 0; i < n; ++i)
                if ((chosen >> i) & 1U) indices.push_back(i);
            if (indices.size() != size) continue;
            sum += squared_distance(gradient_of(net, data, arma::uvec(indices)), full);
            ++count;
        }
        BOOST_TEST(std::abs(sum / count - gradient_noise_law(sigma2, size, n)) < rounding * sigma2);
    }
}

BOOST_AUTO_TEST_CASE(the_law_falls_to_nothing_at_the_whole_set)
{
    BOOST_TEST(gradient_noise_law(2, 1, 50) == 2.);
    BOOST_TEST(gradient_noise_law(2, 50, 50) == 0.);
    BOOST_TEST(std::abs(gradient_noise_law(2, 10, 1000000) - 0.2) < 1e-5);
    BOOST_CHECK_THROW(gradient_noise_law(2, 0, 50), ShapeError);
    BOOST_CHECK_THROW(gradient_noise_law(2, 51, 50), ShapeError);
}

BOOST_AUTO_TEST_CASE(measured_noise_follows_the_law)
{
    const Dataset data = random_samples(12);
    Sequential net = small_net();
    const double sigma2 = sample_gradient_variance(net, data);
    const GradientNoise some = measure_gradient_noise(net, data, 4, 4000, Rng(1));
    BOOST_TEST(std::abs(some.variance / gradient_noise_law(sigma2, 4, 12) - 1) < 0.05);
    BOOST_TEST(some.cosine > 0);
    BOOST_TEST(some.cosine < 1);
    const GradientNoise none = measure_gradient_noise(net, data, 12, 2, Rng(1));
    BOOST_TEST(none.variance < rounding * sigma2);
    BOOST_TEST(std::abs(none.cosine - 1) < 1e-6);
    BOOST_CHECK_THROW(measure_gradient_noise(net, data, 13, 1, Rng(1)), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_sweep_finds_slope_minus_one_and_nothing_left_at_the_whole_set)
{
    const Dataset data = random_samples(256);
    Sequential net = small_net();
    const GradientNoiseSweep sweep = sweep_gradient_noise(net, data, 300, Rng(2));
    BOOST_TEST(sweep.size.front() == 1.);
    BOOST_TEST(sweep.size.back() == 252.);
    BOOST_TEST(sweep.variance.size() == sweep.size.size());
    BOOST_TEST(std::abs(sweep.slope + 1) < 0.06);
    BOOST_TEST(std::abs(sweep.worst_ratio - 1) < 0.25);
    BOOST_TEST(sweep.at_full_size < rounding * sweep.law.front());
    for (std::size_t i = 0; i < sweep.size.size(); ++i)
        if (sweep.size[i] >= 16) // a mean of few samples is not normal yet
            BOOST_TEST(std::abs(sweep.cosine[i] - sweep.cosine_law[i]) < 0.05);
}

// Slide: the sum over Ω; frameworks: the mean. One trajectory when α_sum = α_mean / |Ω|, for the
// last, shorter minibatch too.
BOOST_AUTO_TEST_CASE(sum_and_mean_are_one_trajectory_when_alpha_is_divided_by_the_batch)
{
    const Dataset data = random_samples(10);
    const double alpha = 0.1;
    const auto trained = [&](Reduction reduction, bool with_its_own_size) {
        Sequential net = small_net();
        Sgd optimizer(net);
        Minibatches minibatches(data, 4, Rng(3));
        for (int k = 0; k < 6; ++k) { // two epochs of minibatches of 4, 4 and 2
            const Batch& batch = minibatches.next();
            const Var output = net.forward(constant(batch.x, data.shape), Mode::train);
            optimizer.zero_grad();
            backward(softmax_cross_entropy(output, batch.labels, reduction));
            const double size = with_its_own_size ? static_cast<double>(batch.labels.n_elem) : 4;
            optimizer.step(reduction == Reduction::sum ? alpha / size : alpha);
        }
        return gradient_of(net, data, arma::regspace<arma::uvec>(0, 9));
    };
    const Column mean = trained(Reduction::mean, true);
    BOOST_TEST(squared_distance(mean, trained(Reduction::sum, true)) < rounding * rounding);
    // α/4 for the short minibatch too: another trajectory.
    BOOST_TEST(squared_distance(mean, trained(Reduction::sum, false)) > 1e-6);
}

BOOST_AUTO_TEST_CASE(cost_and_gradient_belong_to_the_same_theta, *boost::unit_test::label("lab10"))
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
