// How smooth is the cost where a network is being trained? Measured as Santurkar et al. do in "How
// does batch normalization help optimization?" (NeurIPS 2018, section 3): walk along the gradient
// of a minibatch, and see how far its cost and its gradient change on the way.
#pragma once

#include "data/dataset.hpp"
#include "nn/module.hpp"

#include <vector>

namespace descente {

/// What the lengths of a walk are. In equal steps a network with a larger gradient goes farther, so
/// two networks are compared by both.
enum class Walk {
    steps,    ///< t of θ − t·g, as a learning rate moves θ
    distances ///< d = ‖Δθ‖ of θ − d·g/‖g‖
};

/// The mean cost of one minibatch (softmax cross-entropy, training mode) along its own −g.
struct AlongGradient {
    double cost = 0, gradient_norm = 0; ///< where the walk begins
    // An entry a length:
    std::vector<double> moved = {};           ///< ‖Δθ‖
    std::vector<double> costs = {};           ///< infinite where not finite
    std::vector<double> gradient_change = {}; ///< ‖g(θ + Δθ) − g(θ)‖; infinite where not finite

    double lowest() const; ///< cost on the way, its beginning included
    double highest() const;
    double range() const; ///< highest − lowest; infinite where not finite
    /// Of the first `lengths` only.
    AlongGradient head(std::size_t lengths) const;
    double largest_change() const; ///< of the gradient
    double smoothness() const; ///< largest ‖g(θ + Δθ) − g(θ)‖/‖Δθ‖: the paper's "effective β"
};

/// Walks from the θ of the moment, in the minibatch of these samples; θ and buffers are put back,
/// gradients are empty afterwards.
AlongGradient walk_along_gradient(Module& net, const Dataset& data, const arma::uvec& indices,
                                  Walk walk, const std::vector<double>& lengths);

} // namespace descente
