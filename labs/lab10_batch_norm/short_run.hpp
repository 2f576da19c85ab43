// Short trainings with plain SGD, counted in updates and looked at on the way: for maps of hundreds
// of cells, and for labs that measure something while a network learns.
#pragma once

#include "data/dataset.hpp"
#include "nn/layers.hpp"

#include <functional>
#include <limits>

namespace descente {

/// What a short run learns from, and what it is judged by.
struct ShortRunData {
    Dataset training;
    Dataset some; ///< of the training samples, for its final cost
    Dataset validation;
};

struct ShortRunOptions {
    double learning_rate = 0.1;
    Index batch_size = 64;
    long updates = 100;
};

/// Where it ended. A run that diverged, or that Ctrl-C cut short, keeps these values.
struct ShortRun {
    // Mean costs and accuracy in evaluation mode.
    double cost = std::numeric_limits<double>::infinity(); ///< of ShortRunData::some
    double validation_cost = std::numeric_limits<double>::infinity();
    double accuracy = 0; ///< of the validation samples, %
    /// Mean cost of the last fifth of the minibatches, as training saw it: in training mode.
    double seen = std::numeric_limits<double>::infinity();
};

/// Called after k = 1, 2, … updates.
using ShortRunObserver = std::function<void(long k, Sequential& net)>;

/// Trains `net` (mean softmax cross-entropy).
ShortRun short_run(Sequential& net, const ShortRunData& data, const ShortRunOptions& options,
                   const Rng& rng, const ShortRunObserver& look = {});

} // namespace descente
