// Balls in a ravine: momentum on the ill-conditioned bowl ½ Σ λ_i θ_i², as runs and as theory.
#pragma once

#include "autodiff/shape.hpp"
#include "base/rng.hpp"

#include <vector>

namespace descente {

struct Ball {
    double alpha, beta = 0;
    double noise = 0; ///< deviation of what is added to each number of the gradient
};

struct Ravine {
    Column eigenvalues; ///< λ
    Column start;
    Index updates;

    /// θ before each update, dimensions × updates, under m ← βm + (1−β)g, θ ← θ − αm with m = 0 at
    /// first. Numbers that are not finite show that it diverged.
    Matrix roll(const Ball& ball, Rng rng) const;
    /// The same in PyTorch's form, m ← βm + g: the same path when its α is (1−β) times as large.
    Matrix roll_as_pytorch(const Ball& ball, Rng rng) const;

    /// Where balls under `runs` sequences of noise, forks of `rng`, end: the mean distance to the
    /// minimum over the last quarter of each path; infinite when it diverged.
    std::vector<double> ends(const Ball& ball, const Rng& rng, int runs) const;
    /// The ball with the α that has the least median end, out of 80 below the limit of divergence.
    Ball tuned(Ball ball, const Rng& rng, int runs) const;

    /// The factor by which the distance shrinks each update in the long run, without noise,
    /// measured as the farthest of the last quarter of the path against the farthest of the second;
    /// infinite when it diverged.
    double measured_contraction(const Ball& ball) const;
    /// The same by theory: the largest |z| with z² − (1 + β − α(1−β)λ_i) z + β = 0 (Polyak 1964).
    double contraction(const Ball& ball) const;
    /// The α above which momentum diverges: 2(1+β) / ((1−β) λ_max); 2/λ_max for β = 0.
    double limit(double beta) const;

    /// In two dimensions: ½ Σ λ_i θ_i² at y[i], x[j], for contour lines.
    Matrix height(const std::vector<double>& x, const std::vector<double>& y) const;
    /// −log₁₀ of the measured contraction at alphas[j], betas[i]; NaN where the ball diverges.
    Matrix speed_map(const std::vector<double>& alphas, const std::vector<double>& betas) const;
    /// log₁₀ of the median end at alphas[j], betas[i]; NaN where it is farther than the start.
    Matrix end_map(const std::vector<double>& alphas, const std::vector<double>& betas,
                   double noise, const Rng& rng, int runs) const;
};

} // namespace descente
