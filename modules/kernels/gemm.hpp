// Products of matrices on all our threads: the output is cut into one block a thread, and each
// block is one single-threaded BLAS call. (BLAS's own threads gain nothing on products as small as
// ours.) Which cut is used depends on sizes and thread count only, so results repeat exactly.
#pragma once

#include "base/real.hpp"

namespace descente {

Matrix product(const Matrix& A, const Matrix& B);           ///< A · B
Matrix transpose_product(const Matrix& A, const Matrix& B); ///< Aᵀ · B
Matrix product_transpose(const Matrix& A, const Matrix& B); ///< A · Bᵀ
/// Aᵀ · B + b · [1 … 1]: the dense layer's forward.
Matrix affine_product(const Matrix& A, const Matrix& B, const Matrix& b);

} // namespace descente
