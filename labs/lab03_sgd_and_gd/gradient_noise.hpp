// How far is the gradient of a minibatch from the gradient of the whole training set?
// Everything is measured at a θ that stays where it is; the cost is the mean softmax cross-entropy.
#pragma once

#include "data/dataset.hpp"
#include "train/evidence.hpp"
#include "train/run.hpp"
#include "train/theta.hpp"

namespace lab03 {
using namespace descente;

/// The gradient of the mean cost of these samples.
Column mean_gradient(Module& net, const Dataset& data, const arma::uvec& indices);
/// ‖a − b‖ / ‖b‖
double apart(const Column& a, const Column& b);

/// σ² = (1/N) Σ ‖gᵢ − g‖², gᵢ the gradient of sample i and g their mean.
double sample_gradient_variance(Module& net, const Dataset& data);
/// E‖g_Ω − g‖² = (σ²/|Ω|) (N − |Ω|)/(N − 1) of minibatches drawn without replacement (Cochran,
/// Sampling Techniques, theorem 2.2): 0 when Ω is the whole set.
double gradient_noise_law(double sample_variance, Index batch_size, Index samples);

/// Against "size" |Ω| = 1, 2, 4, … and some just below N (where the law's factor shows), the means
/// over minibatches drawn without replacement: "variance" ‖g_Ω − g‖² and its "law", "cosine" of g_Ω
/// and g and its "cosine law", ‖g‖/√(‖g‖² + law) if nearly normal; all are kept. Numbers: "slope",
/// of log variance against log |Ω| up to N/16; "measured/law", the geometric mean; "variance at N",
/// of |Ω| = N, rounding only.
Run gradient_noise(Module& net, const Dataset& data, long draws, const Rng& rng);

/// A slope within 0.1 of −1, and a variance within 10 % of the law, in the mean over seeds.
Evidence follows_the_law(const std::vector<Run>& noise);

} // namespace lab03
