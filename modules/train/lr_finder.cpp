#include "train/lr_finder.hpp"

#include "base/error.hpp"
#include "base/stats.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace descente {

namespace {

// The steps of the longest decreasing subsequence of y[first … last−1]: the walk down a valley that
// steps over the small bumps noise leaves.
std::vector<Index> longest_descent(const std::vector<double>& y, Index first, Index last)
{
    std::vector<Index> length(last, 1), before(last);
    Index end = first;
    for (Index i = first; i < last; ++i) {
        before[i] = i;
        for (Index j = first; j < i; ++j)
            if (y[i] < y[j] && length[j] + 1 > length[i]) {
                length[i] = length[j] + 1;
                before[i] = j;
            }
        if (length[i] > length[end]) end = i;
    }
    std::vector<Index> steps{end};
    while (before[steps.back()] != steps.back()) steps.push_back(before[steps.back()]);
    std::reverse(steps.begin(), steps.end());
    return steps;
}

} // namespace

Sweep sweep_learning_rate(Module& net,
                          const std::function<std::unique_ptr<Optimizer>(Module&)>& make_optimizer,
                          const Dataset& training, const SweepOptions& options, const Rng& rng)
{
    const AsBefore as_before(net);
    const std::unique_ptr<Optimizer> optimizer = make_optimizer(net);
    const Schedule learning_rate = exponential_sweep(options.low, options.high, options.steps);
    Minibatches minibatches(training, options.batch_size, rng);
    Sweep sweep;
    double least = std::numeric_limits<double>::infinity();

    for (long step = 0; step < options.steps && !stop_requested(); ++step) {
        const Batch& batch = minibatches.next();
        const Var cost = softmax_cross_entropy(
            net.forward(constant(batch.x, training.shape), Mode::train), batch.labels);
        if (!std::isfinite(cost.scalar())) {
            sweep.diverged_at = step;
            break;
        }
        sweep.rate.push_back(learning_rate(step));
        sweep.cost.push_back(cost.scalar());
        sweep.smoothed = smoothed(sweep.cost, options.smoothing);
        least = std::min(least, sweep.smoothed.back());
        if (sweep.smoothed.back() > options.stop_factor * least) {
            sweep.diverged_at = step;
            break;
        }
        optimizer->zero_grad();
        backward(cost);
        optimizer->step(learning_rate(step));
    }
    optimizer->zero_grad();
    sweep.slope = slope_in_log_rate(sweep.rate, sweep.smoothed);
    return sweep;
}

std::vector<double> slope_in_log_rate(const std::vector<double>& rate,
                                      const std::vector<double>& smoothed)
{
    if (rate.size() != smoothed.size())
        throw ShapeError(
            fmt::format("slope_in_log_rate: {} rates and {} costs", rate.size(), smoothed.size()));
    const std::size_t n = rate.size();
    std::vector<double> slope(n, 0.0);
    if (n < 2) return slope;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t left = i == 0 ? 0 : i - 1, right = i + 1 == n ? i : i + 1;
        slope[i] = (smoothed[right] - smoothed[left]) / std::log10(rate[right] / rate[left]);
    }
    return slope;
}

Suggestions suggest(const Sweep& sweep, const SweepOptions& options)
{
    const auto n = static_cast<long>(sweep.rate.size());
    const long first = options.skip_start, last = n - options.skip_end;
    if (last - first < 10)
        throw ShapeError(fmt::format("learning-rate finder: a sweep of {} steps, less {} at the "
                                     "start and {} at the end, is too short; take more steps",
                                     n, options.skip_start, options.skip_end));
    const auto lowest = [&](const std::vector<double>& values, long end) {
        return std::min_element(values.begin() + first, values.begin() + end) - values.begin();
    };
    const long bottom = lowest(sweep.smoothed, last);
    const auto rate_at = [&](auto step) { return sweep.rate[static_cast<std::size_t>(step)]; };
    const std::vector<Index> valley =
        longest_descent(sweep.smoothed, static_cast<Index>(first), static_cast<Index>(last));
    return {.steepest = rate_at(lowest(sweep.slope, std::max(first + 1, bottom))),
            .minimum_tenth = rate_at(bottom) / 10,
            .valley = rate_at(valley[2 * (valley.size() - 1) / 3])};
}

} // namespace descente
