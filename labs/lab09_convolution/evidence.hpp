// What lab 09 concludes from its measurements.
#pragma once

#include "figures.hpp"
#include "train/compare.hpp"

namespace lab09 {

/// Of the convolution with its matrix and b, from the fast one ("matrix" of each run).
Evidence same_as_its_matrix(const Study& compared);
/// A thousandth of the general map's parameters and multiply-adds, or less?
Evidence far_fewer(const Costs& slide);
/// Is it so many bytes, in order of magnitude and rounded?
Evidence four_terabytes(const Cost& general);
/// The slide's sum and a true convolution with its kernel turned are the same, with the kernel as
/// it is they are not.
Evidence cross_correlation(const Study& compared);
/// Without stride and padding, against the general map.
Evidence follows(const Study& shifts);
/// With this stride, after shifts it divides and others, and with padding.
Evidence follows_by_strides(const Study& shifts, Index stride);
/// How many of the convolutions' outputs move with the image, exactly and after every shift?
std::size_t followers(const Study& shifts);
/// Of so many bytes, 0: less than a gigabyte, 1: than a terabyte, 2: than a petabyte, 3.
std::size_t prefix_of(double bytes);
/// The signal after ten layers is half to twice that after the first.
Evidence keeps_its_size(const Study& signals);

} // namespace lab09
