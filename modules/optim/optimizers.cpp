#include "optim/optimizers.hpp"

#include "base/error.hpp"
#include "base/numbers.hpp"

#include <cmath>
#include <fmt/format.h>

namespace descente {

Learned::Learned(Module& net)
{
    net.visit("", [&](const NamedTensor& tensor) {
        if (!tensor.parameter) return;
        parameters.push_back(*tensor.parameter);
        is_weight.push_back(tensor.is_weight);
    });
    if (parameters.empty()) throw ShapeError("optimiser: this network has nothing to learn");
}

Learned::Learned(std::vector<Var> the_list) : parameters(std::move(the_list))
{
    if (parameters.empty()) throw ShapeError("optimiser: no parameters, so nothing to learn");
    for (const Var& parameter : parameters) {
        if (!parameter.needs_grad())
            throw ShapeError("optimiser: a constant was given among the parameters");
        is_weight.push_back(parameter.cols() > 1);
    }
}

Optimizer::Optimizer(Learned learned, OptimizerOptions options, std::vector<std::string> averages)
    : learned_(std::move(learned)), options_(options), names_(std::move(averages))
{
    for (const Var& parameter : parameters())
        averages_.emplace_back(names_.size(), Matrix(parameter.rows(), parameter.cols()));
}

std::vector<std::pair<std::string, Matrix*>> Optimizer::state()
{
    std::vector<std::pair<std::string, Matrix*>> result;
    for (std::size_t k = 0; k < names_.size(); ++k)
        for (std::size_t i = 0; i < averages_.size(); ++i)
            result.emplace_back(fmt::format("{}.{}", names_[k], i), &averages_[i][k]);
    return result;
}

void Optimizer::zero_grad()
{
    for (Var& parameter : learned_.parameters) parameter.grad().reset();
}

void Optimizer::step(double learning_rate)
{
    ++steps_;
    const auto rate = static_cast<Real>(learning_rate);
    const auto decay = static_cast<Real>(options_.weight_decay);
    for (Index i = 0; i < averages_.size(); ++i) {
        Matrix& theta = learned_.parameters[i].value();
        const Matrix& g = learned_.parameters[i].grad();
        if (g.is_empty()) continue;
        if (arma::size(g) != arma::size(theta))
            throw ShapeError(fmt::format("optimiser: parameter {} is {}×{}, its gradient {}×{}", i,
                                         theta.n_rows, theta.n_cols, g.n_rows, g.n_cols));
        if (decay != 0 && learned_.is_weight[i])
            update(theta, g + decay * theta, rate, averages_[i]);
        else
            update(theta, g, rate, averages_[i]);
    }
}

// ---- θ ← θ − α g ----

void Sgd::update(Matrix& theta, const Matrix& g, Real learning_rate,
                 std::vector<Matrix>& /*averages*/)
{
    Real* const t = theta.memptr();
    const Real* const gradient = g.memptr();
    for_each_number(theta.n_elem, [=](Index j) { t[j] -= learning_rate * gradient[j]; });
}

// ---- m ← βm + (1−β)g ; θ ← θ − αm ----

void Momentum::update(Matrix& theta, const Matrix& g, Real learning_rate,
                      std::vector<Matrix>& averages)
{
    Real* const t = theta.memptr();
    Real* const m = averages[0].memptr();
    const Real* const gradient = g.memptr();
    const auto beta = static_cast<Real>(beta_);
    const auto rest = static_cast<Real>(1 - beta_);
    for_each_number(theta.n_elem, [=](Index j) {
        m[j] = beta * m[j] + rest * gradient[j];
        t[j] -= learning_rate * m[j];
    });
}

// ---- Adam: α m̂/(√v̂ + ε), the two corrections taken out of the loop ----

void Adam::update(Matrix& theta, const Matrix& g, Real learning_rate, std::vector<Matrix>& averages)
{
    Real* const t = theta.memptr();
    Real* const m = averages[0].memptr();
    Real* const v = averages[1].memptr();
    const Real* const gradient = g.memptr();
    const auto k = static_cast<double>(steps());
    const double correction1 = 1 - std::pow(adam_.beta1, k);
    const double correction2 = 1 - std::pow(adam_.beta2, k);
    const auto beta1 = static_cast<Real>(adam_.beta1), rest1 = static_cast<Real>(1 - adam_.beta1);
    const auto beta2 = static_cast<Real>(adam_.beta2), rest2 = static_cast<Real>(1 - adam_.beta2);
    const auto epsilon = static_cast<Real>(adam_.epsilon);

    const auto rate = static_cast<Real>(learning_rate / correction1);
    const auto unbias = static_cast<Real>(1 / std::sqrt(correction2));
    for_each_number(theta.n_elem, [=](Index j) {
        m[j] = beta1 * m[j] + rest1 * gradient[j];
        v[j] = beta2 * v[j] + rest2 * gradient[j] * gradient[j];
        t[j] -= rate * m[j] / (unbias * std::sqrt(v[j]) + epsilon);
    });
}

} // namespace descente
