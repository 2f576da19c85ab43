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

GradientNoise gradient_noise(Module& net, const Dataset& data, long draws, const Rng& rng)
{
    const Index n = data.size();
    const Column g = mean_gradient(net, data, arma::regspace<arma::uvec>(0, n - 1));
    const double variance = sample_gradient_variance(net, data);
    GradientNoise noise;
    for (const Index size : sizes_up_to(n)) {
        const Distance found = measured(net, data, g, size, draws, rng.fork(size));
        const double law = gradient_noise_law(variance, size, n);
        noise.size.push_back(double(size));
        noise.variance.push_back(found.variance);
        noise.law.push_back(law);
        noise.cosine.push_back(found.cosine);
        noise.cosine_law.push_back(std::sqrt(inner_product(g, g) / (inner_product(g, g) + law)));
        const double ratio = found.variance / law;
        if (std::abs(std::log(ratio)) >= std::abs(std::log(noise.worst_ratio)))
            noise.worst_ratio = ratio;
    }
    const auto below = std::ranges::upper_bound(noise.size, std::max(double(n / 16), 2.0));
    const Index count = Index(below - noise.size.begin());
    const arma::vec log_size = arma::log(arma::vec(noise.size).head(count));
    const arma::vec log_variance = arma::log(arma::vec(noise.variance).head(count));
    noise.slope = arma::as_scalar(arma::cov(log_size, log_variance)) / arma::var(log_size);
    noise.at_full_size = measured(net, data, g, n, 1, rng).variance;
    return noise;
}

Evidence follows_the_law(const GradientNoise& noise)
{
    const bool law = std::abs(noise.slope + 1) < 0.1 && std::abs(noise.worst_ratio - 1) < 0.25;
    return {outcome_of(law, 1),
            tr("slope {:.2Lf} (law: −1)", noise.slope),
            {{"measured/law", spread({noise.worst_ratio})}}};
}

} // namespace lab03
