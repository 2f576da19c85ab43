// How lab 10 draws and compares what it measures of batch normalisation; the measures are in
// train/batch_statistics, train/smoothness and train/tolerance. Of two networks, [0] is the network
// without batch norm and [1] the one with it.
#pragma once

#include "base/quantiles.hpp"
#include "plot/figure.hpp"
#include "shell/verdict.hpp"
#include "short_run.hpp"
#include "smoothness.hpp"
#include "train/batch_statistics.hpp"

namespace descente {

/// What activation_figure draws in one colour.
struct Activations {
    Text name = {};
    Quantiles without = {}, before = {}, after = {}; ///< without batch norm; with it: x and y of it
    /// Adds the spread of the first `units` units of hidden layer `layer` (from 0), of a network of
    /// Linear, ReLU or of Linear, BatchNorm, ReLU layers, for this batch in training mode.
    void look(Sequential& net, const Dataset& batch, Index layer, Index units, double place,
              double share);
};
/// Three panels, Activations::without, before and after: of whole layers before training, and of
/// one unit of layer `layer` while training.
Figure layers_figure(const std::vector<Activations>& scales);
Figure unit_figure(const std::vector<Activations>& unit, Index layer);

/// Final costs (scale, rate), one median over seeds a cell; not finite: diverged, and marked.
/// Colours end at `guessing`, the cost of knowing nothing.
Figure scale_map_figure(const std::array<Matrix, 2>& cost, const Numbers& scales,
                        const Numbers& rates, double guessing);

/// The walks of one training, an entry a look; a run that diverged has fewer looks.
struct Walks {
    std::vector<AlongGradient> steps, distances;
    /// Walks from the θ of the moment along the gradient of one minibatch, both ways.
    void look(Module& net, const Dataset& data, const arma::uvec& batch,
              const Numbers& step_lengths, const Numbers& distance_lengths);
};
using TwinWalks = std::vector<std::vector<Walks>>; ///< [network][seed]
using WalkKind = std::vector<AlongGradient> Walks::*;

/// Are the range of the cost, the change of the gradient and the effective smoothness over the
/// first `lengths` lengths smaller with batch norm? Medians over looks, compared by smaller();
/// supported when all three are. ‖g‖ itself is told
/// too.
Finding smoother(const Text& claim, const TwinWalks& walks, WalkKind kind, std::size_t lengths);
/// Equal steps in the upper panels, against the updates, with a look every `look_every`: cost on
/// the way (first seed), change of the gradient, effective smoothness. Equal distances in the lower
/// ones, against the distance (medians over looks).
Figure smoothness_figure(const TwinWalks& walks, long look_every);

/// How many numbers a network learns, and stores besides.
Text parameters_line(const Text& name, Module& net);
/// σ² of batches of m columns of x, with 1/m and with 1/(m − 1), against that of all of x.
Text variance_line(const Matrix& x, Index m, Rng& rng);

/// Accuracy in batches of each size: runs[seed][size].
Figure evaluation_figure(const Numbers& sizes,
                         const std::vector<std::vector<AccuracyInBatches>>& runs);
/// Stored statistics that follow with each of these running_decays: runs[decay][seed].
Figure following_figure(const Numbers& decays, const std::vector<std::vector<Following>>& runs);
/// Against the size of the minibatch: training cost with the statistics of the minibatches, and
/// with the stored ones; validation accuracy. runs[2·size + network].
Figure batch_size_figure(const Numbers& sizes, const std::vector<std::vector<ShortRun>>& runs);

} // namespace descente
