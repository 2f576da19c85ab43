// Does a pull-back agree with finite differences?
#pragma once

#include "autodiff/ops.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

namespace descente {

/// The gradient of a scalar function by central differences: (f(x + h) − f(x − h)) / 2h for each
/// element, so two calls an element. The error is of order h², plus f's rounding over h.
arma::mat numeric_gradient(const std::function<double(const arma::mat&)>& f, arma::mat x,
                           double h = 1e-6);

enum class Quotient { forward, central };

/// How far difference quotients of f, computed in the precision of Number, are from the true slope:
/// for each step, the median relative error over `points` (of an even number, the upper one).
template <class Number, class Function>
std::vector<double> quotient_errors(const Function& f, const std::function<double(double)>& slope,
                                    const std::vector<double>& points,
                                    const std::vector<double>& steps, Quotient kind)
{
    std::vector<double> medians, errors(points.size());
    for (const double step : steps) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Number x = static_cast<Number>(points[i]), h = static_cast<Number>(step);
            const Number quotient =
                kind == Quotient::central ? (f(x + h) - f(x - h)) / (2 * h) : (f(x + h) - f(x)) / h;
            errors[i] = std::abs(static_cast<double>(quotient) / slope(x) - 1);
        }
        const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
        std::nth_element(errors.begin(), middle, errors.end());
        medians.push_back(*middle);
    }
    return medians;
}

struct GradientCheck {
    double worst = 0;  ///< largest |autodiff − numeric| / max(1, |autodiff|, |numeric|)
    std::string where; ///< "input 1, element (2, 0): 0.31 against 0.52"
};

/// Compares the gradient of sum(R % f(inputs)) with central differences of step `h`, in every
/// element of every input, R a fixed random matrix: the plain sum of, say, a softmax has zero
/// gradient and would check nothing. Meaningful in double precision, away from kinks.
GradientCheck check_gradient(const std::function<Var()>& f, std::vector<Var> inputs,
                             double h = 1e-6);

} // namespace descente
