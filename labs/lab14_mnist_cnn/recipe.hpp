// How the networks of lab 14 are made, trained and judged, but for the CNN and the loop that stand
// in the lab.
#pragma once

#include "images.hpp"
#include "nn/layers.hpp"
#include "train/compare.hpp"
#include "train/fit.hpp"

namespace lab14 {

/// For mlp(): the sizes of the MLP with so many hidden layers, all of one width, that comes nearest
/// to that many parameters.
std::vector<Index> sizes_of_rival(Index parameters, const Dataset& data, Index hidden);

/// UsageError where the lab's CNN has no room for so large filters.
void check_kernel(long kernel, const Shape& image);

/// From near 0 to `highest` in a tenth of the updates, then to 0 as a cosine.
Schedule rise_and_fall(double highest, long updates);

/// Evenly spread over a training, twice an epoch: the last time after its last update.
inline const int looks_per_epoch = 2;
bool time_to_look(const Step& now, long epochs);
/// "validation cost" and "validation accuracy" (%), of the part "validation".
void note(Run& run, const Step& now, const std::string& part, const Evaluation& evaluation);

/// The idea of the lab's CNN, wider: conv 32@5×5 (padding 2), conv 64@5×5, both with max pooling
/// and batch norm, 128, classes. Pooling first leaves batch norm and ReLU a quarter of the numbers.
Sequential wide_cnn(const Shape& image, Index classes, Rng& rng);

/// fit() with the recipe for the highest accuracy: minibatches of 128, α as above (highest 1),
/// weight decay 0.0005, images moved by up to 2 pixels; the validation set chooses nothing.
Run train_wide(Module& net, const Parts& parts, FitOptions options, const Rng& rng);

/// Of all methods but the CNN, the one with the lowest validation cost (median over the seeds).
std::string rival_in(const Study& study);
/// Is the test error of a lower than that of b, on images moved by 1, 2, … pixels?
Evidence on_shifted_images(const Study& study, const std::string& a, const std::string& b);
/// For ten test errors of b, a makes (medians) 0: about ten, 1: 7 to 9, 2: fewer, 3: more.
std::size_t errors_for_ten(const Study& study, const std::string& a, const std::string& b);
/// Of the test images moved as far as they are, 0: as many are right as of those that are not (2
/// points less at most), 1: more than half, 2: less than half, 3: the runs do not tell.
std::size_t right_when_shifted(const Compared& method);
/// Has the one training that --full is this test accuracy (%)? No mean: what it reached is told.
Evidence reached(double goal, double of_one);

} // namespace lab14
