// Which samples a classifier gets wrong, and how badly.
#pragma once

#include "autodiff/var.hpp"

#include <vector>

namespace lab14 {
using namespace descente;

struct Mistake {
    Index sample, truth, predicted; ///< its column, its label, the class of its largest output
    double probability;             ///< that softmax gives `predicted`
    double cost;                    ///< cross-entropy: −log of what softmax gives `truth`
};

/// The wrongly classified columns of `outputs` (logits, classes × samples), highest cost first, of
/// equal costs the lower column; at most `count`. Throws ShapeError when the labels do not fit.
std::vector<Mistake> worst_mistakes(const Matrix& outputs, const Labels& labels, Index count);

} // namespace lab14
