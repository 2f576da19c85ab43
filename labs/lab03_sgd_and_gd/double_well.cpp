#include "double_well.hpp"

#include <algorithm>
#include <cmath>

namespace lab03 {

namespace {

constexpr double tilt = 0.3; // below 8/√27, where the poor minimum disappears
constexpr double alpha = 0.02;

// Newton's method on U'(θ) = 0; from −1, 0 and 1 it ends in the root nearby.
double stationary_point(const DoubleWell& well, double theta)
{
    for (int i = 0; i < 50; ++i) theta -= well.slope(theta) / (12 * theta * theta - 4);
    return theta;
}

// % of descents, one from each start, that end in the deep well; one that diverged is in neither.
double share_in_deep_well(const DoubleWell& well, const std::vector<double>& starts, double noise,
                          int updates, Rng rng)
{
    const auto deep = std::ranges::count_if(starts, [&](double start) {
        const double end = well.descent(start, alpha, noise, updates, rng).back();
        return std::isfinite(end) && end < well.hump();
    });
    return 100 * (double(deep) / double(starts.size()));
}

} // namespace

double DoubleWell::cost(double theta) const
{
    const double r = theta * theta - 1;
    return r * r + tilt * theta;
}

double DoubleWell::slope(double theta) const { return 4 * theta * (theta * theta - 1) + tilt; }

double DoubleWell::poor_minimum() const { return stationary_point(*this, 1); }
double DoubleWell::hump() const { return stationary_point(*this, 0); }
double DoubleWell::deep_minimum() const { return stationary_point(*this, -1); }

std::vector<double> DoubleWell::descent(double start, double rate, double noise, int steps,
                                        Rng& rng) const
{
    std::vector<double> path{start};
    for (int k = 0; k < steps; ++k)
        path.push_back(path.back() - rate * (slope(path.back()) + noise * rng.normal()));
    return path;
}

EscapeStudy study_escape(const DoubleWell& well, const std::vector<double>& noise, double shown,
                         int updates, int runs, const Rng& rng)
{
    EscapeStudy study;
    study.noise = noise;
    study.shown_noise = shown;
    const std::vector<double> poor(std::size_t(runs), well.poor_minimum());
    const std::vector<double> anywhere = linear_space(-2, 2, runs);
    std::uint64_t stream = 0;
    for (const double level : noise) {
        study.from_poor.push_back(
            share_in_deep_well(well, poor, level, updates, rng.fork(stream++)));
        study.from_anywhere.push_back(
            share_in_deep_well(well, anywhere, level, updates, rng.fork(stream++)));
    }
    Rng own = rng.fork(stream);
    for (int i = 0; i < 60; ++i)
        study.walks.push_back(well.descent(poor[0], alpha, study.shown_noise, updates, own));
    return study;
}

Evidence leaves_the_poor_minimum(const EscapeStudy& study)
{
    const std::vector<double>& share = study.from_poor;
    const auto best = std::ranges::max_element(share);
    const double level = study.noise[std::size_t(best - share.begin())];
    return {outcome_of(*best > share[0] + 20, 1),
            tr("in 1-D, {:.0Lf} % reach the deep well at noise {}, {:.0Lf} % at 0", *best, level,
               share[0]),
            {}};
}

} // namespace lab03
