// Numbers over several seeds.
#pragma once

#include <functional>
#include <vector>

namespace descente {

/// Several measurements of one thing. NaN and infinite values sort as the largest (a cost that
/// diverged is the worst). Of no measurement at all, everything is NaN.
struct Spread {
    double median = 0, low = 0, high = 0;
    std::vector<double> values;
};
Spread spread(std::vector<double> values);

/// The spread of one number of each run, a member of it or a function of it:
/// spread_of(runs, &Run::final_cost).
template <class Run, class Measure>
Spread spread_of(const std::vector<Run>& runs, const Measure& number)
{
    std::vector<double> values;
    for (const Run& run : runs) values.push_back(std::invoke(number, run));
    return spread(values);
}

/// The mean of the last `count` values; there must be as many.
double mean_of_last(const std::vector<double>& values, std::size_t count);

/// The spread of a[i] − b[i], two measurements with the same seeds.
Spread paired_difference(const Spread& a, const Spread& b);

/// How large a difference is, beside how much it varies: the mean of a[i] − b[i] over its standard
/// deviation with 1/(n−1) (Cohen's d for pairs; Cohen 1988, § 2.3.5). Infinite, with its sign, when
/// all differences are alike, 0 when all are 0; NaN of fewer than two pairs or unequal counts.
double paired_effect_size(const Spread& a, const Spread& b);

/// Column-wise spread of several curves of equal length: for seed bands. A curve that ends early
/// (its run diverged) counts as infinite from there on; an empty one (never run) is left out.
struct Band {
    std::vector<double> low, median, high;
};
Band band(const std::vector<std::vector<double>>& runs);

/// Exponential moving average with bias correction: what a noisy cost curve is smoothed with.
std::vector<double> smoothed(const std::vector<double>& values, double decay = 0.95);

/// Every n-th value, from the first: curves of thousands of steps thinned for a slide.
std::vector<double> every(std::size_t n, const std::vector<double>& values);

/// The first x where y is no higher than `target`; infinite when it never is.
double first_reached(const std::vector<double>& x, const std::vector<double>& y, double target);

/// Spearman's rank correlation, −1 to 1: equal values share the mean of their ranks. NaN when a
/// value is not finite, when all are equal, or of fewer than two.
double rank_correlation(const std::vector<double>& x, const std::vector<double>& y);

/// a[i] − b[i] of the same seeds, all finite: a run that diverged is worse than one that did not,
/// by the largest difference that was measured (1 when there is none); two of them are alike.
std::vector<double> finite_differences(const std::vector<double>& a, const std::vector<double>& b);

/// What numbers that scatter from seed to seed tell of their true mean: mean ± t·s/√n holds it 95
/// times of 100 (Student 1908), for any deviation s, of numbers that are roughly normal. Of one
/// number the interval has no end; of numbers that are all alike it is a point. p is the chance of
/// so large a mean, up or down, were the true one 0.
struct Mean {
    double mean, low, high, deviation, p;
};
Mean mean_of(const std::vector<double>& values);

/// About how many seeds would tell a mean of so many deviations from 0 in four studies of five, at
/// the 5 % level shared by so many comparisons; 0 for more than a thousand.
int seeds_to_tell(double effect_size, std::size_t comparisons = 1);

/// Holm's correction (1979): among m comparisons the smallest p counts m times, the next m−1 times,
/// …, none less than one before. Those of at most 0.05 then hold all together: the chance that any
/// of them is a false alarm is 5 %.
std::vector<double> holm(const std::vector<double>& p);

/// Do k levels rise in the order given, seed by seed? Page's L (JASA 1963): each seed ranks its
/// levels, and L is the sum of level's place × its ranks. `rising` is the chance of so large an L
/// if order were chance, `falling` that of so small a one: exact up to 8 levels and 20 seeds, by
/// the normal approximation beyond. `effect_size` is L less its mean, in deviations of one seed.
struct Trend {
    double L, rising, falling, effect_size;
};
/// levels[j].values[i] is the level j of seed i; ShapeError when they have not as many seeds each.
Trend page_trend(const std::vector<Spread>& levels);

/// n numbers from low to high, evenly spaced on a logarithmic or a linear axis, both included.
std::vector<double> log_space(double low, double high, int n);
std::vector<double> linear_space(double low, double high, int n);

} // namespace descente
