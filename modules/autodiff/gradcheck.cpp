#include "autodiff/gradcheck.hpp"

#include "base/rng.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace descente {

arma::mat numeric_gradient(const std::function<double(const arma::mat&)>& f, arma::mat x, double h)
{
    arma::mat gradient(x.n_rows, x.n_cols);
    for (Index k = 0; k < x.n_elem; ++k) {
        const double before = x[k];
        x[k] = before + h;
        const double above = f(x);
        x[k] = before - h;
        gradient[k] = (above - f(x)) / (2 * h);
        x[k] = before;
    }
    return gradient;
}

GradientCheck check_gradient(const std::function<Var()>& f, std::vector<Var> inputs, double h)
{
    Rng rng(20161124);
    const Var y = f();
    const Var R = constant(rng.uniform_matrix(y.rows(), y.cols(), -1, 1), y.shape());
    for (Var& input : inputs) input.grad().reset();
    backward(sum(R % y));

    GradientCheck result;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Matrix x = inputs[i].value();
        const Matrix gradient =
            inputs[i].grad().is_empty() ? Matrix(x.n_rows, x.n_cols) : inputs[i].grad();
        const auto probe = [&](const arma::mat& changed) {
            const NoGrad evaluation;
            inputs[i].value() = arma::conv_to<Matrix>::from(changed);
            return sum(R % f()).scalar();
        };
        const arma::mat differences = numeric_gradient(probe, arma::conv_to<arma::mat>::from(x), h);
        inputs[i].value() = x;
        for (Index k = 0; k < x.n_elem; ++k) {
            const double numeric = differences[k];
            const double ours = static_cast<double>(gradient[k]);
            double error =
                std::abs(ours - numeric) / std::max({1.0, std::abs(ours), std::abs(numeric)});
            if (!std::isfinite(error)) error = INFINITY;
            if (error > result.worst) {
                result.worst = error;
                result.where =
                    fmt::format("{}, input {}, element ({}, {}): code {:.6g}, numeric {:.6g}",
                                y.node()->op, i, k % x.n_rows, k / x.n_rows, ours, numeric);
            }
        }
    }
    return result;
}

} // namespace descente
