// The gradient of a minibatch at a θ that stays where it is; the cost is the mean softmax
// cross-entropy.
#pragma once

#include "data/dataset.hpp"
#include "nn/module.hpp"

namespace descente {

struct CostAndGradient {
    double cost = 0;
    Column gradient; ///< ∂cost/∂θ, all parameters in one column
};
/// The mean cost of these samples, in training mode, and its gradient.
CostAndGradient cost_and_gradient_of(Module& net, const Dataset& data, const arma::uvec& indices);
/// Its gradient alone.
Column gradient_of(Module& net, const Dataset& data, const arma::uvec& indices);

} // namespace descente
