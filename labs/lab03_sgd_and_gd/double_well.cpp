#include "double_well.hpp"

#include "base/stats.hpp"
#include "train/runs.hpp"

#include <cmath>

namespace descente {

namespace {

// Newton's method on U'(θ) = 0; from −1, 0 and 1 it ends in the root nearby.
double stationary_point(const DoubleWell& well, double theta)
{
    for (int i = 0; i < 50; ++i) theta -= well.slope(theta) / (12 * theta * theta - 4);
    return theta;
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

double DoubleWell::deep_share(double temperature) const
{
    const double lowest = cost(deep_minimum()), middle = hump(), step = 1e-3;
    double deep = 0, all = 0;
    for (double theta = -5; theta <= 5; theta += step) {
        const double weight = std::exp(-(cost(theta) - lowest) / temperature);
        all += weight;
        if (theta < middle) deep += weight;
    }
    return deep / all;
}

std::vector<double> noisy_descent(const DoubleWell& well, double start, double learning_rate,
                                  double noise, int steps, Rng& rng)
{
    std::vector<double> path{start};
    for (int k = 0; k < steps; ++k) {
        const double theta = path.back();
        path.push_back(theta - learning_rate * (well.slope(theta) + noise * rng.normal()));
    }
    return path;
}

double share_in_deep_well(const DoubleWell& well, const std::vector<double>& starts,
                          double learning_rate, double noise, int steps, Rng& rng)
{
    int deep = 0;
    for (const double start : starts) {
        const double end = noisy_descent(well, start, learning_rate, noise, steps, rng).back();
        deep += std::isfinite(end) && well.in_deep_well(end);
    }
    return deep / static_cast<double>(starts.size());
}

EscapeStudy study_escape(const DoubleWell& well, double learning_rate, int steps, int runs,
                         const std::vector<double>& noise, double shown_noise, const Rng& rng)
{
    const std::vector<double> poor(static_cast<std::size_t>(runs), well.poor_minimum());
    const std::vector<double> anywhere = linear_space(-2, 2, runs);
    const auto shares = all_runs(noise.size(), 2, [&](std::size_t i, std::size_t j) {
        Rng own = rng.fork(2 * i + j);
        return 100 * share_in_deep_well(well, j == 0 ? poor : anywhere, learning_rate, noise[i],
                                        steps, own);
    });
    EscapeStudy study{.noise = noise,
                      .from_poor = {},
                      .from_anywhere = {},
                      .shown_noise = shown_noise,
                      .walks = {}};
    for (const std::vector<double>& share : shares) {
        study.from_poor.push_back(share[0]);
        study.from_anywhere.push_back(share[1]);
    }
    Rng own = rng.fork(2 * noise.size());
    for (int i = 0; i < 60; ++i)
        study.walks.push_back(
            noisy_descent(well, well.poor_minimum(), learning_rate, shown_noise, steps, own));
    return study;
}

} // namespace descente
