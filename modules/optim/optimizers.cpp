#include "optim/optimizers.hpp"

#include "base/error.hpp"
#include "base/numbers.hpp"

#include <cmath>
#include <fmt/format.h>

namespace descente {

namespace {

std::vector<Matrix> zeros_like(const std::vector<Var>& parameters)
{
    std::vector<Matrix> result;
    for (const Var& parameter : parameters)
        result.emplace_back(parameter.rows(), parameter.cols(), arma::fill::zeros);
    return result;
}

void append(std::vector<std::pair<std::string, Matrix*>>& state, const char* name,
            std::vector<Matrix>& matrices)
{
    for (std::size_t i = 0; i < matrices.size(); ++i)
        state.emplace_back(fmt::format("{}.{}", name, i), &matrices[i]);
}

} // namespace

Optimizer::Optimizer(Module& net, OptimizerOptions options) : options_(options)
{
    net.visit("", [&](const NamedTensor& tensor) {
        if (!tensor.parameter) return;
        parameters_.push_back(*tensor.parameter);
        is_weight_.push_back(tensor.is_weight);
    });
    if (parameters_.empty()) throw ShapeError("optimiser: this network has nothing to learn");
}

Optimizer::Optimizer(std::vector<Var> parameters, OptimizerOptions options)
    : parameters_(std::move(parameters)), options_(options)
{
    if (parameters_.empty()) throw ShapeError("optimiser: no parameters, so nothing to learn");
    for (const Var& parameter : parameters_) {
        if (!parameter.needs_grad())
            throw ShapeError("optimiser: a constant was given among the parameters");
        is_weight_.push_back(parameter.cols() > 1);
    }
}

void Optimizer::zero_grad()
{
    for (Var& parameter : parameters_) parameter.grad().reset();
}

void Optimizer::step(double learning_rate)
{
    ++steps_;
    const auto rate = static_cast<Real>(learning_rate);
    const auto decay = static_cast<Real>(options_.weight_decay);
    for (Index i = 0; i < parameters_.size(); ++i) {
        Matrix& theta = parameters_[i].value();
        const Matrix& g = parameters_[i].grad();
        if (g.is_empty()) continue;
        if (arma::size(g) != arma::size(theta))
            throw ShapeError(fmt::format("optimiser: parameter {} is {}×{}, its gradient {}×{}", i,
                                         theta.n_rows, theta.n_cols, g.n_rows, g.n_cols));
        if (decay != 0 && is_weight_[i])
            update(i, theta, g + decay * theta, rate);
        else
            update(i, theta, g, rate);
    }
}

// ---- θ ← θ − α g ----

void Sgd::update(Index /*i*/, Matrix& theta, const Matrix& g, Real learning_rate)
{
    Real* const t = theta.memptr();
    const Real* const gradient = g.memptr();
    for_each_number(theta.n_elem, [=](Index j) { t[j] -= learning_rate * gradient[j]; });
}

// ---- m ← βm + (1−β)g ; θ ← θ − αm ----

Momentum::Momentum(Module& net, double beta, OptimizerOptions options)
    : Optimizer(net, options), beta_(beta), m_(zeros_like(parameters()))
{
}

Momentum::Momentum(std::vector<Var> parameters, double beta, OptimizerOptions options)
    : Optimizer(std::move(parameters), options),
      beta_(beta),
      m_(zeros_like(Optimizer::parameters()))
{
}

void Momentum::update(Index i, Matrix& theta, const Matrix& g, Real learning_rate)
{
    Real* const t = theta.memptr();
    Real* const m = m_[i].memptr();
    const Real* const gradient = g.memptr();
    const auto beta = static_cast<Real>(beta_);
    const auto rest = static_cast<Real>(1 - beta_);
    for_each_number(theta.n_elem, [=](Index j) {
        m[j] = beta * m[j] + rest * gradient[j];
        t[j] -= learning_rate * m[j];
    });
}

std::vector<std::pair<std::string, Matrix*>> Momentum::state()
{
    std::vector<std::pair<std::string, Matrix*>> result;
    append(result, "momentum.m", m_);
    return result;
}

// ---- Adam ----

Adam::Adam(Module& net, AdamOptions adam, OptimizerOptions options)
    : Optimizer(net, options),
      adam_(adam),
      m_(zeros_like(parameters())),
      v_(zeros_like(parameters()))
{
}

Adam::Adam(std::vector<Var> parameters, AdamOptions adam, OptimizerOptions options)
    : Optimizer(std::move(parameters), options),
      adam_(adam),
      m_(zeros_like(Optimizer::parameters())),
      v_(zeros_like(Optimizer::parameters()))
{
}

void Adam::update(Index i, Matrix& theta, const Matrix& g, Real learning_rate)
{
    Real* const t = theta.memptr();
    Real* const m = m_[i].memptr();
    Real* const v = v_[i].memptr();
    const Real* const gradient = g.memptr();
    const auto k = static_cast<double>(steps());
    const double correction1 = 1 - std::pow(adam_.beta1, k);
    const double correction2 = 1 - std::pow(adam_.beta2, k);
    const auto beta1 = static_cast<Real>(adam_.beta1), rest1 = static_cast<Real>(1 - adam_.beta1);
    const auto beta2 = static_cast<Real>(adam_.beta2), rest2 = static_cast<Real>(1 - adam_.beta2);
    const auto epsilon = static_cast<Real>(adam_.epsilon);

    if (adam_.as_on_the_slide) {
        // The slide counts k from 0, where its first update divides by 1 − β⁰ = 0; k is from 1
        // here. What is divided is also what is kept, so each step divides the past once more.
        const auto stretch1 = static_cast<Real>(1 / correction1);
        const auto stretch2 = static_cast<Real>(1 / correction2);
        for_each_number(theta.n_elem, [=](Index j) {
            m[j] = stretch1 * (beta1 * m[j] + rest1 * gradient[j]);
            v[j] = stretch2 * (beta2 * v[j] + rest2 * gradient[j] * gradient[j]);
            t[j] -= learning_rate * m[j] / (std::sqrt(v[j]) + epsilon);
        });
        return;
    }

    // α m̂/(√v̂ + ε), the two corrections taken out of the loop
    const bool corrected = adam_.bias_correction;
    const Real rate = corrected ? static_cast<Real>(learning_rate / correction1) : learning_rate;
    const Real unbias = corrected ? static_cast<Real>(1 / std::sqrt(correction2)) : Real{1};
    for_each_number(theta.n_elem, [=](Index j) {
        m[j] = beta1 * m[j] + rest1 * gradient[j];
        v[j] = beta2 * v[j] + rest2 * gradient[j] * gradient[j];
        t[j] -= rate * m[j] / (unbias * std::sqrt(v[j]) + epsilon);
    });
}

std::vector<std::pair<std::string, Matrix*>> Adam::state()
{
    std::vector<std::pair<std::string, Matrix*>> result;
    append(result, "adam.m", m_);
    append(result, "adam.v", v_);
    return result;
}

} // namespace descente
