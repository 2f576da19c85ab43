// How the figures about minibatches are drawn; what is measured is said in the lab, in
// data/minibatches, train/gradient_noise and train/double_well.
#pragma once

#include "data/minibatches.hpp"
#include "double_well.hpp"
#include "plot/learning_curves.hpp"
#include "train/gradient_noise.hpp"

namespace descente {

/// The first place on an axis where each run's cost is no higher than `target` (else infinite).
Spread first_at(const LearningCurves& curves, CurveAxis axis, double target);

/// The highest final cost of the runs: one that all of them reach.
double worst_final_cost(const LearningCurves& curves);

/// The costs of GD (runs[0]) and SGD (runs[1]), trained with these α on `samples` samples in
/// minibatches of `batch_size`, against epochs, updates, samples and time.
Figure four_axes_figure(const std::vector<LearningCurves>& runs, const Numbers& alpha,
                        Index samples, Index batch_size);

/// How often samples are used: two epochs of minibatches of `batch_size`, beside as many draws with
/// replacement; and the order of two epochs of the first 50 samples.
Figure epoch_figure(const Dataset& data, Index batch_size, const Rng& rng);

/// Variance and cosine of a minibatch's gradient against its size, with the law; N = `samples`.
Figure noise_figure(const GradientNoiseSweep& sweep, Index samples);

/// Seconds of an update and of a sample for each size, and the costs of runs[size] against
/// updates, samples and time (the updates times the seconds of one).
Figure small_batches_figure(const Numbers& sizes, const std::vector<Spread>& update,
                            const std::vector<Spread>& sample,
                            const std::vector<LearningCurves>& runs);

struct Comparison {
    Text name;
    std::vector<LearningCurves> runs; ///< one entry a size
};
/// Test accuracy against the size in each comparison, and against the training cost in all.
Figure generalisation_figure(const Numbers& sizes, const std::vector<Comparison>& comparisons);

/// Walkers in the double well, some of their paths, and who ends in the deep well. A film.
Figure escape_figure(const DoubleWell& well, const EscapeStudy& study, int frames);

} // namespace descente
