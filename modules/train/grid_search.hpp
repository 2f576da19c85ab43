// Each method gets its own best hyper-parameter before methods are compared.
#pragma once

#include <functional>
#include <vector>

namespace descente {

struct GridSearch {
    std::vector<std::vector<double>> cost; ///< cost[method][place in the grid]
    std::vector<double> best;              ///< of each method: the value with the lowest cost
};

/// Calls cost(method, value) for every method and every value of the grid, side by side. A cost
/// that is not finite is never the best, unless all are; then the first value is.
GridSearch grid_search(int methods, const std::vector<double>& grid,
                       const std::function<double(int method, double value)>& cost);

} // namespace descente
