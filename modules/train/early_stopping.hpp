// What early stopping gains: a training to the end and its twin that fit() stopped, side by side.
#pragma once

#include "base/stats.hpp"
#include "train/fit.hpp"

#include <vector>

namespace descente {

/// One training, and what is measured of the θ it leaves.
struct Trained {
    std::vector<double> training_cost; ///< after each epoch, of all samples in evaluation mode
    std::vector<double> validation_cost, validation_accuracy; ///< likewise; the accuracy in %
    double epochs = 0;                                        ///< run
    double best_epoch = 0; ///< of the lowest validation cost, from 1; 0: none
    // Of the θ left, measured when all is over.
    double final_validation_cost = std::numeric_limits<double>::infinity();
    double test_cost = std::numeric_limits<double>::infinity();
    double test_accuracy = 0; ///< %
};

/// fit(), its training cost looked at after each epoch, and then the θ it leaves. The test set is
/// looked at only then: it has chosen nothing. `options` must have a validation set, and no
/// observer of their own.
Trained fit_and_test(Module& net, Optimizer& optimizer, const Dataset& training,
                     const Dataset& test, FitOptions options, const Rng& rng);

/// From the same θ and through the same minibatches.
struct StoppingTwins {
    Trained to_end, early;
};
/// [network][seed]
using StoppingRuns = std::vector<std::vector<StoppingTwins>>;

/// One number of one of the twins, over the seeds.
Spread twins_spread(const std::vector<StoppingTwins>& runs, Trained StoppingTwins::*twin,
                    double Trained::*number);

/// In how many of the trainings that stopped early does the θ left have exactly the lowest
/// validation cost of all epochs? (Not when it is another epoch's, or buffers were left out.)
int restored_exactly(const StoppingRuns& runs);

struct Stop {
    int best_epoch = -1; ///< whose θ would have been restored, from 0; −1: none
    int epochs = 0;      ///< that would have been run
};

/// What fit() would have done with this patience (at least 1), had it seen these validation costs,
/// one an epoch: for comparing many patiences with one training.
Stop stop_with_patience(const std::vector<double>& validation_cost, int patience);

} // namespace descente
