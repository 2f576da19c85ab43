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

// op(A)·op(B) + C, where op(A) is m × k and op(B) is k × n; an empty C counts as zeros. ShapeError
// that names the operation when A and B do not fit.
Matrix gemm(const char* operation, char transA, char transB, const Matrix& A, const Matrix& B,
            Matrix C = {})
{
    const Index m = transA == 'N' ? A.n_rows : A.n_cols, k = transA == 'N' ? A.n_cols : A.n_rows;
    const Index n = transB == 'N' ? B.n_cols : B.n_rows;
    if (k != (transB == 'N' ? B.n_rows : B.n_cols))
        throw ShapeError(fmt::format("{}: {}×{} and {}×{} do not fit", operation, A.n_rows,
                                     A.n_cols, B.n_rows, B.n_cols));
    const Real beta = C.is_empty() ? 0 : 1;
    if (C.is_empty()) C.set_size(m, n);
    if (k == 0 && beta == 0) C.zeros();
    if (k == 0 || C.is_empty()) return C;
    const double work = static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
    // A gradient of weights, x·dyᵀ, is cut by columns as the weights are in Wᵀ·x and in the update:
    // each core then finds its own part of W, dW and momentum in its cache.
    const bool cut_rows = transB == 'N' ? m >= n : n < 4 * block_multiple;
    const Index length = cut_rows ? m : n;
    const auto rows_of = [](const Matrix& X) { return static_cast<arma::blas_int>(X.n_rows); };
    const arma::blas_int lda = rows_of(A), ldb = rows_of(B), ldc = rows_of(C);
    const auto depth = static_cast<arma::blas_int>(k);
    const Real one = 1;
    if (n == 1) { // a matrix times one column: the matrix-vector call, which reads A once
        const auto height = rows_of(A), width = static_cast<arma::blas_int>(A.n_cols);
        const arma::blas_int step_b = transB == 'N' ? 1 : ldb, step_c = 1;
        arma::blas::gemv(&transA, &height, &width, &one, A.memptr(), &lda, B.memptr(), &step_b,
                         &beta, C.memptr(), &step_c);
        return C;
    }

    const auto block = [&](Index first, Index last) { // rows or columns first … last−1 of C
        const Index offsetA = !cut_rows ? 0 : (transA == 'N' ? first : first * A.n_rows);
        const Index offsetB = cut_rows ? 0 : (transB == 'N' ? first * B.n_rows : first);
        const Index offsetC = cut_rows ? first : first * m;
        const auto height = static_cast<arma::blas_int>(cut_rows ? last - first : m);
        const auto width = static_cast<arma::blas_int>(cut_rows ? n : last - first);
        arma::blas::gemm(&transA, &transB, &height, &width, &depth, &one, A.memptr() + offsetA,
                         &lda, B.memptr() + offsetB, &ldb, &beta, C.memptr() + offsetC, &ldc);
    };
    share_out(pieces_of(length, block_multiple), work, [&](Index first, Index last) {
        block(first * block_multiple, std::min(length, last * block_multiple));
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

Matrix affine_product(const Matrix& A, const Matrix& B, const Matrix& b)
{
    if (b.n_rows != A.n_cols || b.n_cols != 1)
        throw ShapeError(
            fmt::format("Aᵀ·B + b: b must be {}×1, not {}×{}", A.n_cols, b.n_rows, b.n_cols));
    return gemm("Aᵀ·B + b", 'T', 'N', A, B, arma::repmat(b, 1, B.n_cols));
}

} // namespace descente
