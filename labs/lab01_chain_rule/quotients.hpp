// The function of the lab in plain numbers, and difference quotients of it.
#pragma once

#include "base/real.hpp"
#include "base/stats.hpp"

#include <cmath>
#include <functional>
#include <vector>

namespace lab01 {
using namespace descente;

using RowVector = arma::Row<Real>; ///< a gradient as the slides write it

/// s = y₁y₂ + y₃ with y = (x₁x₂, sin x₁, x₂²), in any precision.
auto s(auto x1, auto x2) { return x1 * x2 * std::sin(x1) + x2 * x2; }
double ds_dx1(double x1, double x2);

/// Δs/Δx by central differences in double: right to about ten digits.
arma::rowvec difference_quotients(const Column& x);

/// The largest |gradient / quotient − 1|.
double relative_error(const RowVector& gradient, const arma::rowvec& quotients);

enum class Quotient { forward, central };

/// How far difference quotients of f, computed in the precision of Number, are from the true slope:
/// for each step, the median relative error over `points`.
template <class Number, class Function>
std::vector<double> quotient_errors(const Function& f, const std::function<double(double)>& slope,
                                    const std::vector<double>& points,
                                    const std::vector<double>& steps, Quotient kind)
{
    std::vector<double> medians;
    for (const double step : steps) {
        std::vector<double> errors;
        for (const double point : points) {
            const Number x = static_cast<Number>(point), h = static_cast<Number>(step);
            const Number quotient =
                kind == Quotient::central ? (f(x + h) - f(x - h)) / (2 * h) : (f(x + h) - f(x)) / h;
            errors.push_back(std::abs(static_cast<double>(quotient) / slope(x) - 1));
        }
        medians.push_back(spread(errors).median);
    }
    return medians;
}

} // namespace lab01
