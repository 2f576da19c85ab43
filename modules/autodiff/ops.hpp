// The operations. Each records one node whose pull-back stands beside its forward in ops.cpp.
// Sizes must agree exactly: ShapeError names the operation and both sizes.
#pragma once

#include "autodiff/var.hpp"

namespace descente {

// ---- arithmetic, element by element (both of one size) ----
Var operator+(const Var& a, const Var& b);
Var operator-(const Var& a, const Var& b);
Var operator%(const Var& a, const Var& b); ///< product of elements, as in Armadillo
Var operator/(const Var& a, const Var& b); ///< quotient of elements

// ---- with a number on either side ----
Var operator*(double scale, const Var& a);
Var operator+(const Var& a, double shift);
Var operator-(const Var& a);
Var operator-(double c, const Var& a);
Var operator/(double c, const Var& a);
inline Var operator*(const Var& a, double scale) { return scale * a; }
inline Var operator/(const Var& a, double divisor) { return (1 / divisor) * a; }
inline Var operator+(double shift, const Var& a) { return a + shift; }
inline Var operator-(const Var& a, double shift) { return a + -shift; }

// ---- functions of each element ----
Var exp(const Var& a);
Var log(const Var& a);
Var sqrt(const Var& a);
Var square(const Var& a);
Var abs(const Var& a); ///< gradient sign(a), 0 at 0
Var sin(const Var& a);
Var cos(const Var& a);
Var tanh(const Var& a);
Var sigmoid(const Var& a);
Var relu(const Var& a); ///< gradient 0 at 0

// ---- matrices ----
Var matmul(const Var& A, const Var& B);               ///< A · B
Var affine(const Var& x, const Var& W, const Var& b); ///< Wᵀx + b; W fan-in × fan-out
Var softmax(const Var& logits);                       ///< of each column, max-shifted
Var log_softmax(const Var& logits);                   ///< of each column, max-shifted
Var column_sums(const Var& a);                        ///< 1 × batch
Var sum(const Var& a);                                ///< 1 × 1
Var mean(const Var& a); ///< 1 × 1, over all elements; ShapeError when there is none
Var rows(const Var& a, Index first, Index last);             ///< rows first … last
Var stacked(const Var& above, const Var& below);             ///< below stacked under above
Var select_columns(const Var& a, const arma::uvec& columns); ///< repeats allowed
Var reshaped(const Var& a, Shape shape);                     ///< the same numbers, folded otherwise

} // namespace descente
