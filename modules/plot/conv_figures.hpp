// The figures about convolution; what is measured is said in the lab, in nn/conv_check,
// nn/conv_sizes and nn/shift. An image is one column of pixels.
#pragma once

#include "data/dataset.hpp"
#include "nn/filters.hpp"
#include "nn/module.hpp"
#include "plot/figure.hpp"

namespace descente {

/// Memory and multiply-adds of a general affine map and of a convolution, rows[side][0] and [1],
/// for images n × n × 3 of these sides; `slide` are those of the slide's image of 640 × 480.
Figure cost_figure(const Numbers& sides, const std::vector<std::vector<LayerInfo>>& rows,
                   const std::vector<LayerInfo>& slide);

/// The matrix of a 3 × 3 convolution of a 6 × 6 image, a row an output, zeros left grey; the last
/// column is b. The weights are 1 … 9, as they are read, and b is 10.
Figure matrix_figure();

/// An image, a kernel and its half turn; below each kernel what the slide's sum finds with it, and
/// what a true convolution finds with it: the first with the kernel, the second as if turned.
Figure correlation_figure(const Matrix& x, const Shape& image);

/// sliding_window_figure() of a filter on two channels, the image and its level edges, both four
/// times smaller and as numbers 0 … 9.
Figure film_of_a_filter(const Matrix& x, const Shape& image, Index frames);

/// A 5 × 5 blur of an image without and with zero padding: of its pixels above, of the standardised
/// image below. A frame parts the outputs whose windows reach into the padding.
Figure padding_figure(const Matrix& x, const Shape& image, const Standardiser& standardiser);

/// Upright edges found with these strides, and how often each pixel of an 8 × 8 image is read.
Figure stride_figure(const Matrix& x, const Shape& image, const std::vector<Index>& strides);

/// An image and the same moved `right` columns, above each other, and what upright edges and a
/// general affine map (inputs × outputs, images of `output`) make of the two.
Figure shift_figure(const Matrix& x, const Shape& image, Index right, const Matrix& general,
                    const Shape& output);

/// How far outputs are from following a shift of their image: runs[map][seed][shift], of the maps
/// with stride 1, with stride 2, with padding, and of the general affine map.
Figure equivariance_figure(const std::vector<std::vector<Numbers>>& runs);

/// The signal by layer, runs[net][seed][layer], of the MLP, and of the CNN with the right and with
/// the wrong fan-in.
Figure fan_in_figure(const std::vector<std::vector<Numbers>>& runs);

} // namespace descente
