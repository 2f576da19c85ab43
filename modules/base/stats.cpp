#include "base/stats.hpp"

#include "base/error.hpp"
#include "base/rng.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <numeric>

namespace descente {

namespace {

// a[i] − b[i], each finite: where a run diverged, its difference outweighs all the others.
std::vector<double> differences(const std::vector<double>& a, const std::vector<double>& b)
{
    std::vector<double> result;
    double weight = 1;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::isfinite(a[i] - b[i])) weight += std::abs(a[i] - b[i]);
    for (std::size_t i = 0; i < a.size(); ++i) {
        const bool a_finite = std::isfinite(a[i]), b_finite = std::isfinite(b[i]);
        if (a_finite && b_finite)
            result.push_back(a[i] - b[i]);
        else
            result.push_back(a_finite ? -weight : b_finite ? weight : 0);
    }
    return result;
}

// The place of each value among all, from 0; equal ones share the mean of theirs.
std::vector<double> ranks_of(const std::vector<double>& values)
{
    std::vector<double> sorted = values, ranks;
    std::sort(sorted.begin(), sorted.end());
    for (const double value : values) {
        const auto [first, next] = std::equal_range(sorted.begin(), sorted.end(), value);
        ranks.push_back(static_cast<double>(first - sorted.begin() + (next - sorted.begin()) - 1) /
                        2);
    }
    return ranks;
}

} // namespace

Spread spread(std::vector<double> values)
{
    if (values.empty()) return {not_a_number, not_a_number, not_a_number, {}};
    std::vector<double> sorted = values;
    for (double& value : sorted)
        if (!std::isfinite(value)) value = infinity;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t n = sorted.size(), middle = n / 2;
    const double median = n % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return {median, sorted.front(), sorted.back(), std::move(values)};
}

double mean_of_last(const std::vector<double>& values, std::size_t count)
{
    const double sum =
        std::accumulate(values.end() - static_cast<std::ptrdiff_t>(count), values.end(), 0.0);
    return sum / static_cast<double>(count);
}

Spread paired_difference(const Spread& a, const Spread& b)
{
    if (a.values.size() != b.values.size())
        throw ShapeError(fmt::format("paired_difference: {} measurements less {}", a.values.size(),
                                     b.values.size()));
    std::vector<double> values;
    for (std::size_t i = 0; i < a.values.size(); ++i) values.push_back(a.values[i] - b.values[i]);
    return spread(std::move(values));
}

double paired_effect_size(const Spread& a, const Spread& b)
{
    const std::size_t n = a.values.size();
    if (n < 2 || b.values.size() != n) return not_a_number;
    const std::vector<double> gains = paired_difference(a, b).values;
    const double mean = mean_of_last(gains, n);
    double squares = 0;
    for (const double gain : gains) squares += (gain - mean) * (gain - mean);
    if (mean == 0 && squares == 0) return 0;
    return mean / std::sqrt(squares / static_cast<double>(n - 1));
}

Band band(const std::vector<std::vector<double>>& runs)
{
    std::size_t length = 0;
    for (const auto& run : runs) length = std::max(length, run.size());
    Band result;
    for (std::size_t k = 0; k < length; ++k) {
        std::vector<double> values;
        for (const auto& run : runs)
            if (!run.empty()) values.push_back(k < run.size() ? run[k] : infinity);
        const Spread at_k = spread(std::move(values));
        result.low.push_back(at_k.low);
        result.median.push_back(at_k.median);
        result.high.push_back(at_k.high);
    }
    return result;
}

std::vector<double> smoothed(const std::vector<double>& values, double decay)
{
    std::vector<double> result;
    double average = 0, weight = 0;
    for (const double value : values) {
        average = decay * average + (1 - decay) * value;
        weight = decay * weight + (1 - decay); // 1 − decay^k
        result.push_back(average / weight);
    }
    return result;
}

std::vector<double> every(std::size_t n, const std::vector<double>& values)
{
    std::vector<double> kept;
    for (std::size_t i = 0; i < values.size(); i += n) kept.push_back(values[i]);
    return kept;
}

double first_reached(const std::vector<double>& x, const std::vector<double>& y, double target)
{
    for (std::size_t k = 0; k < std::min(x.size(), y.size()); ++k)
        if (y[k] <= target) return x[k];
    return infinity;
}

double rank_correlation(const std::vector<double>& x, const std::vector<double>& y)
{
    if (x.size() != y.size())
        throw ShapeError(fmt::format("rank_correlation: {} numbers and {}", x.size(), y.size()));
    for (const auto& values : {x, y})
        for (const double value : values)
            if (!std::isfinite(value)) return not_a_number;
    const std::vector<double> a = ranks_of(x), b = ranks_of(y);
    const double mean = (static_cast<double>(x.size()) - 1) / 2;
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean) * (b[i] - mean);
        aa += (a[i] - mean) * (a[i] - mean);
        bb += (b[i] - mean) * (b[i] - mean);
    }
    return ab / std::sqrt(aa * bb); // 0/0 when all are equal
}

double paired_permutation_p(const std::vector<double>& a, const std::vector<double>& b)
{
    if (a.size() != b.size())
        throw ShapeError(
            fmt::format("paired_permutation_p: {} measurements against {}", a.size(), b.size()));
    const std::vector<double> d = differences(a, b);
    const std::size_t n = d.size();
    double observed = 0, size = 0;
    for (const double value : d) {
        observed += value;
        size += std::abs(value);
    }
    // If a were no smaller than b, each difference could as well have had the other sign. p is the
    // share of all choices of signs whose sum is as low as the one observed; the allowance keeps
    // rounding from splitting ties.
    const double as_low = observed + 1e-12 * size;
    const auto sum_is_low = [&](const auto& flipped) {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += flipped(i) ? -d[i] : d[i];
        return sum <= as_low;
    };
    long low = 0;
    if (n <= 12) {
        const std::uint32_t choices = 1U << n;
        for (std::uint32_t signs = 0; signs < choices; ++signs)
            low += sum_is_low([&](std::size_t i) { return ((signs >> i) & 1U) != 0; });
        return static_cast<double>(low) / choices;
    }
    // Too many to enumerate: a sample of them, always the same, and the one observed.
    constexpr int samples = 100000;
    Rng rng(1);
    for (int k = 0; k < samples; ++k)
        low += sum_is_low([&](std::size_t) { return rng.below(2) == 1; });
    return static_cast<double>(low + 1) / (samples + 1);
}

std::vector<double> linear_space(double low, double high, int n)
{
    if (n < 1) throw ShapeError(fmt::format("linear_space: {} points were asked for", n));
    std::vector<double> result{low};
    for (int i = 1; i < n; ++i) {
        const double share = static_cast<double>(i) / (n - 1);
        result.push_back((1 - share) * low + share * high);
    }
    return result;
}

std::vector<double> log_space(double low, double high, int n)
{
    if (!(low > 0 && high > 0))
        throw ShapeError(
            fmt::format("log_space: both ends must be positive, not {} and {}", low, high));
    std::vector<double> result = linear_space(std::log(low), std::log(high), n);
    for (double& value : result) value = std::exp(value);
    result.back() = high; // exp(log(x)) may miss x by a rounding
    result.front() = low;
    return result;
}

} // namespace descente
