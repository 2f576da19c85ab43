// Images without what makes them images, labels without what makes them labels: the randomisation
// tests of Zhang et al. (ICLR 2017, section 2).
#pragma once

#include "data/dataset.hpp"

namespace descente {

/// The pixels of each image in another order, the same for all images (the channels of a pixel stay
/// together) or one of its own for each; or every number replaced by Gaussian noise with the mean
/// and the standard deviation of them all.
enum class Pixels { as_they_are, one_shuffle, shuffled_each, noise };

/// One of these tests: that share of the training labels is drawn at random, once (corrupted()),
/// and the images of both parts are treated alike, by one_shuffle in the same order. Labels of the
/// test set stay true. The same `rng` gives the same labels and order.
Split randomised(const Split& data, double random_labels, Pixels pixels, Rng rng);

} // namespace descente
