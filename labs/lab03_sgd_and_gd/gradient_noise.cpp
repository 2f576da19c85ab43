#include "gradient_noise.hpp"

#include "nn/losses.hpp"

#include <algorithm>
#include <cmath>

namespace lab03 {

namespace {

// Over all parameters, in double whatever Real is.
double squared_distance(const Column& a, const Column& b)
{
    double sum = 0;
    for (Index i = 0; i < a.n_elem; ++i) sum += std::pow(double(a[i]) - double(b[i]), 2);
    return sum;
}

double inner_product(const Column& a, const Column& b)
{
    double sum = 0;
    for (Index i = 0; i < a.n_elem; ++i) sum += double(a[i]) * double(b[i]);
    return sum;
}

struct Distance {
    double variance = 0, cosine = 0;
};

// The means over so many minibatches; g is the gradient of the whole set.
Distance measured(Module& net, const Dataset& data, const Column& g, Index size, long draws,
                  Rng rng)
{
    Distance mean;
    for (long draw = 0; draw < draws; ++draw) {
        const arma::uvec omega = rng.permutation(data.size()).head(size);
        const Column g_omega = mean_gradient(net, data, omega);
        mean.variance += squared_distance(g_omega, g) / double(draws);
        const double lengths = std::sqrt(inner_product(g_omega, g_omega) * inner_product(g, g));
        mean.cosine += inner_product(g_omega, g) / lengths / double(draws);
    }
    return mean;
}

std::vector<Index> sizes_up_to(Index n)
{
    std::vector<Index> sizes;
    for (Index size = 1; size <= n / 2; size *= 2) sizes.push_back(size);
    for (const Index left : {n / 4, n / 16, n / 64})
        if (left > 0 && n - left > sizes.back()) sizes.push_back(n - left);
    return sizes;
}

} // namespace

Column mean_gradient(Module& net, const Dataset& data, const arma::uvec& indices)
{
    const Var output = net.forward(constant(data.x.cols(indices), data.shape), Mode::train);
    return gradient(softmax_cross_entropy(output, data.labels.elem(indices)), net);
}

double apart(const Column& a, const Column& b)
{
    return std::sqrt(squared_distance(a, b) / inner_product(b, b));
}

double sample_gradient_variance(Module& net, const Dataset& data)
{
    const arma::uvec all = arma::regspace<arma::uvec>(0, data.size() - 1);
    const Column g = mean_gradient(net, data, all);
    double sum = 0;
    for (const Index i : all) sum += squared_distance(mean_gradient(net, data, arma::uvec{i}), g);
    return sum / double(data.size());
}

double gradient_noise_law(double sample_variance, Index batch_size, Index samples)
{
    const double B = double(batch_size), N = double(samples);
    return sample_variance / B * (N - B) / (N - 1);
}

Run gradient_noise(Module& net, const Dataset& data, long draws, const Rng& rng)
{
    const Index n = data.size();
    const Column g = mean_gradient(net, data, arma::regspace<arma::uvec>(0, n - 1));
    const double of_samples = sample_gradient_variance(net, data);
    std::vector<double> sizes, variance, law, cosine, cosine_law;
    double log_ratio = 0;
    for (const Index size : sizes_up_to(n)) {
        const Distance found = measured(net, data, g, size, draws, rng.fork(size));
        sizes.push_back(double(size));
        variance.push_back(found.variance);
        law.push_back(gradient_noise_law(of_samples, size, n));
        cosine.push_back(found.cosine);
        cosine_law.push_back(std::sqrt(inner_product(g, g) / (inner_product(g, g) + law.back())));
        log_ratio += std::log(found.variance / law.back());
    }
    const auto below = std::ranges::upper_bound(sizes, std::max(double(n / 16), 2.0));
    const Index count = Index(below - sizes.begin());
    const arma::vec log_size = arma::log(arma::vec(sizes).head(count));
    const arma::vec log_variance = arma::log(arma::vec(variance).head(count));
    Run noise;
    noise["slope"] = arma::as_scalar(arma::cov(log_size, log_variance)) / arma::var(log_size);
    noise["measured/law"] = std::exp(log_ratio / double(sizes.size()));
    noise["variance at N"] = measured(net, data, g, n, 1, rng).variance;
    noise.keep("size", sizes);
    noise.keep("variance", variance);
    noise.keep("law", law);
    noise.keep("cosine", cosine);
    noise.keep("cosine law", cosine_law);
    return noise;
}

Evidence follows_the_law(const std::vector<Run>& noise)
{
    const auto of = [&](const char* number) {
        return spread_of(noise, [&](const Run& run) { return run.number(number); });
    };
    return together(within(tr("slope"), of("slope"), -1.1, -0.9),
                    within(tr("measured/law"), of("measured/law"), 0.9, 1.1));
}

} // namespace lab03
