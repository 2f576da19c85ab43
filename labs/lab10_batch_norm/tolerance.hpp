// How much does a training bear? Read off a grid of final costs over the learning rate and the
// scale of the initial weights.
#pragma once

#include "train/compare.hpp"

namespace lab10 {
using namespace descente;

struct Tolerance {
    double scale_range = 1;  ///< largest over smallest scale that trains at the best rate
    double largest_rate = 0; ///< that trains at scale 1; 0 when none does
};

/// cost(i, j) belongs to scales[i], 1 among them, and rates[j], both ascending. A cell trains when
/// its cost is at most 1.5 times the lowest of the grid and below 0.9 times `guessing` (where the
/// best is not much better than guessing, the factor alone would let everything pass). At the rate
/// of the lowest cell, scales are counted from its own downwards and upwards while cells train.
Tolerance tolerance(const Matrix& cost, const std::vector<double>& scales,
                    const std::vector<double>& rates, double guessing);

/// Of a sweep of α over methods with so many initial scales, first those without batch norm: the
/// costs (scale, α), one matrix a seed.
std::vector<Matrix> cost_grids(const Study& sweep, const std::vector<double>& scales,
                               bool batch_norm);

/// With batch norm a larger range of scales trains, and a larger rate.
Evidence bears_more(const Study& sweep, const std::vector<double>& scales, double guessing);
/// By how much larger, in the median: 0 not at all, 1 about 3 times, 2 10 times or more, 3 neither
/// trains.
std::size_t times_larger(const Study& sweep, const std::vector<double>& scales, double guessing);

} // namespace lab10
