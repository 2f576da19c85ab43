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
               Mode mode, BatchNormOptions options, const Var& added)
{
    if (!added.empty() && (added.rows() != x.rows() || added.cols() != x.cols()))
        throw ShapeError(fmt::format("a shortcut of {}×{} cannot be added to {}×{}", added.rows(),
                                     added.cols(), x.rows(), x.cols()));
    const Index channels = channels_of(x.shape());
    const std::array<const Matrix*, 4> each_channel{&gamma.node()->value, &beta.node()->value,
                                                    &running.mean, &running.variance};
    for (const Matrix* numbers : each_channel)
        if (numbers->n_rows != channels || numbers->n_cols != 1)
            throw ShapeError(fmt::format("batch norm for {} channels got {}; the layer before "
                                         "gives {}",
                                         numbers->n_rows, channels, to_string(x.shape())));
    const auto epsilon = static_cast<Real>(options.epsilon);
    const bool moving = mode == Mode::train;
    Then then{.relu = options.then_relu};
    if (!added.empty()) then.added = &added.value();
    ChannelStatistics now{running.mean, running.variance};
    Matrix y;
    if (moving) {
        const Index m = x.value().n_elem / channels;
        if (m < 2)
            throw ShapeError("batch norm needs at least two numbers a channel to train: a batch of "
                             "1 has no variance; use a larger batch, or evaluation mode");
        BatchNormed normed =
            batch_norm_forward(x.value(), gamma.value(), beta.value(), epsilon, then);
        y = std::move(normed.y);
        now = std::move(normed.now);
        follow(running, now, static_cast<double>(m), options.running_decay);
    }
    const Column factor = 1 / arma::sqrt(now.variance + epsilon);
    if (!moving) {
        const Column scale = gamma.value() % factor, shift = beta.value() - scale % now.mean;
        y = scale_and_shift(x.value(), scale, shift, then);
    }
    std::vector<Var> parents{x, gamma, beta};
    if (!added.empty()) parents.push_back(added);
    return record(
        !added.empty()      ? "batch norm, +, relu"
        : options.then_relu ? "batch norm, relu"
                            : "batch norm",
        std::move(y), x.shape(), std::move(parents), [=, mean = std::move(now.mean)](Matrix&& dy) {
            BatchNormGradient down = batch_norm_gradient(x.value(), std::move(dy), mean, factor,
                                                         gamma.value(), beta.value(), then, moving);
            x.add_grad(std::move(down.dx));
            gamma.add_grad(std::move(down.dgamma));
            beta.add_grad(std::move(down.dbeta));
            if (!added.empty()) added.add_grad(std::move(down.dadded));
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

Var BatchNorm::forward_relu_of_sum(const Var& x, const Var& added, Mode mode)
{
    BatchNormOptions all = options_;
    all.then_relu = true;
    return batch_norm(x, gamma, beta, running, mode, all, added);
}

void BatchNorm::visit(const std::string& prefix, const Visitor& visitor)
{
    visitor({.name = prefix + "gamma", .value = gamma.value(), .parameter = &gamma});
    visitor({.name = prefix + "beta", .value = beta.value(), .parameter = &beta});
    visitor({.name = prefix + "running_mean", .value = running.mean});
    visitor({.name = prefix + "running_var", .value = running.variance});
}

} // namespace descente
