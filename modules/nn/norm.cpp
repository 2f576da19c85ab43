#include "nn/norm.hpp"

#include "base/error.hpp"
#include "kernels/batch_norm.hpp"

#include <array>
#include <fmt/format.h>

namespace descente {

namespace {

void follow(RunningStatistics& running, const ChannelStatistics& now, double m, double decay)
{
    const auto old = static_cast<Real>(decay), rest = static_cast<Real>(1 - decay);
    const auto unbiased = static_cast<Real>(m / (m - 1));
    running.mean = old * running.mean + rest * now.mean;
    running.variance = old * running.variance + rest * unbiased * now.variance;
}

} // namespace

// y = γ·x̂ + β, x̂ = (x − μ)·f, f = 1/√(σ² + ε)
// dβ = Σ dy    dγ = Σ dy·x̂    dx = γ·f·(dy − dβ/m − x̂·dγ/m), with constant μ and σ²: γ·f·dy
Var batch_norm(const Var& x, const Var& gamma, const Var& beta, RunningStatistics& running,
               Mode mode, BatchNormOptions options)
{
    const Index channels = channels_of(x.shape());
    const std::array<const Matrix*, 4> each_channel{&gamma.node()->value, &beta.node()->value,
                                                    &running.mean, &running.variance};
    for (const Matrix* numbers : each_channel)
        if (numbers->n_rows != channels || numbers->n_cols != 1)
            throw ShapeError(fmt::format("batch norm for {} channels got {}; the layer before "
                                         "gives {}",
                                         numbers->n_rows, channels, to_string(x.shape())));
    ChannelStatistics now;
    if (mode == Mode::train) {
        const Index m = x.value().n_elem / channels;
        if (m < 2)
            throw ShapeError("batch norm needs at least two numbers a channel to train: a batch of "
                             "1 has no variance; use a larger batch, or evaluation mode");
        now = channel_statistics(x.value(), channels);
        follow(running, now, static_cast<double>(m), options.running_decay);
    } else {
        now = {running.mean, running.variance};
    }
    const Column factor = 1 / arma::sqrt(now.variance + static_cast<Real>(options.epsilon));
    const Column scale = gamma.value() % factor, shift = beta.value() - scale % now.mean;
    return record(options.then_relu ? "batch norm, relu" : "batch norm",
                  scale_and_shift(x.value(), scale, shift, options.then_relu), x.shape(),
                  {x, gamma, beta}, [=, mean = std::move(now.mean)](const Matrix& dy) {
                      BatchNormGradient down =
                          batch_norm_gradient(x.value(), dy, mean, factor, gamma.value(),
                                              beta.value(), options.then_relu, mode == Mode::train);
                      x.add_grad(std::move(down.dx));
                      gamma.add_grad(std::move(down.dgamma));
                      beta.add_grad(std::move(down.dbeta));
                  });
}

BatchNorm::BatchNorm(Index channels, BatchNormOptions options) : options_(options)
{
    if (channels == 0) throw ShapeError("BatchNorm: the number of channels must be 1 or more");
    gamma = parameter(Matrix(channels, 1, arma::fill::ones));
    beta = parameter(Matrix(channels, 1, arma::fill::zeros));
    running = {Matrix(channels, 1, arma::fill::zeros), Matrix(channels, 1, arma::fill::ones)};
}

Var BatchNorm::forward(const Var& x, Mode mode)
{
    return batch_norm(x, gamma, beta, running, mode, options_);
}

Var BatchNorm::forward_relu(const Var& x, Mode mode)
{
    if (!x.shape().is_image()) return relu(forward(x, mode)); // nothing to gain: numbers stay
    BatchNormOptions both = options_;
    both.then_relu = true;
    return batch_norm(x, gamma, beta, running, mode, both);
}

void BatchNorm::visit(const std::string& prefix, const Visitor& visitor)
{
    visitor({.name = prefix + "gamma", .value = gamma.value(), .parameter = &gamma});
    visitor({.name = prefix + "beta", .value = beta.value(), .parameter = &beta});
    visitor({.name = prefix + "running_mean", .value = running.mean});
    visitor({.name = prefix + "running_var", .value = running.variance});
}

} // namespace descente
