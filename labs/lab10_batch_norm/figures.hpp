// The figures of lab 10. Of the twins, the first is the network without batch norm.
#pragma once

#include "plot/figure.hpp"
#include "train/compare.hpp"
#include "twins.hpp"

namespace lab10 {
using namespace descente;

/// Three panels, of whole layers before training, and of one unit of layer `layer` while training.
Figure layers_figure(const std::vector<Activations>& scales);
Figure unit_figure(const Activations& unit, Index layer);

/// The medians of cost_grids(); not finite: diverged, and marked. Colours end at `guessing`, the
/// cost of knowing nothing.
Figure scale_map_figure(const Study& sweep, const Numbers& scales, double guessing);

/// What walk_along_gradient() notes, of both twins: equal steps in the upper panels, against the
/// updates; in the lower ones each length, against the distance (medians over looks). Each row is a
/// slide, with what was found of it as its title.
Figure smoothness_figure(const Study& study, double guessing, const Evidence& equal_steps,
                         const Evidence& equal_distances);
/// Accuracy in batches of each size, by three kinds of statistics: see look_at_stored().
Figure evaluation_figure(const Compared& method);
/// "error" of the stored statistics and "accuracy" with them against the updates, of each method.
Figure following_figure(const Study& study);
/// Against the size of the minibatch: training cost with the statistics of the minibatches, and
/// with the stored ones; validation accuracy. Of each size both twins, one after the other.
Figure batch_size_figure(const Study& study, const Numbers& sizes, double guessing);

} // namespace lab10
