// A residual block as a drawing: its layers with shapes, parameters and multiply-adds.
#pragma once

#include "lab/figure.hpp"
#include "nn/residual.hpp"

namespace descente {

/// Adds the layers of a block for images of `input`, from top to bottom, the shortcut beside them.
/// Throws ShapeError when the block does not fit the image.
void draw_block(Panel& panel, const ResidualOptions& options, const Shape& input);

} // namespace descente
