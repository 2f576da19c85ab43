// Training until everything is learned by heart, and how long that takes.
#pragma once

#include "train/fit.hpp"

namespace descente {

struct MemoriseOptions {
    Index batch_size = 100;
    double learning_rate = 0.1;
    double zero = 0.01;         ///< the mean cost of the whole set is to fall below this
    long most_updates = 10'000; ///< gives up at the end of the epoch that reaches these
};

struct Memorised {
    std::vector<double> updates, cost; ///< of the whole set: before training, after each epoch
    double accuracy = 0;               ///< of the whole set at the end, in [0, 1]
    bool reached = false;              ///< every sample right, and the cost below `zero`
    /// How many updates it took; infinite when it was not reached.
    double updates_needed() const;
};

/// Trains at a constant rate until every sample of `data` is right and their mean cost (softmax
/// cross-entropy) below `zero`. Nothing holds it back: no penalty, no augmentation, and it never
/// stops for a validation cost.
Memorised memorise(Module& net, Optimizer& optimizer, const Dataset& data,
                   const MemoriseOptions& options, const Rng& rng);

} // namespace descente
