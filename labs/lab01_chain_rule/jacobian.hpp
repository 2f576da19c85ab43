// The matrix of all partial derivatives of a function of one column.
#pragma once

#include "autodiff/var.hpp"

#include <functional>

namespace descente {

/// J(j, i) = ∂y_j/∂x_i of y = f(x): M × N for y M × 1 and x N × 1. Each row costs one backward
/// pass, which is why training never builds J: it needs only (∂s/∂y)·J, one pass in all.
/// On the slide ∂s/∂x is a row, (∂s/∂y)·J; in the code a gradient has the size of its value, so
/// the same numbers stand in a column, Jᵀ·ds/dy. Throws ShapeError when x or y is no column.
Matrix jacobian(const std::function<Var(const Var&)>& f, const Matrix& x);

} // namespace descente
