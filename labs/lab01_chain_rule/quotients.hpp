// The function of the lab in plain numbers, and difference quotients of it.
#pragma once

#include "autodiff/shape.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace lab01 {
using namespace descente;

using Row = arma::Row<Real>; ///< a gradient as the slides write it

/// s = y₁y₂ + y₃ with y = (x₁x₂, sin x₁, x₂²), in any precision.
auto s(auto x1, auto x2) { return x1 * x2 * std::sin(x1) + x2 * x2; }
double ds_dx1(double x1, double x2);

/// Δs/Δx by central differences in double: right to about ten digits.
arma::rowvec difference_quotients(const Column& x);

/// The largest |form / quotient − 1| of all numbers of all forms.
double largest_relative_error(const std::vector<Row>& forms, const arma::rowvec& quotients);

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

} // namespace lab01
