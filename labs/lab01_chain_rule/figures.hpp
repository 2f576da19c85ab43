// What lab 01 shows.
#pragma once

#include "gradient_price.hpp"
#include "plot/figure.hpp"
#include "quotients.hpp"
#include "train/evidence.hpp"
#include "train/run.hpp"

namespace lab01 {

/// For each x_i: ∂s/∂y_j · ∂y_j/∂x_i, their sum, and what autodiff gives.
std::vector<Text> chain_rule_header();
std::vector<std::vector<Text>> chain_rule_rows(const RowVector& ds_dy, const Matrix& J,
                                               const RowVector& automatic);
/// The graph of s at x, in which backward() has kept all gradients; they arrive one by one.
Figure graph_figure(const Var& s, const Column& x);
/// The row ∂s/∂y times the Jacobian, beside what autodiff gives.
Figure matrix_figure(const RowVector& ds_dy, const Matrix& J, const RowVector& automatic);
/// The error of difference quotients of ∂s/∂x₁ against their step, in float and in double; a line
/// at h when it is not 0.
Figure steps_figure(double h);
/// Paths on the bowl ½ θᵀAθ, each with its α in units of 1/λmax; beyond 2 they diverge.
Figure descent_figure(const Matrix& A, const Numbers& shares, const std::vector<Matrix>& paths);
/// How far descent ends from the minimum of each bowl, against α in units of 1/λmax.
Figure threshold_figure(const Numbers& shares, const std::vector<Run>& bowls,
                        const Evidence& limit);
/// Some throws of the first run, and how far the throws of each run miss.
Figure throw_figure(const std::vector<Run>& runs, const Spread& miss, Outcome learned);
Figure price_figure(const std::vector<GradientPrice>& prices, Outcome cheap);

/// How far each column of a path is from the minimum at 0, relative to the first one.
Numbers distances(const Matrix& path);

} // namespace lab01
