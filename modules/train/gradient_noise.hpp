// How far is the gradient of a minibatch from the gradient of the whole training set?
// Everything is measured at a θ that stays where it is; the cost is the mean softmax cross-entropy.
#pragma once

#include "data/dataset.hpp"
#include "nn/module.hpp"

#include <vector>

namespace descente {

struct CostAndGradient {
    double cost = 0;
    Column gradient; ///< ∂cost/∂θ, all parameters in one column
};
/// The mean cost of these samples, in training mode, and its gradient.
CostAndGradient cost_and_gradient_of(Module& net, const Dataset& data, const arma::uvec& indices);
/// Its gradient alone.
Column gradient_of(Module& net, const Dataset& data, const arma::uvec& indices);

/// σ² = (1/N) Σ ‖gᵢ − g‖², gᵢ the gradient of sample i and g their mean.
double sample_gradient_variance(Module& net, const Dataset& data);

/// E‖g_Ω − g‖² = (σ²/|Ω|) (N − |Ω|)/(N − 1) for |Ω| = `batch_size` of N = `samples`, drawn without
/// replacement (Cochran, Sampling Techniques, theorem 2.2): 0 when Ω is the whole set.
double gradient_noise_law(double sample_variance, Index batch_size, Index samples);

struct GradientNoise {
    double variance = 0; ///< mean of ‖g_Ω − g‖²
    double cosine = 0;   ///< mean of cos(g_Ω, g)
};
/// The means over `draws` minibatches, each drawn without replacement.
GradientNoise measure_gradient_noise(Module& net, const Dataset& data, Index batch_size, int draws,
                                     Rng rng);

/// The noise against |Ω| = 1, 2, 4, … and some sizes just below N (where the law's factor shows),
/// beside what is expected of it.
struct GradientNoiseSweep {
    std::vector<double> size, variance, cosine;
    std::vector<double> law, cosine_law; ///< cosine_law: ‖g‖/√(‖g‖² + law), for nearly normal noise
    double slope = 0;                    ///< of log variance against log |Ω| up to N/16
    double worst_ratio = 1;              ///< measured variance over the law, farthest from 1
    double at_full_size = 0;             ///< variance measured at |Ω| = N: rounding only
};
GradientNoiseSweep sweep_gradient_noise(Module& net, const Dataset& data, int draws,
                                        const Rng& rng);

} // namespace descente
