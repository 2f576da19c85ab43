// The figures of lab 16.
#pragma once

#include "plot/figure.hpp"
#include "prices.hpp"

namespace lab16 {

/// Our own nets: a bubble each, accuracy against multiply-accumulates, the area standing for the
/// parameters, which are written beside the name.
Figure nets_figure(const std::vector<PricedNet>& nets);
/// Published ones likewise.
Figure published_figure(const std::vector<PricedNet>& nets);
/// The classification errors of the ImageNet challenge by year, with the layers of each net.
Figure challenge_figure();

} // namespace lab16
