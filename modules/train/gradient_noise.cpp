#include "train/gradient_noise.hpp"

#include "base/error.hpp"
#include "base/stats.hpp"
#include "nn/losses.hpp"
#include "train/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

// Sums over all parameters, in double whatever Real is.
double squared_distance(const Column& a, const Column& b)
{
    double sum = 0;
    for (Index i = 0; i < a.n_elem; ++i)
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    return sum;
}

double inner_product(const Column& a, const Column& b)
{
    double sum = 0;
    for (Index i = 0; i < a.n_elem; ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

Column full_gradient(Module& net, const Dataset& data)
{
    return gradient_of(net, data, arma::regspace<arma::uvec>(0, data.size() - 1));
}

} // namespace

CostAndGradient cost_and_gradient_of(Module& net, const Dataset& data, const arma::uvec& indices)
{
    const std::vector<Var> theta = parameters(net);
    for (Var parameter : theta) parameter.grad().reset();
    const Var output = net.forward(constant(data.x.cols(indices), data.shape), Mode::train);
    const Var cost = softmax_cross_entropy(output, data.labels.elem(indices));
    backward(cost);
    return {cost.scalar(), flat_gradient(theta)};
}

Column gradient_of(Module& net, const Dataset& data, const arma::uvec& indices)
{
    return cost_and_gradient_of(net, data, indices).gradient;
}

double sample_gradient_variance(Module& net, const Dataset& data)
{
    const Column g = full_gradient(net, data);
    double sum = 0;
    for (Index i = 0; i < data.size(); ++i)
        sum += squared_distance(gradient_of(net, data, arma::uvec{i}), g);
    return sum / static_cast<double>(data.size());
}

double gradient_noise_law(double sample_variance, Index batch_size, Index samples)
{
    if (batch_size == 0 || batch_size > samples || samples < 2)
        throw ShapeError(fmt::format("gradient_noise_law: a minibatch of {} of {} samples",
                                     batch_size, samples));
    const auto B = static_cast<double>(batch_size), N = static_cast<double>(samples);
    return sample_variance / B * (N - B) / (N - 1);
}

GradientNoise measure_gradient_noise(Module& net, const Dataset& data, Index batch_size, int draws,
                                     Rng rng)
{
    if (batch_size == 0 || batch_size > data.size() || draws < 1)
        throw ShapeError(fmt::format("measure_gradient_noise: {} minibatches of {} of {} samples",
                                     draws, batch_size, data.size()));
    const Column g = full_gradient(net, data);
    GradientNoise noise;
    for (int draw = 0; draw < draws; ++draw) {
        const Column g_batch =
            gradient_of(net, data, arma::uvec(rng.permutation(data.size()).head(batch_size)));
        noise.variance += squared_distance(g_batch, g) / draws;
        noise.cosine += inner_product(g_batch, g) /
                        std::sqrt(inner_product(g_batch, g_batch) * inner_product(g, g)) / draws;
    }
    return noise;
}

GradientNoiseSweep sweep_gradient_noise(Module& net, const Dataset& data, int draws, const Rng& rng)
{
    const Index n = data.size();
    const double sample_variance = sample_gradient_variance(net, data);
    const Column g = full_gradient(net, data);
    const double g2 = inner_product(g, g);
    std::vector<Index> sizes;
    for (Index size = 1; size <= n / 2; size *= 2) sizes.push_back(size);
    for (const Index left : {n / 4, n / 16, n / 64})
        if (left > 0 && n - left > sizes.back()) sizes.push_back(n - left);

    GradientNoiseSweep sweep;
    std::vector<double> log_size, log_variance;
    for (const Index size : sizes) {
        const GradientNoise noise = measure_gradient_noise(net, data, size, draws, rng.fork(size));
        const double law = gradient_noise_law(sample_variance, size, n);
        sweep.size.push_back(static_cast<double>(size));
        sweep.variance.push_back(noise.variance);
        sweep.cosine.push_back(noise.cosine);
        sweep.law.push_back(law);
        sweep.cosine_law.push_back(std::sqrt(g2 / (g2 + law)));
        const double ratio = noise.variance / law;
        if (std::abs(std::log(ratio)) >= std::abs(std::log(sweep.worst_ratio)))
            sweep.worst_ratio = ratio;
        if (size > std::max<Index>(n / 16, 2)) continue;
        log_size.push_back(std::log(static_cast<double>(size)));
        log_variance.push_back(std::log(noise.variance));
    }
    sweep.slope = fitted_slope(log_size, log_variance);
    sweep.at_full_size = measure_gradient_noise(net, data, n, 1, rng).variance;
    return sweep;
}

} // namespace descente
