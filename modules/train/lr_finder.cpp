#include "train/lr_finder.hpp"

#include "base/error.hpp"
#include "base/real.hpp"

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

std::vector<double> slope_in_log_rate(const std::vector<double>& rate,
                                      const std::vector<double>& smoothed, std::size_t reach)
{
    if (rate.size() != smoothed.size())
        throw ShapeError(
            fmt::format("slope_in_log_rate: {} rates and {} costs", rate.size(), smoothed.size()));
    const std::size_t n = rate.size();
    std::vector<double> slope(n, 0.0);
    if (n < 2) return slope;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t left = i - std::min(i, reach), right = std::min(i + reach, n - 1);
        slope[i] = (smoothed[right] - smoothed[left]) / std::log10(rate[right] / rate[left]);
    }
    return slope;
}

Suggestions suggest(const std::vector<double>& rate, const std::vector<double>& smoothed,
                    int skip_start, int skip_end)
{
    const auto n = static_cast<long>(rate.size());
    constexpr long reach = slope_reach;
    const long first = skip_start, last = n - skip_end;
    if (last - first <= 2 * reach)
        throw ShapeError(fmt::format("learning-rate finder: a sweep of {} steps, less {} at the "
                                     "start and {} at the end, is too short; take more steps",
                                     n, skip_start, skip_end));
    const std::vector<double> slope = slope_in_log_rate(rate, smoothed, reach);
    const auto lowest = [](const std::vector<double>& values, long from, long end) {
        return std::min_element(values.begin() + from, values.begin() + end) - values.begin();
    };
    const long bottom = lowest(smoothed, first, last);
    const long from = first + reach, end = std::min(bottom, last - reach);
    const auto rate_at = [&](auto step) { return rate[static_cast<std::size_t>(step)]; };
    const std::vector<Index> valley =
        longest_descent(smoothed, static_cast<Index>(first), static_cast<Index>(last));
    return {.steepest = rate_at(lowest(slope, from, std::max(from + 1, end))),
            .minimum_tenth = rate_at(bottom) / 10,
            .valley = rate_at(valley[2 * (valley.size() - 1) / 3])};
}

} // namespace descente
