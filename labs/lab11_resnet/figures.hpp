// The figures of lab 11.
#pragma once

#include "plot/figure.hpp"
#include "twins.hpp"

namespace lab11 {

/// Two blocks for images of `input`: their layers with shapes, weights and operations, from top to
/// bottom, the shortcut beside them; each is a slide. Throws ShapeError when a block does not fit
/// the image.
Figure blocks_figure(Module& a, Module& b, const Shape& input);

/// "first gradient" against depth, without and with batch norm.
Figure flow_figure(const Study& without, const Study& with, const std::vector<long>& depths);
/// Training cost against updates for the shallowest and the deepest nets, and at the end against
/// depth.
Figure depth_figure(const Study& study, const std::vector<long>& depths, double guessing);
/// R² of the best affine function of each block, for the nets of one depth.
Figure linearity_figure(const Study& study, long depth);

} // namespace lab11
