// Pooling: each output is the largest, or the mean, of a window of one plane.
#pragma once

#include "base/real.hpp"

namespace descente {

/// The sizes of one pooling. A column of x folds as rows × cols × channels, rows fastest.
struct PoolSize {
    Index rows, cols, channels, window, stride, padding = 0;

    Index out_rows() const { return (rows + 2 * padding - window) / stride + 1; }
    Index out_cols() const { return (cols + 2 * padding - window) / stride + 1; }
    Index outputs() const { return out_rows() * out_cols() * channels; }
};

struct MaxPooled {
    Matrix y;                     ///< outputs × batch
    arma::Col<arma::u32> winners; ///< of each output: its place in the column of x
};
/// What lies outside the image never wins. Of equal numbers the first wins, reading row by row; NaN
/// wins over all.
MaxPooled max_pool_forward(const PoolSize& size, const Matrix& x);
/// Each dy goes to the winner.
Matrix max_pool_gradient(const PoolSize& size, const arma::Col<arma::u32>& winners,
                         const Matrix& dy);

/// Σ of the window / window²: what lies outside the image counts as 0.
Matrix average_pool_forward(const PoolSize& size, const Matrix& x);
/// dy / window² goes to every number of the window.
Matrix average_pool_gradient(const PoolSize& size, const Matrix& dy);

} // namespace descente
