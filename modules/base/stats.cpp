#include "base/stats.hpp"

#include "base/error.hpp"
#include "base/real.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace descente {

namespace {

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
    if (a.values.size() != b.values.size()) return not_a_number;
    const Mean gain = mean_of(paired_difference(a, b).values);
    return gain.mean == 0 && gain.deviation == 0 ? 0 : gain.mean / gain.deviation;
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

std::vector<double> finite_differences(const std::vector<double>& a, const std::vector<double>& b)
{
    if (a.size() != b.size())
        throw ShapeError(
            fmt::format("finite_differences: {} measurements against {}", a.size(), b.size()));
    std::vector<double> result;
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::isfinite(a[i] - b[i])) largest = std::max(largest, std::abs(a[i] - b[i]));
    if (largest == 0) largest = 1;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const bool a_finite = std::isfinite(a[i]), b_finite = std::isfinite(b[i]);
        if (a_finite && b_finite)
            result.push_back(a[i] - b[i]);
        else
            result.push_back(a_finite ? -largest : b_finite ? largest : 0);
    }
    return result;
}

namespace {

namespace dist = boost::math; // of distributions

double student_quantile(double share, double freedom)
{
    return dist::quantile(dist::students_t(freedom), share);
}

} // namespace

Mean mean_of(const std::vector<double>& values)
{
    const double n = static_cast<double>(values.size());
    const auto finite = [](double value) { return std::isfinite(value); };
    if (values.empty() || !std::ranges::all_of(values, finite))
        return {not_a_number, -infinity, infinity, not_a_number, 1};
    const double mean = mean_of_last(values, values.size());
    if (values.size() == 1) return {mean, -infinity, infinity, not_a_number, 1};
    double squares = 0, largest = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
        largest = std::max(largest, std::abs(value));
    }
    const double deviation = std::sqrt(squares / (n - 1));
    if (deviation <= 1e-12 * largest) return {mean, mean, mean, 0, mean == 0 ? 1.0 : 0.0};
    const double error = deviation / std::sqrt(n), wide = student_quantile(0.975, n - 1) * error;
    const double beyond =
        dist::cdf(dist::complement(dist::students_t(n - 1), std::abs(mean) / error));
    return {mean, mean - wide, mean + wide, deviation, 2 * beyond};
}

int seeds_to_tell(double effect_size, std::size_t comparisons)
{
    constexpr int fewest = 5, most = 1000;
    const double tail = 0.025 / static_cast<double>(std::max<std::size_t>(1, comparisons));
    for (int n = fewest; n <= most; ++n)
        if (student_quantile(1 - tail, n - 1) + student_quantile(0.8, n - 1) <=
            std::abs(effect_size) * std::sqrt(n))
            return n;
    return 0;
}

std::vector<double> holm(const std::vector<double>& p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
    std::vector<double> adjusted(p.size());
    double before = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
        before = std::clamp(static_cast<double>(p.size() - k) * p[order[k]], before, 1.0);
        adjusted[order[k]] = before;
    }
    return adjusted;
}

namespace {

// How often each sum of level × rank comes about, over all orders of these ranks of one seed. Ranks
// come doubled, so that ties, which share the mean of theirs, stay whole numbers.
std::vector<double> orders_of(std::vector<long> ranks)
{
    std::ranges::sort(ranks);
    std::vector<double> times;
    double orders = 0;
    do {
        long sum = 0;
        for (std::size_t j = 0; j < ranks.size(); ++j) sum += long(j + 1) * ranks[j];
        times.resize(std::max(times.size(), std::size_t(sum) + 1));
        ++times[std::size_t(sum)];
        ++orders;
    } while (std::ranges::next_permutation(ranks).found);
    for (double& one : times) one /= orders;
    return times;
}

// Of the sum of two independent numbers.
std::vector<double> convolved(const std::vector<double>& a, const std::vector<double>& b)
{
    std::vector<double> sum(a.size() + b.size() - 1);
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < b.size() && a[i] > 0; ++j) sum[i + j] += a[i] * b[j];
    return sum;
}

} // namespace

Trend page_trend(const std::vector<Spread>& levels)
{
    const std::size_t k = levels.size(), n = levels.empty() ? 0 : levels[0].values.size();
    for (const Spread& level : levels)
        if (level.values.size() != n)
            throw ShapeError(
                fmt::format("page_trend: {} measurements and {}", n, level.values.size()));
    if (k < 2 || n == 0) return {not_a_number, 1, 1, 0};
    const bool exact = k <= 8 && n <= 20;
    const double places = static_cast<double>(k * (k + 1)) / 2; // 1 + … + k
    std::vector<double> chance{1};
    double doubled = 0, mean = 0, variance = 0; // of L
    for (std::size_t i = 0; i < n; ++i) {
        std::vector<double> values; // of this seed; what is not finite is the largest
        for (const Spread& level : levels)
            values.push_back(std::isfinite(level.values[i]) ? level.values[i] : infinity);
        std::vector<long> ranks;
        double spread_of_ranks = 0;
        for (const double rank : ranks_of(values)) {
            ranks.push_back(std::lround(2 * rank) + 2); // from 1
            const double from_mean = rank + 1 - static_cast<double>(k + 1) / 2;
            spread_of_ranks += from_mean * from_mean;
        }
        for (std::size_t j = 0; j < k; ++j) doubled += double(j + 1) * double(ranks[j]);
        if (exact) chance = convolved(chance, orders_of(ranks));
        mean += places * static_cast<double>(k + 1) / 2;
        variance += spread_of_ranks * double(k) * double(k + 1) / 12; // Σ(j − mean)²/(k − 1)
    }
    Trend trend{doubled / 2, 1, 1, 0};
    if (variance == 0) return trend; // every seed has all levels alike
    const double deviation = std::sqrt(variance), off = trend.L - mean;
    trend.effect_size = off / deviation / std::sqrt(static_cast<double>(n));
    if (exact) {
        const auto at = chance.begin() + std::lround(doubled);
        trend.rising = std::accumulate(at, chance.end(), 0.0);
        trend.falling = std::accumulate(chance.begin(), at + 1, 0.0);
    } else {
        trend.rising = std::erfc(off / deviation / std::sqrt(2.0)) / 2;
        trend.falling = 1 - trend.rising;
    }
    return trend;
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
