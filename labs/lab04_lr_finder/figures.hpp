// The figures of lab 04, and what it finds in them.
#pragma once

#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab04 {
using namespace descente;

/// The rates of solution 1, half a decade apart, and what they are called: "0.032".
inline const Numbers grid = log_space(1e-3, 10, 9);
Text named(double rate);
/// What is read off a sweep.
inline const std::vector<Text> suggestions{tr("steepest"), tr("minimum/10"), tr("valley")};

/// Of the decades below 0.001, up to 0.01, up to 0.1 and above: 0, 1, 2 or 3.
std::size_t decade_of(double rate);

/// The cost of a sweep against its rate.
Panel& draw_sweep(Panel& panel, const Run& run);
/// One sweep, its cost and its slope, and the rates read off it.
Figure sweep_figure(const Run& run);
/// Too small, good, too large: seven of the grid, first seed. A run that diverged is drawn as such.
Figure fan_figure(const Study& study);
/// Both costs at the end against the rate, and where the suggestions end.
Figure comparison_figure(const Study& study, const Compared& best, Outcome as_good);

/// Sweeps in so many minibatches, smoothed so much, and what they are called.
inline const std::vector<long> lengths{100, 200, 400, 800};
inline const Numbers smoothings{0.9, 0.95, 0.98};
Text swept_in(long steps, double smoothing);
/// What they suggest, against their length.
Figure moves_figure(const Study& study, Outcome moves);
/// Is the steepest fall's rate the smaller the longer the sweep, and the larger the smoother?
Evidence moved(const Study& study);

/// Do these methods end, in validation cost, within 5 % of the best rate of the grid?
Evidence as_good_as(const Compared& best, const Study& study, const std::vector<Text>& methods);

} // namespace lab04
