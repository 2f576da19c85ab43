// Do small minibatches predict better? It depends on what is held equal, so three ways to compare.
//
// Keskar et al. (2017, arXiv 1609.04836) find that large minibatches generalise worse; Hoffer et
// al. (2017, 1705.08741) that the gap closes with as many updates; Goyal et al. (2017, 1706.02677)
// that it does when α grows with |Ω|; Masters & Luschi (2018, 1804.07612) find 2 to 32 best.
#pragma once

#include "looks.hpp"

namespace lab03 {

/// Minibatches of one size, and when their training ends: at the end of the plan, or at a training
/// cost.
struct Size {
    Text name;
    Plan plan;
    double usual;       // its α; the grid is multiplied by it
    double down_to = 0; // the training cost
};

/// SGD with momentum 0.9, so that the whole training set, too, gets down to a low cost in time. The
/// numbers "training cost", "updates" and "test error" (%), but of a run that did not get there.
Run learn(const Size& size, double alpha, const Split& data, Rng rng);

/// The same sizes of minibatches, compared in some way.
struct Comparison {
    Text name;
    Study study;
};
/// Is the test error of |Ω| = 64 lower than that of the largest by a point or more? It may depend
/// on what is held equal.
Evidence small_predict_better(const std::vector<Comparison>& comparisons);

} // namespace lab03
