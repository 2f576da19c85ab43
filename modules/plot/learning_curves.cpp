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

Spread first_at(const LearningCurves& curves, CurveAxis axis, double target)
{
    return spread_of(
        curves, [&](const LearningCurve& c) { return first_reached(c.*axis, c.cost, target); });
}

double worst_final_cost(const LearningCurves& curves)
{
    return spread_of(curves, &LearningCurve::final_cost).high;
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
        costs.back().resize(x.size(), std::numeric_limits<double>::infinity());
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

Numbers smoothed_logarithm(const Numbers& costs, double decay)
{
    Numbers logarithms = costs;
    for (double& cost : logarithms) cost = std::log(cost);
    Numbers smooth = smoothed(logarithms, decay);
    for (double& cost : smooth) cost = std::exp(cost);
    return smooth;
}

void draw_each_run(Panel& panel, const Text& label, const LearningCurves& curves, CurveAxis axis,
                   double target, Look look)
{
    Text name = label; // once in the legend
    for (const LearningCurve& curve : curves) {
        if (curve.cost.empty()) continue; // interrupted before the first look
        const Numbers& x = curve.*axis;
        panel.line(name, x, curve.cost, look);
        name = {};
        if (curve.cost.back() < target)
            panel.points({}, {x.back()}, {curve.cost.back()}, look, 0.8);
        else
            panel.mark(x.back(), curve.cost.back(), tr("not reached"), look.colour);
    }
}

void draw_tuning(Panel& panel, const Text& label, const Numbers& grid, const Numbers& costs,
                 double top, Look look)
{
    panel.line(label, grid, costs, look);
    const int colour = std::get<LineSeries>(panel.parts().series.back()).look.colour;
    double seen = top; // the cost before
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const bool fine = costs[i] < top, was_fine = i == 0 || costs[i - 1] < top;
        if (!fine && was_fine) panel.diverged(grid[i], seen, verbatim(" "), colour);
        if (fine) seen = costs[i];
    }
}

Panel& cost_panel(Figure& figure, const Text& axis_name, CurveAxis axis,
                  const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                  const Numbers& units)
{
    Panel& panel = figure.panel();
    panel.x_axis(axis_name, Scale::logarithmic);
    panel.y_axis(tr("training cost (mean)"), Scale::logarithmic);
    for (std::size_t j = 0; j < runs.size(); ++j)
        draw_cost(panel, names[j], runs[j], axis, units.empty() ? 1 : units[j]);
    return panel;
}

} // namespace descente
