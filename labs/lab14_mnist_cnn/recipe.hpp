// How the networks of lab 14 are made and trained, but for the CNN and the loop that stand in the
// lab.
#pragma once

#include "images.hpp"
#include "nn/layers.hpp"
#include "train/fit.hpp"

namespace lab14 {

/// For mlp(): the sizes of the MLP with so many hidden layers, all of one width, that comes nearest
/// to that many parameters.
std::vector<Index> sizes_of_rival(Index parameters, Index inputs, Index hidden, Index outputs);

/// From near 0 to `highest` in a tenth of the updates, then to 0 as a cosine.
Schedule rise_and_fall(double highest, long updates);

/// Evenly spread over a training, twice an epoch: the last time after its last update.
inline const int looks_per_epoch = 2;
bool time_to_look(const Step& now, long epochs);

/// The idea of the lab's CNN, wider: conv 32@5×5 (padding 2), conv 64@5×5, both with max pooling
/// and batch norm, 128, classes. Pooling first leaves batch norm and ReLU a quarter of the numbers.
Sequential wide_cnn(const Shape& image, Index classes, Rng& rng);

/// The recipe for the highest accuracy: minibatches of 128, α as above (highest 1), weight decay
/// 0.0005, images moved by up to 2 pixels. Goes on from `checkpoint` and leaves one there (see
/// FitOptions); the validation set is measured after each epoch, and chooses nothing.
Run train_wide(Module& net, const Parts& parts, long epochs,
               const std::filesystem::path& checkpoint,
               const std::function<void(const Step&, const Run&)>& after_epoch, const Rng& rng);

} // namespace lab14
