// Convolution in plain loops: the definition, and the oracle that the fast kernels are tested with.
#pragma once

#include "kernels/conv.hpp"

namespace descente {

Matrix conv_forward_naive(const ConvSize& size, const Matrix& x, const Matrix& W, const Matrix& b);
Matrix conv_input_gradient_naive(const ConvSize& size, const Matrix& W, const Matrix& dy);
Matrix conv_weight_gradient_naive(const ConvSize& size, const Matrix& x, const Matrix& dy);

} // namespace descente
