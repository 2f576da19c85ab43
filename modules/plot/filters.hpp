// The picture of filters at work.
#pragma once

#include "autodiff/shape.hpp"
#include "plot/figure.hpp"

namespace descente {

/// The filters of a convolution without padding, above what they find in each image (column) of x.
/// Each column of W is a filter, square, for the channels of `image`; its first channel is drawn.
/// Without names they are numbered from 1.
Figure filters_figure(const std::string& name, std::vector<Text> names, const Matrix& W,
                      const Matrix& x, const Shape& image);

} // namespace descente
