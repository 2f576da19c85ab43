#include "nn/norm.hpp"

#include "base/error.hpp"
#include "kernels/batch_norm.hpp"

#include <array>
#include <fmt/format.h>

namespace descente {

namespace {

// A channel is a plane of an image, or one number of a plain vector.
Index channels_of(const Shape& shape) { return shape.is_image() ? shape.channels : shape.rows; }

void follow(RunningStatistics& running, const ChannelStatistics& now, double m, double decay)
{
    const auto old = static_cast<Real>(decay), rest = static_cast<Real>(1 - decay);
    const auto unbiased = static_cast<Real>(m / (m - 1));
    running.mean = old * running.mean + rest * now.mean;
    running.variance = old * running.variance + rest * unbiased * now.variance;
}

// y = γ·x̂ + β, x̂ = (x − μ)·f, f = 1/√(σ² + ε)
// dβ = Σ dy    dγ = Σ dy·x̂    dx = γ·f·(dy − dβ/m − x̂·dγ/m), with constant μ and σ²: γ·f·dy
Var normalised(const Var& x, const Var& gamma, const Var& beta, RunningStatistics& running,
               Mode mode, const BatchNormOptions& options, bool then_relu)
{
    const Index channels = channels_of(x.shape());
    const std::array<const Matrix*, 4> each_channel{&gamma.node()->value, &beta.node()->value,
                                                    &running.mean, &running.variance};
    for (const Matrix* numbers : each_channel)
        if (numbers->n_rows != channels || numbers->n_cols != 1)
            throw ShapeError(fmt::format("batch norm of {} channels got {}×{} numbers for them",
                                         channels, numbers->n_rows, numbers->n_cols));
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
    return record(then_relu ? "batch norm, relu" : "batch norm",
                  scale_and_shift(x.value(), scale, shift, then_relu), x.shape(), {x, gamma, beta},
                  [=, mean = std::move(now.mean)](const Matrix& dy) {
                      BatchNormGradient down =
                          batch_norm_gradient(x.value(), dy, mean, factor, gamma.value(),
                                              beta.value(), then_relu, mode == Mode::train);
                      x.add_grad(std::move(down.dx));
                      gamma.add_grad(std::move(down.dgamma));
                      beta.add_grad(std::move(down.dbeta));
                  });
}

} // namespace

Var batch_norm(const Var& x, const Var& gamma, const Var& beta, RunningStatistics& running,
               Mode mode, BatchNormOptions options)
{
    return normalised(x, gamma, beta, running, mode, options, false);
}

Var batch_norm_relu(const Var& x, const Var& gamma, const Var& beta, RunningStatistics& running,
                    Mode mode, BatchNormOptions options)
{
    return normalised(x, gamma, beta, running, mode, options, true);
}

BatchNorm::BatchNorm(Index channels, BatchNormOptions options) : options_(options)
{
    if (channels == 0) throw ShapeError("BatchNorm: the number of channels must be 1 or more");
    gamma = parameter(Matrix(channels, 1, arma::fill::ones));
    beta = parameter(Matrix(channels, 1, arma::fill::zeros));
    running = {Matrix(channels, 1, arma::fill::zeros), Matrix(channels, 1, arma::fill::ones)};
}

void BatchNorm::check(const Shape& input) const
{
    if (channels_of(input) != gamma.rows())
        throw ShapeError(fmt::format("BatchNorm {} got {} channels; the layer before gives {}",
                                     gamma.rows(), channels_of(input), to_string(input)));
}

Var BatchNorm::forward(const Var& x, Mode mode)
{
    check(x.shape());
    return batch_norm(x, gamma, beta, running, mode, options_);
}

Var BatchNorm::forward_relu(const Var& x, Mode mode)
{
    check(x.shape());
    return batch_norm_relu(x, gamma, beta, running, mode, options_);
}

void BatchNorm::visit(const std::string& prefix, const Visitor& visitor)
{
    visitor({.name = prefix + "gamma", .value = gamma.value(), .parameter = &gamma});
    visitor({.name = prefix + "beta", .value = beta.value(), .parameter = &beta});
    visitor({.name = prefix + "running_mean", .value = running.mean});
    visitor({.name = prefix + "running_var", .value = running.variance});
}

Shape BatchNorm::describe(const Shape& input, std::vector<LayerInfo>& rows) const
{
    check(input);
    rows.push_back(batch_norm_info(gamma.rows(), input));
    return rows.back().output;
}

LayerInfo batch_norm_info(Index channels, const Shape& input)
{
    return {fmt::format("BatchNorm {}", channels), input, 2 * channels};
}

} // namespace descente
