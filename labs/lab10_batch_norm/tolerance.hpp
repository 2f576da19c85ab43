// How much does a training bear? Read off a grid of final costs over the learning rate and the
// scale of the initial weights.
#pragma once

#include "base/real.hpp"

#include <vector>

namespace descente {

/// Which cells of a grid train: cost at most `factor` times the lowest of the grid, and below
/// `limit` (where the best is not much better than guessing, the factor alone would let everything
/// pass).
struct Trains {
    double factor, limit;
};

struct Tolerance {
    double best_cost = 0, best_rate = 0; ///< of the lowest cell
    /// At the best rate: from the best scale downwards and upwards, while cells train.
    double low_scale = 0, high_scale = 0;
    double largest_rate = 0; ///< that trains at the usual scale; 0 when none does
    int cells = 0;           ///< that train, of the whole grid

    double scale_range() const { return high_scale / low_scale; } ///< 1: no scale but the best
};

/// cost(i, j) belongs to scales[i] and rates[j], both ascending; costs that are not finite never
/// train. Throws ShapeError when the sizes do not fit or `usual_scale` is none of the scales.
Tolerance tolerance(const Matrix& cost, const std::vector<double>& scales,
                    const std::vector<double>& rates, double usual_scale, const Trains& trains);

/// Final costs of one kind of training for every cell and seed: cost[cell][seed], where cell
/// i + scales·j is (i, j) of the grid.
using GridCosts = std::vector<std::vector<double>>;
/// The median over seeds in each cell, as a grid of `scales` rows.
Matrix grid_of_medians(const GridCosts& cost, std::size_t scales);
/// The tolerance in each seed.
std::vector<Tolerance> tolerances(const GridCosts& cost, const std::vector<double>& scales,
                                  const std::vector<double>& rates, double usual_scale,
                                  const Trains& trains);

} // namespace descente
