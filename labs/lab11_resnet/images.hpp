// The images of lab 11: half the rows and columns, so that deep nets train in seconds; and what a
// net sees in an image.
#pragma once

#include "shell/lab.hpp"

namespace lab11 {
using namespace descente;

/// With half the rows and columns (means of 2×2).
Dataset halved(Dataset data);

struct SmallImages {
    Split data;       ///< 1000 for the test
    Dataset as_shown; ///< these, as they were
};
/// That many for training and a quarter as many for validation of the lab's set, drawn, split and
/// standardised, then halved; footers say their number and their size.
SmallImages small_images(Lab& lab, Index training_size);

/// Two panels: the image (one column of `shape`, titled `caption`), and the probabilities (%) that
/// softmax makes of o (classes × 1) for the `count` likeliest classes.
void draw_named_image(Figure& figure, const Matrix& image, const Shape& shape, const Text& caption,
                      const Matrix& o, const std::vector<Text>& classes, Index count = 5);

/// Two images of the test set, which the net has never seen.
Figure names_figure(Module& net, const SmallImages& images);

/// argmax(o) and its label: what ResNet-18 sees in a photograph. False when no file was given;
/// UsageError when one of them is missing, DataError when one cannot be read.
bool named_photograph(Lab& lab, const std::filesystem::path& weights,
                      const std::filesystem::path& labels, const std::filesystem::path& image);

} // namespace lab11
