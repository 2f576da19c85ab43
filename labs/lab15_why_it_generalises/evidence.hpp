// What is found about random functions, the order of pixels and the bias of SGD.
#pragma once

#include "boolean_functions.hpp"
#include "train/compare.hpp"

namespace lab15 {

/// Of networks and of chance, a batch a seed.
Evidence simpler(const std::vector<Functions>& networks, const std::vector<Functions>& chance);
Evidence more_often(const std::vector<Functions>& networks, const std::vector<Functions>& chance);
Evidence more_often_when_simple(const std::vector<Functions>& networks);

/// Of an MLP: no difference was shown, neither way.
Evidence shuffle_is_nothing(const Study& readers);

/// α = 0.05 and α + λ = 0.05, each against the smallest α of the same seed, which has the same
/// images, start and minibatches.
Evidence both_flatter(const Study& sgd);
Evidence both_gain(const Study& sgd);
/// λ gains, and at least half as much as α.
Evidence half_as_much(const Study& sgd);

} // namespace lab15
