// The threaded products against a triple loop.
#include "base/cpu.hpp"
#include "base/error.hpp"
#include "base/rng.hpp"
#include "kernels/gemm.hpp"
#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>
#include <omp.h>

BOOST_AUTO_TEST_SUITE(gemm)

using namespace descente;
using namespace descente::testing;

namespace {

// The oracle: what the kernel computes, as the definition says it.
Matrix naive_product(const Matrix& A, const Matrix& B)
{
    Matrix C(A.n_rows, B.n_cols);
    for (Index i = 0; i < A.n_rows; ++i)
        for (Index j = 0; j < B.n_cols; ++j)
            for (Index k = 0; k < A.n_cols; ++k) C(i, j) += A(i, k) * B(k, j);
    return C;
}

double worst(const Matrix& ours, const Matrix& oracle)
{
    BOOST_REQUIRE(arma::size(ours) == arma::size(oracle));
    return ours.is_empty() ? 0 : largest_magnitude(ours - oracle);
}

const double tolerance = sizeof(Real) == sizeof(double) ? 1e-12 : 1e-3;

} // namespace

BOOST_AUTO_TEST_CASE(products_of_all_sizes)
{
    Rng rng(1);
    for (const int team : {1, 2, 3}) {
        set_threads(team);
        for (const Index m : {1, 15, 17, 130})
            for (const Index n : {1, 16, 65})
                for (const Index k : {1, 33, 200}) {
                    const Matrix A = rng.uniform_matrix(m, k, -1, 1),
                                 B = rng.uniform_matrix(k, n, -1, 1),
                                 b = rng.uniform_matrix(m, 1, -1, 1), oracle = naive_product(A, B);
                    BOOST_TEST(worst(product(A, B), oracle) < tolerance);
                    BOOST_TEST(worst(transpose_product(A.t(), B), oracle) < tolerance);
                    BOOST_TEST(worst(product_transpose(A, B.t()), oracle) < tolerance);
                    Matrix with_bias = oracle;
                    with_bias.each_col() += b.col(0);
                    BOOST_TEST(worst(affine_product(A.t(), B, b), with_bias) < tolerance);
                }
    }
    set_threads(0);
}

BOOST_AUTO_TEST_CASE(the_same_product_twice_has_the_same_bits)
{
    Rng rng(2);
    const Matrix A = rng.normal_matrix(784, 256), B = rng.normal_matrix(784, 64);
    const Matrix once = transpose_product(A, B);
    for (int i = 0; i < 20; ++i)
        BOOST_TEST(arma::approx_equal(once, transpose_product(A, B), "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(inside_a_parallel_region)
{
    Rng rng(3);
    const Matrix A = rng.normal_matrix(200, 100), B = rng.normal_matrix(100, 90),
                 oracle = naive_product(A, B);
    std::vector<double> errors(4);
#pragma omp parallel for num_threads(2)
    for (int run = 0; run < 4; ++run) {
        const Matrix C = product(A, B);
        errors[static_cast<std::size_t>(run)] = largest_magnitude(C - oracle);
    }
    for (const double error : errors) BOOST_TEST(error < tolerance);
}

BOOST_AUTO_TEST_CASE(empty_and_unfitting_sizes)
{
    BOOST_TEST(product(Matrix(3, 0), Matrix(0, 2)).is_zero());
    BOOST_TEST(product(Matrix(0, 3), Matrix(3, 2)).is_empty());
    BOOST_CHECK_THROW(product(Matrix(2, 3), Matrix(2, 3)), ShapeError);
    BOOST_CHECK_THROW(transpose_product(Matrix(2, 3), Matrix(3, 3)), ShapeError);
    BOOST_CHECK_THROW(product_transpose(Matrix(2, 3), Matrix(3, 2)), ShapeError);
    BOOST_CHECK_THROW(affine_product(Matrix(2, 3), Matrix(2, 3), Matrix(2, 1)), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
