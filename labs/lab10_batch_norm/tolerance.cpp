#include "tolerance.hpp"

#include "base/error.hpp"
#include "base/stats.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace descente {

namespace {

// One number of each cell's seeds.
template <class Number>
Matrix grid_of(const GridCosts& cost, std::size_t scales, const Number& number)
{
    Matrix grid(scales, cost.size() / scales);
    for (Index cell = 0; cell < grid.n_elem; ++cell)
        grid[cell] = static_cast<Real>(number(cost[cell]));
    return grid;
}

} // namespace

Tolerance tolerance(const Matrix& cost, const std::vector<double>& scales,
                    const std::vector<double>& rates, double usual_scale, const Trains& trains)
{
    const auto usual = std::find(scales.begin(), scales.end(), usual_scale);
    if (cost.n_rows != scales.size() || cost.n_cols != rates.size() || usual == scales.end() ||
        rates.empty())
        throw ShapeError(fmt::format("tolerance: a grid of {}×{} costs for {} scales (the usual "
                                     "one, {}, among them) and {} rates",
                                     cost.n_rows, cost.n_cols, scales.size(), usual_scale,
                                     rates.size()));
    Matrix finite = cost;
    finite.replace(arma::Datum<Real>::nan, arma::Datum<Real>::inf);
    const arma::uvec best = arma::ind2sub(arma::size(finite), finite.index_min());
    const Index row = best[0], column = best[1];
    const auto lowest = static_cast<double>(finite(row, column));
    const auto good = [&](Index i, Index j) {
        const auto value = static_cast<double>(finite(i, j));
        return value <= trains.factor * lowest && value < trains.limit;
    };
    Index low = row, high = row;
    while (low > 0 && good(low - 1, column)) --low;
    while (high + 1 < scales.size() && good(high + 1, column)) ++high;
    Tolerance result{.best_cost = lowest,
                     .best_rate = rates[column],
                     .low_scale = scales[low],
                     .high_scale = scales[high]};
    for (Index j = 0; j < rates.size(); ++j) {
        if (good(static_cast<Index>(usual - scales.begin()), j)) result.largest_rate = rates[j];
        for (Index i = 0; i < scales.size(); ++i) result.cells += good(i, j);
    }
    return result;
}

Matrix grid_of_medians(const GridCosts& cost, std::size_t scales)
{
    return grid_of(cost, scales,
                   [](const std::vector<double>& seeds) { return spread(seeds).median; });
}

std::vector<Tolerance> tolerances(const GridCosts& cost, const std::vector<double>& scales,
                                  const std::vector<double>& rates, double usual_scale,
                                  const Trains& trains)
{
    std::vector<Tolerance> result;
    for (std::size_t seed = 0; seed < cost.at(0).size(); ++seed) {
        const Matrix grid = grid_of(
            cost, scales.size(), [&](const std::vector<double>& seeds) { return seeds.at(seed); });
        result.push_back(tolerance(grid, scales, rates, usual_scale, trains));
    }
    return result;
}

} // namespace descente
