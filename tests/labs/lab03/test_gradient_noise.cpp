#include "labs/lab03_sgd_and_gd/gradient_noise.hpp"
#include "nn/layers.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab03_gradient_noise, *boost::unit_test::label("lab03"))

using namespace lab03;

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

// Over all minibatches of each size, not a sample of them: the law is exact.
BOOST_AUTO_TEST_CASE(the_law_holds_exactly_over_every_possible_minibatch)
{
    const Index n = 6;
    const Dataset data = random_samples(n);
    Sequential net = small_net();
    const Column full = mean_gradient(net, data, arma::regspace<arma::uvec>(0, n - 1));
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
            sum += squared_distance(mean_gradient(net, data, arma::uvec(indices)), full);
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
}

BOOST_AUTO_TEST_CASE(measured_noise_follows_the_law)
{
    const Dataset data = random_samples(256);
    Sequential net = small_net();
    const Run noise = gradient_noise(net, data, 300, Rng(2));
    const std::vector<double>& sizes = noise.kept("size");
    BOOST_TEST(sizes.front() == 1.);
    BOOST_TEST(sizes.back() == 252.);
    BOOST_TEST(noise.kept("variance").size() == sizes.size());
    BOOST_TEST(std::abs(noise.number("slope") + 1) < 0.06);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double law = noise.kept("law")[i];
        BOOST_TEST(std::abs(noise.kept("variance")[i] / law - 1) < 0.25);
        if (sizes[i] >= 16) // a mean of few samples is not normal yet
            BOOST_TEST(std::abs(noise.kept("cosine")[i] - noise.kept("cosine law")[i]) < 0.05);
    }
    BOOST_TEST(noise.number("variance at N") < rounding * noise.kept("law").front());
    BOOST_TEST((follows_the_law(std::vector(5, noise)).outcome == Outcome::supported));
}

BOOST_AUTO_TEST_CASE(another_law_is_told)
{
    const auto with = [](double slope, double ratio) {
        Run noise;
        noise["slope"] = slope;
        noise["measured/law"] = ratio;
        return follows_the_law(std::vector(5, noise)).outcome;
    };
    BOOST_TEST((with(-1, 1) == Outcome::supported));
    BOOST_TEST((with(-0.5, 1) == Outcome::not_supported)); // falls with the root of the size
    BOOST_TEST((with(-1, 2) == Outcome::not_supported));   // minibatches drawn twice over, say
}

BOOST_AUTO_TEST_CASE(apart_is_relative)
{
    BOOST_TEST(apart(Column{3, 4}, Column{3, 4}) == 0.);
    BOOST_TEST(std::abs(apart(Column{3, 4}, Column{0, 2}) - std::sqrt(13.) / 2) < 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
