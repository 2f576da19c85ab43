// Does a pull-back agree with finite differences?
#pragma once

#include "autodiff/ops.hpp"

#include <functional>
#include <string>
#include <vector>

namespace descente {

/// The gradient of a scalar function by central differences: (f(x + h) − f(x − h)) / 2h for each
/// element, so two calls an element. The error is of order h², plus f's rounding over h.
arma::mat numeric_gradient(const std::function<double(const arma::mat&)>& f, arma::mat x,
                           double h = 1e-6);

struct GradientCheck {
    double worst = 0;  ///< largest |autodiff − numeric| / max(1, |autodiff|, |numeric|)
    std::string where; ///< "matmul, input 1, element (2, 0): code 0.31, numeric 0.52"
};

/// Compares the gradient of sum(R % f(inputs)) with central differences of step `h`, in every
/// element of every input, R a fixed random matrix: the plain sum of, say, a softmax has zero
/// gradient and would check nothing. Meaningful in double precision, away from kinks.
GradientCheck check_gradient(const std::function<Var()>& f, std::vector<Var> inputs,
                             double h = 1e-6);

} // namespace descente
