// Images without what makes them images, labels without what makes them labels: the randomisation
// tests of Zhang et al. (ICLR 2017, section 2).
#pragma once

#include "data/dataset.hpp"

namespace descente {

/// Every image with its pixels in one and the same order: pixel i of the result (rows fastest, then
/// columns) is pixel order[i]; the channels of a pixel stay together. Throws ShapeError when
/// `order` is not a permutation of the pixels.
void shuffle_pixels(Dataset& images, const arma::uvec& order);

/// Every image with its pixels in an order of its own.
void shuffle_each_image(Dataset& images, Rng& rng);

/// Every number replaced by Gaussian noise with the mean and the standard deviation of them all.
void replace_by_noise(Dataset& images, Rng& rng);

enum class Pixels { as_they_are, one_shuffle, shuffled_each, noise };

/// One of these tests: that share of the training labels is drawn at random, once (corrupted()),
/// and the images of both parts are treated alike, by one_shuffle in the same order. Labels of the
/// test set stay true. The same `rng` gives the same labels and order.
TrainTest randomised(const TrainTest& data, double random_labels, Pixels pixels, Rng rng);

} // namespace descente
