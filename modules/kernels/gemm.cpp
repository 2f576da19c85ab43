#include "kernels/gemm.hpp"

#include "base/cpu.hpp"
#include "base/error.hpp"
#include "kernels/shares.hpp"
#include "kernels/tiled_product.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace descente {

namespace {

// A block thinner than a vector register would waste the kernel.
constexpr Index block_multiple = 16;

// Calls visit(first, last) for a share of `length` units in each thread that so much work deserves.
template <class Visit>
void share_out(Index length, double multiply_adds, const Visit& visit)
{
    for_each_share(length, static_cast<Index>(threads_for(multiply_adds)),
                   [&](Index /*thread*/, Index first, Index last) { visit(first, last); });
}

// Some rows of some columns.
struct Block {
    Index row, rows, col, cols;
};

// What follows a product while it is in the cache: + b in each column (not where b is empty), and
// ReLU.
void finish(Matrix& C, Block at, const Matrix& b, bool relu)
{
    if (b.is_empty()) return;
    for (Index j = at.col; j < at.col + at.cols; ++j) {
        Real* const numbers = C.colptr(j) + at.row;
        const Real* const more = b.memptr() + at.row;
#pragma omp simd
        for (Index i = 0; i < at.rows; ++i) {
            const Real sum = numbers[i] + more[i];
            numbers[i] = relu && sum < 0 ? 0 : sum;
        }
    }
}

// op(A)·op(B) + b·[1 … 1] or its ReLU, where op(A) is m × k and op(B) is k × n; an empty b counts
// as zeros. ShapeError that names the operation when A and B do not fit.
Matrix gemm(const char* operation, char transA, char transB, const Matrix& A, const Matrix& B,
            const Matrix& b = {}, bool then_relu = false)
{
    const Index m = transA == 'N' ? A.n_rows : A.n_cols, k = transA == 'N' ? A.n_cols : A.n_rows;
    const Index n = transB == 'N' ? B.n_cols : B.n_rows;
    if (k != (transB == 'N' ? B.n_rows : B.n_cols))
        throw ShapeError(fmt::format("{}: {}×{} and {}×{} do not fit", operation, A.n_rows,
                                     A.n_cols, B.n_rows, B.n_cols));
    Matrix C(m, n, arma::fill::none);
    if (k == 0) C.zeros();
    if (C.is_empty()) return C;
    const double work = static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
    // A gradient of weights, x·dyᵀ, is cut by columns as the weights are in Wᵀ·x and in the update:
    // each core then finds its own part of W, dW and momentum in its cache.
    const bool cut_rows = transB == 'N' ? m >= n : n < 4 * block_multiple;
    const Index length = cut_rows ? m : n;
    const auto rows_of = [](const Matrix& X) { return static_cast<arma::blas_int>(X.n_rows); };
    const arma::blas_int lda = rows_of(A), ldb = rows_of(B), ldc = rows_of(C);
    const auto depth = static_cast<arma::blas_int>(k);
    const Real one = 1, zero = 0;

    const auto multiply = [&](Block at) {
        const Real* const from_A = A.memptr() + (transA == 'N' ? at.row : at.row * A.n_rows);
        const Real* const from_B = B.memptr() + (transB == 'N' ? at.col * B.n_rows : at.col);
        if (k > 0 && n == 1) { // a matrix times one column: the call that reads A once
            const auto width = static_cast<arma::blas_int>(A.n_cols);
            const arma::blas_int step_b = transB == 'N' ? 1 : ldb, step_c = 1;
            arma::blas::gemv(&transA, &lda, &width, &one, from_A, &lda, from_B, &step_b, &zero,
                             C.memptr(), &step_c);
        } else if (k > 0) {
            const auto height = static_cast<arma::blas_int>(at.rows);
            const auto width = static_cast<arma::blas_int>(at.cols);
            arma::blas::gemm(&transA, &transB, &height, &width, &depth, &one, from_A, &lda, from_B,
                             &ldb, &zero, C.colptr(at.col) + at.row, &ldc);
        }
        finish(C, at, b, then_relu);
    };
    const Index multiple = n == 1 ? length : block_multiple;
    share_out(pieces_of(length, multiple), work, [&](Index first, Index last) {
        first *= multiple;
        last = std::min(length, last * multiple);
        multiply(cut_rows ? Block{first, last - first, 0, n} : Block{0, m, first, last - first});
    });
    return C;
}

// Whether a product of m × k and k × n is better off in register tiles: rows that fill registers,
// and operands that stay in the cache without being packed. (For one column there is gemv.)
bool suits_tiles(Index m, Index k, Index n)
{
    constexpr Index most = 512;
    return m % lanes == 0 && m > 0 && k > 0 && n > 1 && k <= most && n <= most;
}

} // namespace

Matrix product(const Matrix& A, const Matrix& B)
{
    if (!suits_tiles(A.n_rows, A.n_cols, B.n_cols) || A.n_cols != B.n_rows)
        return gemm("A·B", 'N', 'N', A, B);
    Matrix C(A.n_rows, B.n_cols, arma::fill::none);
    const Index width = A.n_rows / lanes; // a thread takes some rows of C
    share_out(width, static_cast<double>(C.n_elem * A.n_cols), [&](Index first, Index last) {
        tiled_product({B.memptr(), B.n_rows, true}, B.n_cols, A.n_cols, A.memptr(), C.memptr(),
                      {A.n_rows, first, last}, false);
    });
    return C;
}

Matrix transpose_product(const Matrix& A, const Matrix& B) { return gemm("Aᵀ·B", 'T', 'N', A, B); }

Matrix product_transpose(const Matrix& A, const Matrix& B)
{
    if (!suits_tiles(A.n_rows, A.n_cols, B.n_rows) || A.n_cols != B.n_cols)
        return gemm("A·Bᵀ", 'N', 'T', A, B);
    Matrix C(A.n_rows, B.n_rows, arma::fill::none);
    share_out(C.n_cols, static_cast<double>(C.n_elem * A.n_cols), [&](Index first, Index last) {
        tiled_product({B.memptr() + first, B.n_rows, false}, last - first, A.n_cols, A.memptr(),
                      C.colptr(first), {A.n_rows, 0, A.n_rows / lanes}, false);
    });
    return C;
}

Matrix affine_product(const Matrix& A, const Matrix& B, const Matrix& b, bool then_relu)
{
    if (b.n_rows != A.n_cols || b.n_cols != 1)
        throw ShapeError(
            fmt::format("Aᵀ·B + b: b must be {}×1, not {}×{}", A.n_cols, b.n_rows, b.n_cols));
    return gemm("Aᵀ·B + b", 'T', 'N', A, B, b, then_relu);
}

} // namespace descente
