// The images of lab 14: as they are, and moved by some pixels.
#pragma once

#include "data/dataset.hpp"
#include "nn/module.hpp"
#include "train/run.hpp"

#include <fmt/format.h>
#include <string>

namespace lab14 {
using namespace descente;

/// Standardised, all three, with the mean and the deviation of the training part.
struct Parts : Split {
    Real black = 0; ///< what a pixel of 0 became
};

/// `samples` of all.training (or as many as there are) drawn at random, classes in equal number, a
/// twelfth of them for validation, and the first `tests` of all.test.
Parts image_parts(const Split& all, Index samples, Index tests, Rng& rng);
/// Of these a sixth for training, and as many as tell one α from another: 2000 and 1000.
Parts a_sixth(Parts parts);

/// Each image (a column of x) moved by up to `margin` rows and columns and never mirrored, which
/// would make other digits and letters; `background` comes in. Draws two numbers an image.
void shift_at_random(Matrix& x, const Shape& shape, Index margin, Real background, Rng& rng);

/// Error (%) on the test images moved by `pixels`: one down, the next one up, right, left, and so
/// on.
double test_error(Module& net, const Parts& parts, int pixels);
/// Measured for 0, 1, … so many pixels, …
inline const int most_shift = 4;
/// … and told in a run under this name, …
inline std::string error_at(int pixels) { return fmt::format("test error, {} px", pixels); }
/// … together with "test accuracy" (%), of the images as they are; all of them are kept.
void test(Run& run, Module& net, const Parts& parts);

} // namespace lab14
