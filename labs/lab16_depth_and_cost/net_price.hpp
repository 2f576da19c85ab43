// What a net's accuracy costs: one training under a fixed budget of samples, and its price.
#pragma once

#include "train/fit.hpp"

namespace descente {

struct BudgetOptions {
    double learning_rate = 0.1; ///< at the start; it falls to 0 along a cosine
    Index batch_size = 16;
    long epochs = 1;
};

/// What one training leaves behind; infinite and NaN when it diverged or was cut short.
struct BudgetRun {
    double cost = std::numeric_limits<double>::infinity();      ///< mean, of the judging samples
    double accuracy = std::numeric_limits<double>::quiet_NaN(); ///< of the judging samples (%)
    double seconds = std::numeric_limits<double>::quiet_NaN();  ///< of training
    double image_seconds = std::numeric_limits<double>::quiet_NaN(); ///< of one of the judged
};

/// SGD with momentum 0.9 on `training`, judged by `judge` at the end.
BudgetRun train_on_budget(Module& net, const Dataset& training, const Dataset& judge,
                          const BudgetOptions& options, const Rng& rng);

} // namespace descente
