#include "two_tasks.hpp"

#include <algorithm>

namespace lab02 {

namespace {

Text name_of(double lambda) { return verbatim("λ = {:L}", lambda); }

} // namespace

std::vector<Task> tasks(const Numbers& lambdas)
{
    std::vector<Task> all{{tr("class alone"), 1, 0}, {tr("angle alone"), 0, 1}};
    for (const double lambda : lambdas) all.push_back({name_of(lambda), 1, lambda});
    return all;
}

Figure joint_figure(const Study& study, const Numbers& lambdas)
{
    Figure figure("joint", tr("Class cost + λ · angle cost"));
    Panel& panel = figure.panel().x_axis(tr("accuracy (%)"));
    panel.y_axis(tr("angle error (°)"));
    for (const double lambda : lambdas) {
        const std::string task = name_of(lambda).english();
        const Spread right = study.of(task, "accuracy");
        const Spread off = study.of(task, "angle error");
        panel.points({}, right.values, off.values, {.colour = 1}, 0.6);
        panel.mark(right.median, off.median, name_of(lambda), 2);
    }
    panel.vertical(study.of("class alone", "accuracy").median, tr("class alone"));
    panel.horizontal(study.of("angle alone", "angle error").median, tr("angle alone"));
    return figure.note(
        tr("means over 64, rad²; with a sum of the angle costs λ × 64, in degrees² λ × 3283"));
}

namespace {

// What the worse off of the two loses: 1 is a point of accuracy or 10 % more error.
double points_lost(const Study& study, double lambda)
{
    const double right = study.of("class alone", "accuracy").median;
    const double off = study.of("angle alone", "angle error").median;
    const std::string task = name_of(lambda).english();
    return std::max(right - study.of(task, "accuracy").median,
                    10 * (study.of(task, "angle error").median / off - 1));
}

double best_lambda(const Study& study, const Numbers& lambdas)
{
    return *std::ranges::min_element(lambdas, {},
                                     [&](double lambda) { return points_lost(study, lambda); });
}

} // namespace

Evidence one_lambda(const Study& study, const Numbers& lambdas)
{
    const double best = best_lambda(study, lambdas);
    return all_at_most(tr("λ = {:L}: points lost", best), {points_lost(study, best)}, 1);
}

std::size_t serves_both(const Study& study, const Numbers& lambdas)
{
    const double lost = points_lost(study, best_lambda(study, lambdas));
    if (lost < 0) return 2;
    return lost <= 1 ? 0 : 1;
}

} // namespace lab02
