// Which triplets of a minibatch a metric is learned from. Most random triplets soon cost nothing,
// and then teach nothing; mining looks for those that still do.
#pragma once

#include "base/real.hpp"
#include "base/rng.hpp"

namespace lab02 {
using namespace descente;

/// Column numbers in a batch of embeddings; anchor[t] and positive[t] are of one class,
/// negative[t] of another.
struct Triplets {
    arma::uvec anchor, positive, negative;
};

/// Every ordered pair of one class with a negative drawn at random. None where a class is alone.
Triplets random_triplets(const Labels& labels, Rng& rng);

/// The same pairs, each with a negative drawn at random among those that still cost something,
/// ‖a−n‖² < ‖a−p‖² + margin; pairs without one are left out. (Always the hardest negative may
/// draw the whole embedding into one point: Schroff et al., FaceNet 2015, § 3.2.)
/// `embedding` is dimensions × batch; throws ShapeError when the labels do not fit.
Triplets costly_triplets(const Matrix& embedding, const Labels& labels, double margin, Rng& rng);

/// The share of triplets whose cost ‖a−p‖² − ‖a−n‖² + margin is above 0; 0 of no triplet.
double active_share(const Matrix& embedding, const Triplets& triplets, double margin);

} // namespace lab02
