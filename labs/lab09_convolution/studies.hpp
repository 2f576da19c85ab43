// What lab 09 measures besides the convolution itself: shifted images, sizes, and the signal of a
// deep network.
#pragma once

#include "data/dataset.hpp"
#include "filters.hpp"
#include "train/compare.hpp"

namespace lab09 {

struct Images {
    Shape shape;
    Matrix pixels, standard; ///< 0 … 1, and standardised
    Matrix drawn;            ///< pixels of those in the figures: three, from the one asked for
    Standardiser standardiser;
};
Images images_of(const Dataset& data, Index drawn);
Matrix sample(const Matrix& x, Index n, Rng& rng);

/// ‖z(i + d, j + d) − y(i, j)‖ / ‖y(i, j)‖, over all channels, images and places (i, j) for which
/// both stand in the output: 0 when z, the output for the shifted images, is y moved. Throws
/// ShapeError when no place is left.
double shift_mismatch(const Matrix& y, const Matrix& z, const Shape& output, Index d);

/// A map from images to images, without b.
struct Map {
    Text name;
    Index stride = 1, padding = 0; ///< of a convolution
    bool general = false;
};
/// Convolutions with stride 1, with this stride and with padding, and a general map.
std::vector<Map> maps(Index stride);
/// Does its output move with the image? "difference" of a run: the mismatch for shifts of 0 … 8
/// pixels, down and to the right alike. With a stride the output should move by shift / stride:
/// where that is no whole number, the better of the two nearest counts. "map": the W of a general
/// one.
Run follow(const Map& map, const Images& images, Index moved, Rng rng);
/// Ten layers, each with a ReLU; W as on the slide, times `scale`.
struct Network {
    Text name;
    bool convolutional;
    double scale = 1;
    Index filters = 64; ///< of each layer
};
/// An MLP, a CNN, and a CNN initialised as if n_in were C.
std::vector<Network> networks(Index filters);
/// "RMS" of a run: the root mean square of what each layer gives, before its ReLU.
Run signal(const Network& network, const Images& images, Rng rng);

/// For a table: layers, their n_in, the deviation of W that follows from it, and the measured one.
std::vector<std::vector<Text>> deviations(Rng rng);

} // namespace lab09
