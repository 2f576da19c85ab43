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

/// How sure is it that a is smaller than b? Exact one-sided paired sign-flip permutation test on
/// the differences a[i] − b[i] of the same seeds; the smallest possible p is 2^−n. Beyond 12 pairs
/// a fixed sample of 100,000 sign choices stands for all of them. A value that is not finite is
/// worse than any that is.
double paired_permutation_p(const std::vector<double>& a, const std::vector<double>& b);

/// n numbers from low to high, evenly spaced on a logarithmic or a linear axis, both included.
std::vector<double> log_space(double low, double high, int n);
std::vector<double> linear_space(double low, double high, int n);

} // namespace descente
