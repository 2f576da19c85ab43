// The learning-rate finder (Smith 2017; slide "Solution 2"): one run whose rate grows
// exponentially with each minibatch.
#pragma once

#include "train/fit.hpp"

#include <optional>

namespace descente {

struct SweepOptions {
    double low = 1e-7, high = 10;
    long steps = 300;
    Index batch_size = 64;
    double smoothing = 0.95; ///< decay of the moving average (it lags by decay/(1−decay) steps)
    double stop_factor = 4;  ///< the sweep ends when the smoothed cost exceeds this × its minimum
    int skip_start = 10;     ///< steps left out of the slope at the beginning
    int skip_end = 5;        ///< … and before the end
};

struct Sweep {
    std::vector<double> rate, cost, smoothed; ///< one entry a step; finite values only
    std::vector<double> slope;                ///< d smoothed / d log10 α, central differences
    std::optional<long> diverged_at; ///< the step whose cost was not finite or too high to go on
};

/// Runs the sweep and puts θ and buffers back as they were.
Sweep sweep_learning_rate(Module& net,
                          const std::function<std::unique_ptr<Optimizer>(Module&)>& make_optimizer,
                          const Dataset& training, const SweepOptions& options, const Rng& rng);

/// The slope of `smoothed` against log10(rate).
std::vector<double> slope_in_log_rate(const std::vector<double>& rate,
                                      const std::vector<double>& smoothed);

/// Suggestions; indices refer to the sweep's own steps.
struct Suggestions {
    double steepest;      ///< the most negative slope, as the slide says, before the lowest cost:
                          ///< later falls are those after a jump, when it begins to diverge
    double minimum_tenth; ///< a tenth of the rate at the lowest smoothed cost
    double valley;        ///< two thirds along the longest descent of the smoothed cost, small
                          ///< bumps allowed (after fastai's default since 2021)
};
/// Throws ShapeError when fewer than ten steps remain between the skipped ends.
Suggestions suggest(const Sweep& sweep, const SweepOptions& options);

} // namespace descente
