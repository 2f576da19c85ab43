// The data and the networks of lab 02, whose costs stand in the lab.
#pragma once

#include "nn/layers.hpp"
#include "train/compare.hpp"

#include <functional>

namespace lab02 {
using namespace descente;

/// That many training images drawn at random, a fifteenth as many for validation, 2000 for the
/// test; fewer where there are not so many.
Split drawn(const Split& all, Index samples, Rng& rng);

using CostOfStep = std::function<Var(const Var& o, const Step& now)>; ///< a mean over the minibatch
/// With Adam, whose steps do not depend on the scale of the cost.
void train(Module& net, const Dataset& data, int epochs, double alpha, const CostOfStep& l,
           const Rng& rng);

/// Where images lie near those of their class, or do not: as they are, or in a plane.
enum class By { pixels, pca, no_training, random_triplets, mined_triplets };
struct Place {
    Text name;
    By by;
};
inline const std::vector<Place> places{{tr("pixels"), By::pixels},
                                       {verbatim("PCA"), By::pca},
                                       {tr("untrained"), By::no_training},
                                       {tr("random triplets"), By::random_triplets},
                                       {tr("mined triplets"), By::mined_triplets}};

/// A sum over triplets: an anchor, one of its class, one of another.
using CostOfTriplets = Var (*)(const Var& a, const Var& p, const Var& n, double margin);
Sequential to_the_plane(const Dataset& data, Rng& rng);
/// Puts the test images there: "5-NN accuracy" (%), how many random triplets still cost (%), and
/// what is a plane is kept as "plane".
Run put_in_place(const Place& place, const Split& data, CostOfTriplets cost, double margin,
                 Rng rng);

} // namespace lab02
