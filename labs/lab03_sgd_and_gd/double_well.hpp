// A cost of one parameter with a poor minimum and a deep one, and descent on it with a noisy
// gradient: the smallest place where noise can leave a minimum. It says nothing about networks,
// whose costs have many more dimensions and whose noise changes with θ.
#pragma once

#include "base/rng.hpp"

#include <vector>

namespace descente {

/// U(θ) = (θ² − 1)² + tilt·θ: a poor minimum near θ = 1, a deep one near −1, a hump between.
struct DoubleWell {
    double tilt = 0.3; ///< above 0 and below 8/√27, where the poor minimum disappears

    double cost(double theta) const;
    double slope(double theta) const;
    double poor_minimum() const;
    double hump() const;
    double deep_minimum() const;
    bool in_deep_well(double theta) const { return theta < hump(); }
    /// Where a walker spends its time after a very long time with small steps: the weight of the
    /// deep well in the density exp(−U/T) (Gibbs), T = α·noise²/2.
    double deep_share(double temperature) const;
};

/// θ ← θ − α(U'(θ) + noise·ξ), ξ normal: the path, start included (steps + 1 values).
std::vector<double> noisy_descent(const DoubleWell& well, double start, double learning_rate,
                                  double noise, int steps, Rng& rng);

/// Share of such descents, one from each start, that end in the deep well; one that diverged is in
/// neither.
double share_in_deep_well(const DoubleWell& well, const std::vector<double>& starts,
                          double learning_rate, double noise, int steps, Rng& rng);

struct EscapeStudy {
    std::vector<double> noise;         ///< levels
    std::vector<double> from_poor;     ///< % that end in the deep well, all from the poor minimum
    std::vector<double> from_anywhere; ///< % of starts spread evenly over [−2, 2]
    double shown_noise = 0;
    std::vector<std::vector<double>> walks; ///< some paths at shown_noise, from the poor minimum
};
/// `runs` descents for each noise level and kind of start.
EscapeStudy study_escape(const DoubleWell& well, double learning_rate, int steps, int runs,
                         const std::vector<double>& noise, double shown_noise, const Rng& rng);

} // namespace descente
