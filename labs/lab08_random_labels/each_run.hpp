// Lab 08's trainings, which end when their cost is zero, run by run.
#pragma once

#include "plot/learning_curves.hpp"

namespace descente {

/// Every run by itself, for runs that end as soon as their cost is below `target`: a dot ends each
/// of them, and one that ended higher says so.
void draw_each_run(Panel& panel, const Text& label, const LearningCurves& curves, CurveAxis axis,
                   double target, Look look);

} // namespace descente
