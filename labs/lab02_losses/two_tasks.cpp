#include "two_tasks.hpp"

#include "autodiff/ops.hpp"
#include "networks.hpp"
#include "nn/losses.hpp"
#include "nn/models.hpp"
#include "train/metrics.hpp"

#include <algorithm>

namespace lab02 {

namespace {

Text name_of(double lambda) { return verbatim("λ = {:L}", lambda); }
Spread with(const Study& study, double lambda, const std::string& number)
{
    return study.of(name_of(lambda).english(), number);
}

Numbers ascending(Numbers lambdas)
{
    std::ranges::sort(lambdas);
    return lambdas;
}

} // namespace

std::vector<Task> tasks(Numbers lambdas)
{
    std::vector<Task> all{{tr("class alone"), 1, 0}, {tr("angle alone"), 0, 1}};
    for (const double lambda : ascending(std::move(lambdas)))
        all.push_back({name_of(lambda), 1, lambda});
    return all;
}

Sequential for_two_tasks(const Dataset& data, Rng& rng)
{
    return mlp({data.features(), 256, 128, data.class_count() + 1}, rng);
}

Run learn_two_tasks(const Task& task, const Rotated& data, CombinedCost cost, const Rng& rng)
{
    const Dataset& images = data.training.images;
    const Index angle = images.class_count();
    Rng start = rng;
    Sequential net = for_two_tasks(images, start);
    const auto l = [&](const Var& o, const Step& now) {
        const Var off = constant(data.training.angles.cols(now.indices)) - rows(o, angle, angle);
        const Var l_angle = sum(square(off)) / double(o.cols());
        const Var l_class = softmax_cross_entropy(rows(o, 0, angle - 1), now.labels);
        return cost(task.of_class * l_class, task.lambda, l_angle);
    };
    train(net, images, 4, 0.001, l, start);
    Run run;
    note_answers(run, "validation", net, data.validation);
    note_answers(run, "test", net, data.test);
    return run;
}

void note_answers(Run& run, const std::string& part, Module& net, const Turned& data)
{
    const Index angle = data.images.class_count();
    const Matrix o = predict(net, data.images.x, data.images.shape);
    const Matrix off = arma::mean(arma::abs(o.row(angle) - data.angles), 1);
    run[part + " accuracy"] = 100 * accuracy(o.head_rows(angle), data.images.labels);
    run[part + " angle error"] = off[0] / degree;
}

double chosen_lambda(const Study& study, const Numbers& lambdas)
{
    const double right = study.of("class alone", "validation accuracy").median;
    const double off = study.of("angle alone", "validation angle error").median;
    const auto points_lost = [&](double lambda) {
        return std::max(right - with(study, lambda, "validation accuracy").median,
                        10 * (with(study, lambda, "validation angle error").median / off - 1));
    };
    return *std::ranges::min_element(lambdas, {}, points_lost);
}

Evidence serves_both(const Study& study, double lambda)
{
    const Spread more =
        spread_of(paired_difference(with(study, lambda, "test angle error"),
                                    study.of("angle alone", "test angle error"))
                      .values,
                  [&](double degrees) {
                      return 100 * degrees / study.of("angle alone", "test angle error").median;
                  });
    return together(no_lower_by(2, tr("test accuracy"),
                                {{name_of(lambda), with(study, lambda, "test accuracy"),
                                  study.of("class alone", "test accuracy")}},
                                tr(" points")),
                    at_most(tr("angle error above angle alone"), more, 20, verbatim(" %")));
}

std::size_t what_it_does(const Study& study, double lambda)
{
    using enum Outcome;
    const Outcome right =
        smaller(study.of("class alone", "test accuracy"), with(study, lambda, "test accuracy"));
    const Outcome off = smaller(with(study, lambda, "test angle error"),
                                study.of("angle alone", "test angle error"));
    if (right == supported && off == supported) return 2;
    const Outcome both = serves_both(study, lambda).outcome;
    if (both == inconclusive) return 3;
    return both == supported ? 0 : 1;
}

Evidence trades(const Study& study, const Numbers& lambdas)
{
    std::vector<std::pair<Text, Spread>> right, off;
    for (const double lambda : ascending(lambdas)) {
        right.emplace_back(name_of(lambda), with(study, lambda, "test accuracy"));
        off.emplace_back(name_of(lambda), with(study, lambda, "test angle error"));
    }
    return together(falls(tr("test accuracy"), right, verbatim(" %")),
                    falls(tr("angle error"), off, verbatim("°")));
}

Figure joint_figure(const Study& study, const Numbers& lambdas, double chosen)
{
    Figure figure("joint", tr("Class cost + λ · angle cost"));
    Panel& panel = figure.panel().x_axis(tr("test accuracy (%)"));
    panel.y_axis(tr("angle error (°)"));
    const double right = study.of("class alone", "test accuracy").median;
    const double off = study.of("angle alone", "test angle error").median;
    Numbers across, up;
    for (const double lambda : ascending(lambdas)) {
        const Spread accuracy = with(study, lambda, "test accuracy");
        const Spread error = with(study, lambda, "test angle error");
        panel.points({}, accuracy.values, error.values, {.colour = 1}, 0.6);
        across.push_back(accuracy.median);
        up.push_back(error.median);
    }
    panel.line({}, across, up, {.colour = 1, .dash = Dash::solid});
    const Numbers sorted = ascending(lambdas);
    for (std::size_t i = 0; i < sorted.size(); ++i)
        panel.mark(across[i], up[i], name_of(sorted[i]), sorted[i] == chosen ? 2 : 1);
    panel.vertical(right, tr("class alone")).horizontal(off, tr("angle alone"));
    figure.of_seeds(study.methods()[0].runs.size());
    figure.says(tr("{}: {:.1Lf} % right, {:.1Lf}° off; each task alone: {:.1Lf} %, {:.1Lf}°",
                   name_of(chosen), with(study, chosen, "test accuracy").median,
                   with(study, chosen, "test angle error").median, right, off),
                sign(serves_both(study, chosen).outcome));
    return figure.note(tr("λ chosen on validation; means over 64, rad²; with a sum of the angle "
                          "costs λ × 64, in degrees² λ × 3283"));
}

} // namespace lab02
