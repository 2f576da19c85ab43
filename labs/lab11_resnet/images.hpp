// The images of lab 11: half the rows and columns, so that deep nets train in seconds; and what a
// net sees in an image.
#pragma once

#include "shell/lab.hpp"

namespace lab11 {
using namespace descente;

/// With half the rows and columns (means of 2×2).
Dataset halved(Dataset data);

/// Of each run its own: that many for training and a quarter as many for validation of the lab's
/// set, drawn, split and standardised, then halved (half as many where α is chosen); of the test
/// set the first two. Footers say their number and their size.
Drawn<Split> every_run_small(Lab& lab, Index training_size);

/// Two panels: the image (one column of `shape`, titled `caption`), and the probabilities (%) that
/// softmax makes of o (classes × 1) for the `count` likeliest classes.
void draw_named_image(Figure& figure, const Matrix& image, const Shape& shape, const Text& caption,
                      const Matrix& o, const std::vector<Text>& classes, Index count = 5);

/// The first two images of the test set, which the net has never seen: as it sees them, and as they
/// were.
Figure names_figure(Module& net, const Dataset& seen, const Dataset& shown);

/// argmax(o) and its label: what ResNet-18 sees in a photograph. False when no file was given;
/// UsageError when one of them is missing, DataError when one cannot be read.
bool named_photograph(Lab& lab, const std::filesystem::path& weights,
                      const std::filesystem::path& labels, const std::filesystem::path& image);

} // namespace lab11
