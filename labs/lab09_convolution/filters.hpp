// Filters made by hand, whose effect on an image can be told beforehand, and the convolution of
// signal processing, which turns its kernel round.
#pragma once

#include "autodiff/var.hpp"
#include "base/text.hpp"

#include <vector>

namespace lab09 {
using namespace descente;

/// X(i, j, k): row i, column j of channel k.
using Image = arma::Cube<Real>;

/// 3×3, rows and columns as in a picture: identity, edges | and — (Sobel), outline (Laplace), blur,
/// sharpen, relief.
const std::vector<Matrix>& classic_kernels();
std::vector<Text> classic_names();
/// The one with this English name. Throws ShapeError where there is none.
Matrix classic_kernel(const std::string& name);
/// Its nine numbers, row by row.
std::vector<double> classic(const std::string& name);

/// Kernels of one size as weights of a convolution of images with that many channels, each a
/// column; every channel has the same share, so that grey images and colour images of them give the
/// same.
Matrix filter_weights(const std::vector<Matrix>& kernels, Index channels);

/// conv2d without a bias of plain images, each a column of x.
Var filtered(const Matrix& x, const Shape& image, const Matrix& W, Index stride = 1,
             Index padding = 0);

/// The true convolution of Armadillo's conv2, Σ K(m, n) X(i − m, j − n), of each image (a column of
/// x) with one kernel, channels summed with equal shares, where the kernel lies within the image.
Matrix true_convolution(const Matrix& x, const Shape& image, const Matrix& kernel);
/// The kernel turned by half a turn: flipped up–down and left–right.
Matrix half_turned(const Matrix& kernel);

} // namespace lab09
