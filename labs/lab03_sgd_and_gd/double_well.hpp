// A cost of one parameter with a poor minimum and a deep one, and descent on it with a noisy
// gradient: the smallest place where noise can leave a minimum. It says nothing about networks,
// whose costs have many more dimensions and whose noise changes with θ.
#pragma once

#include "base/rng.hpp"
#include "train/evidence.hpp"

namespace lab03 {
using namespace descente;

/// U(θ) = (θ² − 1)² + 0.3 θ: a poor minimum near θ = 1, a deep one near −1, a hump between.
struct DoubleWell {
    double cost(double theta) const;
    double slope(double theta) const;
    double poor_minimum() const;
    double hump() const;
    double deep_minimum() const;
    /// θ ← θ − α(U'(θ) + noise·ξ), ξ normal: the path, start included (steps + 1 values).
    std::vector<double> descent(double start, double alpha, double noise, int steps,
                                Rng& rng) const;
};

struct EscapeStudy {
    std::vector<double> noise;              ///< levels
    std::vector<double> from_poor;          ///< % that end in the deep well; start: poor minimum
    std::vector<double> from_anywhere;      ///< start: evenly over [−2, 2]
    double shown_noise = 0;                 ///< of the walks
    std::vector<std::vector<double>> walks; ///< 60 paths from the poor minimum
};
/// So many descents with α = 0.02 for each level of noise and kind of start; walks at `shown`.
EscapeStudy study_escape(const DoubleWell& well, const std::vector<double>& noise, double shown,
                         int updates, int runs, const Rng& rng);

/// Do at least 20 % more end in the deep well at some noise than at none?
Evidence leaves_the_poor_minimum(const EscapeStudy& study);

} // namespace lab03
