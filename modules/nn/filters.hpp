// Filters made by hand, whose effect on an image can be told beforehand, and the convolution of
// signal processing, which turns its kernel round.
#pragma once

#include "autodiff/var.hpp"
#include "base/text.hpp"

#include <vector>

namespace descente {

struct Filter {
    Text name;
    Matrix kernel; ///< square, rows and columns as in a picture
};

/// 3×3: identity, edges | and — (Sobel), outline (Laplace), blur, sharpen, relief.
const std::vector<Filter>& classic_filters();

/// What a convolution of images with one channel has learned: the columns of its W, numbered from
/// 1. Throws ShapeError when they are not square.
std::vector<Filter> learned_filters(const Matrix& W);

/// The filters as weights of a convolution of images with that many channels, each filter a column;
/// every channel has the same share, so that grey images and colour images of them give the same.
/// Throws ShapeError when kernels differ in size.
Matrix filter_weights(const std::vector<Filter>& filters, Index channels);

/// conv2d without a bias of plain images, each a column of x.
Var filtered(const Matrix& x, const Shape& image, const Matrix& W, Index stride = 1,
             Index padding = 0);

/// The kernel turned by half a turn: flipped up–down and left–right.
Matrix half_turned(const Matrix& kernel);

/// The true convolution of Armadillo's conv2, Σ K(m, n) X(i − m, j − n), of each image (a column of
/// x) with one kernel, channels summed with equal shares, where the kernel lies within the image:
/// (rows − k + 1)·(cols − k + 1) × batch.
Matrix true_convolution(const Matrix& x, const Shape& image, const Matrix& kernel);

} // namespace descente
