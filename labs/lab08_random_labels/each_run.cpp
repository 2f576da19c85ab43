#include "each_run.hpp"

namespace descente {

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

} // namespace descente
