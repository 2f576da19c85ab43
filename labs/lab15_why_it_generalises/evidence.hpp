// What is found about random functions, the order of pixels and the bias of SGD.
#pragma once

#include "boolean_functions.hpp"
#include "train/compare.hpp"

namespace lab15 {

/// Of networks and of chance, a batch a seed.
Evidence simpler(const std::vector<Functions>& networks, const std::vector<Functions>& chance);
Evidence more_often(const std::vector<Functions>& networks, const std::vector<Functions>& chance);
Evidence more_often_when_simple(const std::vector<Functions>& networks);
/// What it says: 0 simple functions are the more frequent, 1 complicated ones, 2 there is no tie, 3
/// undecided.
std::size_t favoured(const Evidence& when_simple);

/// Of an MLP: the same test error within one point.
Evidence shuffle_is_nothing(const Study& readers);
/// Whom a shuffle hurts: 0 nobody, 1 both, 2 the CNN alone, 3 undecided.
std::size_t hurt(Outcome nothing_to_mlp, Outcome hurts_cnn);

/// At equal training cost: α = 0.05 and the first λ (α + λ = 0.05), each against the smallest α of
/// the same seed, which has the same images, start and minibatches.
Evidence both_flatter(const Study& sgd);
Evidence both_gain(const Study& sgd);
/// Both gain the same, within half a point.
Evidence as_much(const Study& sgd);

} // namespace lab15
