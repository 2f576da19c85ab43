// What a network sees in an image: the image, and bars of the classes it finds likeliest.
#pragma once

#include "data/dataset.hpp"
#include "plot/figure.hpp"

namespace descente {

/// Two panels: the image (one column of `shape`, titled `caption`), and the probabilities (%) that
/// softmax makes of `logits` (classes × 1) for the `count` likeliest classes.
void draw_named_image(Figure& figure, const Matrix& image, const Shape& shape, const Text& caption,
                      const Matrix& logits, const std::vector<Text>& classes, Index count = 5);

} // namespace descente
