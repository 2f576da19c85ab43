#include "plot/learning_curves.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

void draw_cost(Panel& panel, const Text& label, const std::vector<Numbers>& x,
               std::vector<Numbers> costs, Look look)
{
    const Numbers places = band(x).low;
    if (places.empty()) return; // interrupted before the first look
    std::erase_if(costs, [](const Numbers& cost) { return cost.empty(); });
    double highest = 0; // of the finite ones: where a divergence is marked
    bool diverged = false;
    for (Numbers& cost : costs) {
        cost.resize(places.size(), infinity);
        for (const double c : cost) {
            if (std::isfinite(c))
                highest = std::max(highest, c);
            else
                diverged = true;
        }
    }
    panel.runs(label, places, costs, look);
    const int colour = panel.parts().series.back().look.colour;
    if (diverged) panel.diverged(places.back(), highest, label, colour);
}

void draw_tuning(Panel& panel, const Text& label, const Numbers& grid, const Numbers& costs,
                 double top, Look look)
{
    panel.line(label, grid, costs, look);
    const int colour = panel.parts().series.back().look.colour;
    double seen = top; // the cost before
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const bool fine = costs[i] < top, was_fine = i == 0 || costs[i - 1] < top;
        if (!fine && was_fine) panel.diverged(grid[i], seen, verbatim(" "), colour);
        if (fine) seen = costs[i];
    }
}

} // namespace descente
