// Products of small matrices, whose sums stay in registers: those of Winograd's convolution, and of
// the backward pass of a dense layer. BLAS packs its operands first, which pays for large ones
// only.
#pragma once

#include "kernels/vector.hpp"

namespace descente {

/// A matrix whose rows are contiguous, or else its columns; `next` numbers from one to the next.
struct Factor {
    const Real* numbers;
    Index next;
    bool by_rows;
};

/// Of rows that are `row` numbers apart, the registers first … last − 1.
struct Registers {
    Index row, first, last;
};

/// y(i, v) = Σ_k x(i, k) · w(k, v), or added to y, for i < rows, k < depth and the registers v of
/// both. Each number is one sum in the order of k.
void tiled_product(const Factor& x, Index rows, Index depth, const Real* w, Real* y, Registers of,
                   bool add);

} // namespace descente
