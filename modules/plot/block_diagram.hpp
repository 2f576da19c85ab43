// Networks and residual blocks as drawings: layers with shapes, parameters and multiply-adds.
#pragma once

#include "nn/module.hpp"
#include "plot/figure.hpp"

namespace descente {

/// Adds the layers of a residual block (or its plain twin) for images of `input`, from top to
/// bottom, the shortcut beside them. Throws ShapeError when the block does not fit the image.
void draw_block(Panel& panel, Module& block, const Shape& input);

/// Adds a network without branches, from top to bottom: a box for each layer, batch norm and
/// activations in the box of the layer before. Throws ShapeError when the net does not fit `input`.
void draw_network(Panel& panel, Module& net, const Shape& input);

} // namespace descente
