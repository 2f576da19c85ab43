#include "plot/learning_curves.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

void LearningCurve::add(Index update, Index sample, double second, double cost_now)
{
    updates.push_back(static_cast<double>(update));
    samples.push_back(static_cast<double>(sample));
    seconds.push_back(second);
    cost.push_back(cost_now);
}

void draw_cost(Panel& panel, const Text& label, const LearningCurves& curves, CurveAxis axis,
               double unit)
{
    std::vector<Numbers> places, costs;
    for (const LearningCurve& curve : curves) places.push_back(curve.*axis);
    Numbers x = band(places).low;
    if (x.empty()) return; // interrupted before the first look
    for (double& value : x) value *= unit;

    double highest = 0; // of the finite ones: where a divergence is marked
    bool diverged = false;
    for (const LearningCurve& curve : curves) {
        if (curve.cost.empty()) continue;
        costs.push_back(curve.cost);
        costs.back().resize(x.size(), infinity);
        for (const double c : costs.back()) {
            if (std::isfinite(c))
                highest = std::max(highest, c);
            else
                diverged = true;
        }
    }
    panel.runs(label, x, costs);
    if (diverged) panel.diverged(x.back(), highest, label);
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
