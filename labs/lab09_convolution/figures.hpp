// The figures of lab 09. An image is one column of pixels.
#pragma once

#include "data/dataset.hpp"
#include "filters.hpp"
#include "plot/figure.hpp"
#include "train/compare.hpp"

#include <array>
#include <functional>

namespace lab09 {

/// What a map costs: numbers to store, and multiply-adds.
struct Cost {
    double parameters, macs;
};
/// Of a general affine map and of a convolution.
using Costs = std::array<Cost, 2>;

/// Memory and multiply-adds, from images rows × cols × 3 to others of that size, for squares and
/// for the slide's, 480 × 640.
Figure cost_figure(const std::function<Costs(double rows, double cols)>& costs);

/// The matrix A and b of a convolution, a row an output; zeros are left grey.
Figure matrix_figure(const Matrix& A, double b);

/// An image, a 3 × 3 kernel and its half turn; below each kernel what the slide's sum finds with
/// it, and what a true convolution finds with it: the first with the kernel, the second as if
/// turned.
Figure correlation_figure(const Matrix& x, const Shape& image, const Matrix& kernel);

/// A 5 × 5 blur of an image without and with zero padding, p on each side: of its pixels above, of
/// the standardised image below. A frame parts the outputs whose windows reach into the padding.
Figure padding_figure(const Matrix& x, const Shape& image, const Standardiser& standardiser,
                      Index p);

/// Upright edges found with the strides 1, s, s + 1, and how often each pixel of an 8 × 8 image is
/// read.
Figure stride_figure(const Matrix& x, const Shape& image, Index s);

/// An image and the same moved 5 columns, above each other, and what upright edges and a general
/// affine map (its W, column by column; as many outputs) make of the two.
Figure shift_figure(const Matrix& x, const Shape& image, const Numbers& general);

/// How far the outputs of each map are from following a shift of their image ("difference").
Figure equivariance_figure(const Study& study);

/// The signal layer by layer ("RMS"), of each network.
Figure fan_in_figure(const Study& study);

/// An image small enough to be read as numbers: the image of x and its level edges, four times
/// smaller, both 0 … 9.
Image numbers_to_read(const Matrix& x, const Shape& image);
Image filter_to_read(); ///< 3 × 3, for its two channels

/// X and W have two channels; Y is what W and b find in X. The output fills itself row by row: in
/// all its places when there are at most `frames`, else in evenly some.
Figure film_of_a_filter(const Image& X, const Image& W, double b, const Matrix& Y, Index frames);

} // namespace lab09
