#include "autodiff/gradcheck.hpp"

#include "kernels/rng.hpp"

#include <cmath>
#include <fmt/format.h>

namespace descente {

GradientCheck check_gradient(const std::function<Var()>& f, std::vector<Var> inputs, double h)
{
    Rng rng(20161124);
    const Var y = f();
    const Var R = constant(rng.uniform_matrix(y.rows(), y.cols(), -1, 1), y.shape());
    for (Var& input : inputs) input.grad().reset();
    backward(sum(R % y));

    const auto probe = [&] {
        const NoGrad evaluation;
        return sum(R % f()).scalar();
    };
    GradientCheck result;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        Matrix& x = inputs[i].value();
        const Matrix gradient =
            inputs[i].grad().is_empty() ? Matrix(x.n_rows, x.n_cols) : inputs[i].grad();
        for (Index k = 0; k < x.n_elem; ++k) {
            const Real before = x[k];
            x[k] = before + static_cast<Real>(h);
            const double above = probe();
            x[k] = before - static_cast<Real>(h);
            const double below = probe();
            x[k] = before;
            const double numeric = (above - below) / (2 * h);
            const double ours = static_cast<double>(gradient[k]);
            double error =
                std::abs(ours - numeric) / std::max({1.0, std::abs(ours), std::abs(numeric)});
            if (!std::isfinite(error)) error = INFINITY;
            if (error > result.worst) {
                result.worst = error;
                result.where = fmt::format("input {}, element ({}, {}): {:.6g} against {:.6g}", i,
                                           k % x.n_rows, k / x.n_rows, ours, numeric);
            }
        }
    }
    return result;
}

} // namespace descente
