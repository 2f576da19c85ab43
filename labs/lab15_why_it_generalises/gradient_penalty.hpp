// The implicit regulariser of SGD, made explicit. Smith, Dherin, Barrett & De ("On the origin of
// implicit regularization in stochastic gradient descent", ICLR 2021, equation 1): with a small
// rate α and the m minibatches of an epoch drawn without replacement, θ follows on average the
// gradient flow not of L but of L + (α/4m) Σ ‖∇L_k‖², L_k the mean cost of minibatch k. The cost is
// the softmax cross-entropy in training mode.
#pragma once

#include "io/readers.hpp"
#include "nn/module.hpp"

namespace descente {

/// H·v, H the second derivatives of the mean cost of these samples, where their gradient is `g`:
/// the forward difference (g(θ + εv) − g)/ε, with ‖εv‖ = `distance`. θ is put back, as are buffers.
Column hessian_times(Module& net, const Dataset& data, const arma::uvec& indices, const Column& g,
                     const Column& v, double distance = 0.01);

/// ∇(L_k + (λ/4)‖∇L_k‖²) = g + (λ/2) H g, for the minibatch k of these samples; λ = `penalty`. SGD
/// with it descends, epoch by epoch, the mean over minibatches: L + (λ/4m) Σ ‖∇L_k‖².
Column penalised_gradient(Module& net, const Dataset& data, const arma::uvec& indices,
                          double penalty);

/// (1/m) Σ ‖∇L_k‖² over the m minibatches of one epoch, θ staying where it is.
double mean_squared_gradient(Module& net, const Dataset& data, Index batch_size, const Rng& rng);

/// SGD as the paper trains: `rate` for the first half, then halved every twentieth of the training;
/// the penalty λ stays. With equal `rate_times_epochs` all rates go equally far along the flow.
struct PenalisedSgd {
    double rate = 0.1, penalty = 0;
    double rate_times_epochs = 3;
    Index batch_size = 16;
};
struct PenalisedRun {
    double training = 0, test = 0; ///< right at the end (%)
    double squared_gradient = 0;   ///< mean_squared_gradient() at the end
};
/// Ends early once stop_requested().
PenalisedRun train_with_penalty(Module& net, const TrainTest& data, const PenalisedSgd& options,
                                const Rng& rng);

} // namespace descente
