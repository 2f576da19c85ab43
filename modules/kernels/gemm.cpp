#include "kernels/gemm.hpp"

#include "kernels/cpu.hpp"
#include "kernels/error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <omp.h>

extern "C" {
void sgemm_(const char* transA, const char* transB, const int* m, const int* n, const int* k,
            const float* alpha, const float* A, const int* lda, const float* B, const int* ldb,
            const float* beta, float* C, const int* ldc);
void dgemm_(const char* transA, const char* transB, const int* m, const int* n, const int* k,
            const double* alpha, const double* A, const int* lda, const double* B, const int* ldb,
            const double* beta, double* C, const int* ldc);
}

namespace descente {

namespace {

void blas_gemm(char transA, char transB, int m, int n, int k, const float* A, int lda,
               const float* B, int ldb, float beta, float* C, int ldc)
{
    const float one = 1;
    sgemm_(&transA, &transB, &m, &n, &k, &one, A, &lda, B, &ldb, &beta, C, &ldc);
}

[[maybe_unused]] void blas_gemm(char transA, char transB, int m, int n, int k, const double* A,
                                int lda, const double* B, int ldb, double beta, double* C, int ldc)
{
    const double one = 1;
    dgemm_(&transA, &transB, &m, &n, &k, &one, A, &lda, B, &ldb, &beta, C, &ldc);
}

// Below this many multiply-accumulates, waking a second thread costs more than it gives.
constexpr double worth_a_thread = 2e5;
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
    const bool cut_rows = m >= n;
    const Index length = cut_rows ? m : n;
    const auto useful = static_cast<int>(
        std::min<double>({static_cast<double>(threads()), 1 + work / worth_a_thread,
                          static_cast<double>((length + block_multiple - 1) / block_multiple)}));
    const int lda = static_cast<int>(A.n_rows), ldb = static_cast<int>(B.n_rows);

    const auto block = [&](Index first, Index last) { // rows or columns first … last−1 of C
        const Index offsetA = !cut_rows ? 0 : (transA == 'N' ? first : first * A.n_rows);
        const Index offsetB = cut_rows ? 0 : (transB == 'N' ? first * B.n_rows : first);
        const Index offsetC = cut_rows ? first : first * m;
        blas_gemm(transA, transB, static_cast<int>(cut_rows ? last - first : m),
                  static_cast<int>(cut_rows ? n : last - first), static_cast<int>(k),
                  A.memptr() + offsetA, lda, B.memptr() + offsetB, ldb, beta, C.memptr() + offsetC,
                  static_cast<int>(m));
    };
#pragma omp parallel num_threads(useful) if (useful > 1)
    {
        const auto team = static_cast<Index>(omp_get_num_threads());
        const auto me = static_cast<Index>(omp_get_thread_num());
        const Index units = (length + block_multiple - 1) / block_multiple;
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
