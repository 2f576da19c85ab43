#include "kernels/gemm.hpp"

#include "base/cpu.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <omp.h>

namespace descente {

namespace {

// A block thinner than a vector register would waste the kernel.
constexpr Index block_multiple = 16;

// C ← op(A)·op(B) + beta·C, where op(A) is m × k and op(B) is k × n.
void gemm(char transA, char transB, const Matrix& A, const Matrix& B, Real beta, Matrix& C)
{
    const Index m = C.n_rows, n = C.n_cols, k = transA == 'N' ? A.n_cols : A.n_rows;
    if (C.is_empty()) return;
    if (k == 0) {
        if (beta == 0) C.zeros();
        return;
    }
    const double work = static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
    // A gradient of weights, x·dyᵀ, is cut by columns as the weights are in Wᵀ·x and in the update:
    // each core then finds its own part of W, dW and momentum in its cache.
    const bool cut_rows = transB == 'N' ? m >= n : n < 4 * block_multiple;
    const Index length = cut_rows ? m : n;
    const Index units = (length + block_multiple - 1) / block_multiple;
    const int useful = std::min(threads_for(work), static_cast<int>(units));
    const auto rows_of = [](const Matrix& X) { return static_cast<arma::blas_int>(X.n_rows); };
    const arma::blas_int lda = rows_of(A), ldb = rows_of(B), ldc = rows_of(C);
    const auto depth = static_cast<arma::blas_int>(k);
    const Real one = 1;
    if (n == 1) { // a matrix times one column: the matrix-vector call, which reads A once
        const auto height = rows_of(A), width = static_cast<arma::blas_int>(A.n_cols);
        const arma::blas_int step_b = transB == 'N' ? 1 : ldb, step_c = 1;
        arma::blas::gemv(&transA, &height, &width, &one, A.memptr(), &lda, B.memptr(), &step_b,
                         &beta, C.memptr(), &step_c);
        return;
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
#pragma omp parallel num_threads(useful) if (useful > 1)
    {
        const auto team = static_cast<Index>(omp_get_num_threads());
        const auto me = static_cast<Index>(omp_get_thread_num());
        const Index first = std::min(length, units * me / team * block_multiple);
        const Index last = std::min(length, units * (me + 1) / team * block_multiple);
        if (first < last) block(first, last);
    }
}

void check_inner(const char* operation, Index left, Index right, const Matrix& A, const Matrix& B)
{
    if (left != right)
        throw ShapeError(fmt::format("{}: {}×{} and {}×{} do not fit", operation, A.n_rows,
                                     A.n_cols, B.n_rows, B.n_cols));
}

} // namespace

Matrix product(const Matrix& A, const Matrix& B)
{
    check_inner("A·B", A.n_cols, B.n_rows, A, B);
    Matrix C(A.n_rows, B.n_cols, arma::fill::none);
    gemm('N', 'N', A, B, 0, C);
    return C;
}

Matrix transpose_product(const Matrix& A, const Matrix& B)
{
    check_inner("Aᵀ·B", A.n_rows, B.n_rows, A, B);
    Matrix C(A.n_cols, B.n_cols, arma::fill::none);
    gemm('T', 'N', A, B, 0, C);
    return C;
}

Matrix product_transpose(const Matrix& A, const Matrix& B)
{
    check_inner("A·Bᵀ", A.n_cols, B.n_cols, A, B);
    Matrix C(A.n_rows, B.n_rows, arma::fill::none);
    gemm('N', 'T', A, B, 0, C);
    return C;
}

Matrix affine_product(const Matrix& A, const Matrix& B, const Matrix& b)
{
    check_inner("Aᵀ·B + b", A.n_rows, B.n_rows, A, B);
    if (b.n_rows != A.n_cols || b.n_cols != 1)
        throw ShapeError(
            fmt::format("Aᵀ·B + b: b must be {}×1, not {}×{}", A.n_cols, b.n_rows, b.n_cols));
    Matrix C(A.n_cols, B.n_cols, arma::fill::none);
    for (Index n = 0; n < C.n_cols; ++n) std::copy_n(b.memptr(), b.n_rows, C.colptr(n));
    gemm('T', 'N', A, B, 1, C);
    return C;
}

} // namespace descente
