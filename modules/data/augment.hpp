// Images changed at random while training, so that no epoch shows the same ones again.
#pragma once

#include "data/dataset.hpp"

namespace descente {

/// Each column of `x` is moved by up to `margin` rows and columns (what comes in is 0) and mirrored
/// left-right with probability ½: the augmentation of He et al. (CVPR 2016, section 4.2) with a
/// margin of 4 for CIFAR-10. Draws three numbers an image, whatever they turn out to be.
void augment(Matrix& x, const Shape& shape, Index margin, Rng& rng);

/// Each image (a column of x) moved by that many rows down and columns to the right; what leaves is
/// lost, and `background` comes in.
Matrix shifted(const Matrix& x, const Shape& shape, int rows, int cols, Real background = 0);

} // namespace descente
