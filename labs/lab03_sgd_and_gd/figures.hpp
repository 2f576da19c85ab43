// The figures of lab 03.
#pragma once

#include "double_well.hpp"
#include "gradient_noise.hpp"
#include "plot/figure.hpp"
#include "sizes.hpp"

namespace lab03 {

/// Walkers in the double well, some of their paths, and who ends in the deep well. A film.
Figure escape_figure(const DoubleWell& well, const EscapeStudy& study, long frames);
/// For the live board: two balls roll in the double well, SGD's with that noise; one has now made
/// as many updates as the training that calls this.
enum Ball { of_gd, of_sgd };
void roll(Ball ball, long updates, double (*noise)());
/// The costs of GD and of SGD with minibatches of `size` of so many samples, against epochs,
/// updates, samples and time.
Figure four_axes_figure(const Study& study, Index samples, Index size, const Evidence& fewer,
                        const Evidence& faster);
/// How often samples are used: in two epochs of minibatches of `size`, beside as many draws with
/// replacement; and each of the first 50 samples.
Figure epoch_figure(const Dataset& data, Index size, const Rng& rng);
/// Variance and cosine of a minibatch's gradient against its size, with the law; N = `samples`.
Figure noise_figure(const std::vector<Run>& noise, Index samples);
/// Seconds of an update and of a sample for each size, and the costs against updates, samples,
/// time.
Figure small_batches_figure(const Study& sizes, const Evidence& gain, const Evidence& fewer,
                            const Evidence& faster, Outcome too_small);

/// Test error against the size in each comparison, and against the training cost in all.
Figure generalisation_figure(const std::vector<Comparison>& comparisons, Outcome better);

/// The share (%) of n samples that were drawn 0, 1, 2, 3, and 4 or more times.
Numbers shares_by_uses(const std::vector<Index>& drawn, Index n);

} // namespace lab03
