// The film of one filter at work: a window slides over the channels of a small image, and each sum
// is spelt out (slide "Couche de convolution : un seul filtre").
#pragma once

#include "plot/figure.hpp"

namespace descente {

/// X(i, j) = Σ_k Σ_m Σ_n W(k, m, n) · X(k, i + m, j + n) + b, with k the channel.
struct SlidingSum {
    std::vector<Matrix> products; ///< W(k, m, n) · X(k, i + m, j + n): one matrix a channel
    Numbers sums;                 ///< of each channel
    double value = 0;             ///< all sums and b, added once
};
/// `x` is one image, `filter` one column of weights with `kernel` rows and columns.
SlidingSum sliding_sum(const Matrix& x, const Shape& image, const Matrix& filter, double b,
                       Index kernel, Index i, Index j);

/// A film of one filter of two channels: the output fills itself row by row, and its sums are spelt
/// out; all of them when there are at most `frames`, else evenly some. Throws ShapeError when the
/// image has not two channels.
Figure sliding_window_figure(const Matrix& x, const Shape& image, const Matrix& filter, double b,
                             Index kernel, Index frames);

} // namespace descente
