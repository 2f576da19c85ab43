// What a learning-rate sweep suggests (Smith 2017). The sweep itself, one training whose rate grows
// exponentially with each minibatch, is written out in lab 04.
#pragma once

#include <vector>

namespace descente {

constexpr std::size_t slope_reach = 10; ///< steps

/// The slope of `smoothed` against log10(rate): between `reach` steps before and as many after, or
/// the ends. ShapeError when the two are not of one length.
std::vector<double> slope_in_log_rate(const std::vector<double>& rate,
                                      const std::vector<double>& smoothed,
                                      std::size_t reach = slope_reach);

struct Suggestions {
    double steepest;      ///< the most negative slope, as the slide says, over 20 steps (of two, it
                          ///< is that of the noise) before the lowest cost: later falls are those
                          ///< after a jump, when it begins to diverge
    double minimum_tenth; ///< a tenth of the rate at the lowest smoothed cost
    double valley;        ///< two thirds along the longest descent of the smoothed cost, small
                          ///< bumps allowed (after fastai's default since 2021)
};
/// The rate of each step and its smoothed cost, both finite; so many steps are left out at the
/// beginning and before the end. Throws ShapeError when fewer than 21 remain.
Suggestions suggest(const std::vector<double>& rate, const std::vector<double>& smoothed,
                    int skip_start = 10, int skip_end = 5);

} // namespace descente
