// The cost along the straight line from one θ to another (Goodfellow, Vinyals & Saxe, ICLR 2015).
#pragma once

#include "data/dataset.hpp"
#include "nn/module.hpp"

#include <vector>

namespace descente {

/// The mean softmax cross-entropy of `data` at (1 − t)·from + t·to for every t, where `from` and
/// `to` are snapshots of networks like `net`, which is left as it was. For a convex cost no value
/// would lie above the straight line between those at the two ends.
std::vector<double> cost_between(Module& net, const std::vector<Matrix>& from,
                                 const std::vector<Matrix>& to, const Dataset& data,
                                 const std::vector<double>& t);

} // namespace descente
