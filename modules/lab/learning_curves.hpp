// What training runs leave, and how it is drawn: costs against updates, samples or seconds.
#pragma once

#include "lab/figure.hpp"

#include <limits>

namespace descente {

/// One run, looked at now and then. The four axes have one entry a look.
struct LearningCurve {
    Numbers updates, samples, seconds, cost;
    double final_cost = std::numeric_limits<double>::infinity(); ///< infinite when it diverged
    double validation = 0, test = 0;                             ///< accuracy at the end (%)

    void add(Index update, Index sample, double second, double cost_now);
};
using LearningCurves = std::vector<LearningCurve>; ///< one a seed
using CurveAxis = Numbers LearningCurve::*;        ///< &LearningCurve::samples

inline const Text updates_axis = tr("updates");

/// The first place on an axis where each run's cost is no higher than `target` (else infinite).
Spread first_at(const LearningCurves& curves, CurveAxis axis, double target);

/// The highest final cost of the runs: one that all of them reach.
double worst_final_cost(const LearningCurves& curves);

/// Median cost of the runs, in a min–max band, against an axis whose numbers are multiplied by
/// `unit`. Where the runs differ in x (seconds) the smallest counts; curves that were never run are
/// left out, and a run that diverged is marked. The x of a run that ended early may be missing.
void draw_cost(Panel& panel, const Text& label, const LearningCurves& curves, CurveAxis axis,
               double unit = 1);

/// Costs smoothed as a logarithmic axis shows them, by their geometric mean: a jump by a factor of
/// a thousand is forgotten as fast as any other. Costs must be above 0.
Numbers smoothed_logarithm(const Numbers& costs, double decay);

/// Every run by itself, for runs that end as soon as their cost is below `target`: a dot ends each
/// of them, and one that ended higher says so.
void draw_each_run(Panel& panel, const Text& label, const LearningCurves& curves, CurveAxis axis,
                   double target, Look look);

/// The costs of a grid search against the values tried. Where they stop being below `top`, the
/// first is marked as diverged, at the height where the curve was last seen.
void draw_tuning(Panel& panel, const Text& label, const Numbers& grid, const Numbers& costs,
                 double top, Look look = {});

/// A panel of draw_cost curves, runs[j] with names[j], both axes logarithmic. `units` has one entry
/// a curve; empty: 1.
Panel& cost_panel(Figure& figure, const Text& axis_name, CurveAxis axis,
                  const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                  const Numbers& units = {});

} // namespace descente
