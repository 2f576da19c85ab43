// The MLP that a CNN is compared with: one that has as many parameters.
#pragma once

#include "base/real.hpp"

#include <vector>

namespace lab14 {
using namespace descente;

/// For mlp(): the sizes of the MLP with so many hidden layers, all of one width, that comes nearest
/// to that many parameters.
std::vector<Index> sizes_of_rival(Index parameters, Index inputs, Index hidden, Index outputs);

} // namespace lab14
