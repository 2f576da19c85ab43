// The path of a few parameters under gradient descent, for drawing.
#pragma once

#include "autodiff/ops.hpp"
#include "optim/schedules.hpp"

namespace descente {

/// θ ← θ − α(k) dcost/dθ from `theta` (a column): θ_0 … θ_steps, one a column.
Matrix trajectory(const Column& theta, const std::function<Var(const Var& theta)>& cost,
                  const Schedule& learning_rate, long steps);

/// Slope and intercept after `steps` of descent from 0 on `cost` of the line's outputs against y;
/// x and y are 1 × N.
Column line_by_descent(const Matrix& x, const Matrix& y,
                       const std::function<Var(const Var& output, const Matrix& target)>& cost,
                       const Schedule& learning_rate, long steps);

} // namespace descente
