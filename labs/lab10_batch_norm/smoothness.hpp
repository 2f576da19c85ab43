// How smooth is the cost where a network is being trained? Measured as Santurkar et al. do in "How
// does batch normalization help optimization?" (NeurIPS 2018, section 3): walk along the gradient
// of a minibatch, and see how far its cost and its gradient change on the way.
#pragma once

#include "twins.hpp"

namespace lab10 {
using namespace descente;

struct CostAndGradient {
    double cost = 0;
    Column gradient; ///< ∂cost/∂θ, all parameters in one column
};
/// The mean softmax cross-entropy of these samples, in training mode, and its gradient.
CostAndGradient cost_and_gradient_of(Module& net, const Dataset& data, const arma::uvec& indices);

/// What the lengths of a walk are. In equal steps a network with a larger gradient goes farther, so
/// two networks are compared by both.
enum class Walk {
    steps,    ///< t of θ − t·g, as a learning rate moves θ
    distances ///< d = ‖Δθ‖ of θ − d·g/‖g‖
};

/// Walks from the θ of the moment along −g of the minibatch of these samples (mean softmax
/// cross-entropy, training mode); θ and buffers are put back, gradients are empty afterwards.
/// Notes "steps cost" where it begins, and of each length n = 1, 2, … (with distances: "distances
/// …")
///   "steps n moved", "climb", "turn", "curvature"  ‖Δθ‖, cost(θ + Δθ) − cost, ‖g(θ + Δθ) − g‖/‖g‖
///                                                  and ‖g(θ + Δθ) − g‖/‖Δθ‖ there
///   "steps n lowest", "highest", "range"           of the cost on the way so far
///   "steps n change", "β"                          the largest ‖g′ − g‖ so far, and the largest
///                                                  curvature: the paper's "effective β"
/// What is not finite is infinite.
void walk_along_gradient(const Step& now, Run& run, Walk walk, const std::vector<double>& lengths,
                         Module& net, const Dataset& data, const arma::uvec& indices);

/// Every 5 updates, along the gradient of a fresh minibatch: steps of ½ to 4 times α, and distances
/// of which an update of either twin is about the third.
void look_along(const Moment& at, Run& run);

/// The median over the looks of a curve, in each run.
Spread over_looks(const Compared& twin, const std::string& curve);

/// Are "… range", "… change" and "… β" of a walk ("steps 4", its first four lengths) smaller for
/// the second twin?
Evidence smoother(const Study& study, const std::string& walk);

} // namespace lab10
