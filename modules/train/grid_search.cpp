#include "train/grid_search.hpp"

#include "train/runs.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

GridSearch grid_search(int methods, const std::vector<double>& grid,
                       const std::function<double(int, double)>& cost)
{
    const auto size = static_cast<int>(grid.size());
    GridSearch result;
    result.cost.assign(static_cast<std::size_t>(methods),
                       std::vector<double>(grid.size(), INFINITY));
    for_each_run(methods * size, [&](int i) {
        const double value = cost(i / size, grid.at(static_cast<std::size_t>(i % size)));
        if (std::isfinite(value))
            result.cost[static_cast<std::size_t>(i / size)][static_cast<std::size_t>(i % size)] =
                value;
    });
    for (const std::vector<double>& row : result.cost)
        result.best.push_back(
            grid[static_cast<std::size_t>(std::min_element(row.begin(), row.end()) - row.begin())]);
    return result;
}

} // namespace descente
