// What does a convolution expect of its pixels? An MLP and a CNN learn from images as they are, and
// from the same with all pixels moved, in every image to the same places.
#pragma once

#include "data/scramble.hpp"
#include "nn/layers.hpp"
#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab15 {

using namespace descente;

struct Reader {
    Text name;
    bool convolves;
    Pixels pixels;
};
inline const std::vector<Reader> readers{{tr("MLP, in place"), false, Pixels::as_they_are},
                                         {tr("MLP, shuffled"), false, Pixels::one_shuffle},
                                         {tr("CNN, in place"), true, Pixels::as_they_are},
                                         {tr("CNN, shuffled"), true, Pixels::one_shuffle}};

/// An MLP of 128 hidden units, or a CNN of two convolutions, both with batch norm.
Sequential net_of(const Reader& reader, const Dataset& data, Rng& rng);
/// Trains one; the number "test error (%)".
Run learn(const Reader& reader, const Split& data, long epochs, Rng rng);
/// MLP and CNN, pixels in place and shuffled; `only_cnn`: does a shuffle hurt it alone?
Figure shuffle_figure(const Study& order, Outcome only_cnn);

} // namespace lab15
