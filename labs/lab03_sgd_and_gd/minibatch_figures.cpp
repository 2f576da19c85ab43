#include "minibatch_figures.hpp"

#include <algorithm>

namespace descente {

namespace {

const Text batch_axis = tr("minibatch size |Ω|");
const Text sample_axis = tr("samples seen");
const Text time_axis = tr("time [s]");

/// A panel of draw_cost curves, runs[j] with names[j], both axes logarithmic. `units` has one entry
/// a curve; empty: 1.
Panel& cost_panel(Figure& figure, const Text& axis_name, CurveAxis axis,
                  const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                  const Numbers& units = {})
{
    Panel& panel = figure.panel();
    panel.x_axis(axis_name, Scale::logarithmic);
    panel.y_axis(tr("training cost (mean)"), Scale::logarithmic);
    for (std::size_t j = 0; j < runs.size(); ++j)
        draw_cost(panel, names[j], runs[j], axis, units.empty() ? 1 : units[j]);
    return panel;
}

} // namespace

Spread first_at(const LearningCurves& curves, CurveAxis axis, double target)
{
    return spread_of(
        curves, [&](const LearningCurve& c) { return first_reached(c.*axis, c.cost, target); });
}

double worst_final_cost(const LearningCurves& curves)
{
    return spread_of(curves, &LearningCurve::final_cost).high;
}

Figure four_axes_figure(const std::vector<LearningCurves>& runs, const Numbers& alpha,
                        Index samples, Index batch_size)
{
    Figure figure("gd_and_sgd", tr("The same runs along four axes"), 2);
    const double n = static_cast<double>(samples);
    const std::vector<Text> names = {verbatim("GD, α = {:Lg}", alpha[0]),
                                     verbatim("SGD, α = {:Lg}", alpha[1])};
    cost_panel(figure, tr("epochs"), &LearningCurve::samples, names, runs, {1 / n, 1 / n});
    cost_panel(figure, updates_axis, &LearningCurve::updates, names, runs);
    cost_panel(figure, sample_axis, &LearningCurve::samples, names, runs);
    cost_panel(figure, time_axis, &LearningCurve::seconds, names, runs);
    // The slides write sums over Ω where we take means: the same steps with α / |Ω|.
    figure.note(tr("N_train = {}, |Ω| = {} in SGD; α for sums over Ω: {:.1Lg} and {:.1Lg}", samples,
                   batch_size, alpha[0] / n, alpha[1] / static_cast<double>(batch_size)));
    return figure;
}

Figure epoch_figure(const Dataset& data, Index batch_size, const Rng& rng)
{
    const Dataset few = first(data, 50);
    Figure figure("epoch", tr("An epoch uses each sample once"), 2);
    Panel& order = figure.panel(tr("50 samples, |Ω| = 8")).legend("above");
    order.x_axis(tr("place in the epoch")).y_axis(tr("sample"));
    for (double edge = 8.5; edge < 50; edge += 8) order.vertical(edge);
    Panel& uses = figure.panel(tr("{} samples, |Ω| = {}", data.size(), batch_size));
    uses.x_axis(tr("uses in an epoch")).legend("above");
    uses.y_axis(tr("samples (%)"))
        .x_names({verbatim("0"), verbatim("1"), verbatim("2"), verbatim("3"), verbatim("4+")});

    Minibatches small(few, 8, rng), large(data, batch_size, rng);
    for (const Text& name : {tr("epoch 1"), tr("epoch 2")}) {
        const std::vector<Index> drawn = draw_epoch(small);
        order.points(name, linear_space(1, 50, 50), Numbers(drawn.begin(), drawn.end()), {}, 1.5);
        uses.bars(name, shares_by_uses(draw_epoch(large), data.size(), 5));
    }
    Rng own = rng.fork(1);
    const Numbers random = shares_by_uses(draw_with_replacement(data.size(), own), data.size(), 5);
    uses.bars(tr("with replacement"), random);
    figure.note(tr("with replacement, {:.1Lf} % are never seen", random[0]));
    return figure;
}

Figure noise_figure(const GradientNoiseSweep& sweep, Index samples)
{
    Figure figure("noise", tr("The noise of a minibatch's gradient, θ fixed"), 2);
    const double n = static_cast<double>(samples);
    const Text measured = tr("measured");
    Panel& variance = figure.panel().x_axis(batch_axis, Scale::logarithmic);
    variance.y_axis(tr("variance ‖g_Ω − g‖²"), Scale::logarithmic).vertical(n, verbatim("N"));
    variance.line(verbatim("(σ²/|Ω|) (N−|Ω|)/(N−1)"), sweep.size, sweep.law);
    variance.points(measured, sweep.size, sweep.variance, {}, 1.5).legend("bottom left");
    Panel& cosine = figure.panel().x_axis(batch_axis, Scale::logarithmic);
    cosine.y_axis(tr("cosine (g_Ω, g)")).vertical(n, verbatim("N"));
    cosine.line(tr("‖g‖/√(‖g‖²+variance)"), sweep.size, sweep.cosine_law);
    cosine.points(measured, sweep.size, sweep.cosine, {}, 1.5).legend("top left");
    figure.note(tr("N = {} here; slope {:.2Lf}; variance {:.0e} at |Ω| = N", samples, sweep.slope,
                   sweep.at_full_size));
    return figure;
}

Figure small_batches_figure(const Numbers& sizes, const std::vector<Spread>& update,
                            const std::vector<Spread>& sample,
                            const std::vector<LearningCurves>& runs)
{
    Figure figure("too_small", tr("Too small a minibatch"), 2);
    Panel& cost = figure.panel().x_axis(batch_axis, Scale::logarithmic);
    cost.y_axis(time_axis, Scale::logarithmic).legend("above");
    cost.spreads(tr("per update"), sizes, update, {.colour = 7});
    cost.spreads(tr("per sample"), sizes, sample, {.colour = 8});
    std::vector<Text> names;
    Numbers seconds;
    for (std::size_t j = 0; j < sizes.size(); ++j) {
        names.push_back(verbatim("{}", sizes[j]));
        seconds.push_back(update[j].median);
    }
    cost_panel(figure, updates_axis, &LearningCurve::updates, names, runs).legend("above");
    cost_panel(figure, sample_axis, &LearningCurve::samples, names, runs).legend("above");
    cost_panel(figure, time_axis, &LearningCurve::updates, names, runs, seconds).legend("above");
    figure.note(tr("curves: |Ω|, with α tuned for each"));
    return figure;
}

Figure generalisation_figure(const Numbers& sizes, const std::vector<Comparison>& comparisons)
{
    Figure figure("generalisation", tr("Small and large minibatches"), 2);
    const Text accuracy = tr("test accuracy (%)");
    std::vector<Numbers> costs(sizes.size()), tests(sizes.size());
    for (const Comparison& comparison : comparisons) {
        std::vector<Spread> test;
        for (std::size_t j = 0; j < sizes.size(); ++j) {
            for (const LearningCurve& curve : comparison.runs[j]) {
                costs[j].push_back(curve.final_cost);
                tests[j].push_back(curve.test);
            }
            test.push_back(spread_of(comparison.runs[j], &LearningCurve::test));
        }
        Panel& panel = figure.panel(comparison.name).x_axis(batch_axis, Scale::logarithmic);
        panel.y_axis(accuracy).spreads({}, sizes, test);
    }
    Panel& all = figure.panel(tr("all these runs")).y_axis(accuracy);
    all.x_axis(tr("training cost (mean)"), Scale::logarithmic);
    for (std::size_t j = 0; j < sizes.size(); ++j)
        all.points(verbatim("{}", sizes[j]), costs[j], tests[j], {}, 1.5);
    return figure;
}

Figure escape_figure(const DoubleWell& well, const EscapeStudy& study, int frames)
{
    Figure figure("escape",
                  tr("Noise can leave a poor minimum (one dimension, no proof for networks)"), 3);
    const double edge = 1.7;
    const Numbers theta = linear_space(-edge, edge, 171);
    Numbers cost;
    for (const double t : theta) cost.push_back(well.cost(t));
    const int steps = static_cast<int>(study.walks.front().size()) - 1;
    for (int frame = 1; frame <= frames; ++frame) {
        const int now = frame * steps / frames;
        Numbers x, y;
        for (const Numbers& walk : study.walks) {
            x.push_back(std::clamp(walk[now], -edge, edge));
            y.push_back(well.cost(x.back()));
        }
        if (frame > 1) figure.next_frame();
        Panel& valley = figure.panel(tr("noise {}, update {}", study.shown_noise, now));
        valley.x_axis(verbatim("θ")).y_axis(tr("cost U(θ)")).line({}, theta, cost);
        valley.points({}, x, y, {.colour = 2}, 1.5);

        Panel& paths = figure.panel(tr("three of these runs"));
        paths.x_axis(updates_axis).x_range(0, steps).y_axis(verbatim("θ")).y_range(-2, 2);
        const Numbers updates = every(10, linear_space(0, now, now + 1));
        for (int i = 0; i < 3; ++i) {
            const Numbers path(study.walks[i].begin(), study.walks[i].begin() + now + 1);
            paths.line({}, updates, every(10, path));
        }

        Panel& shares = figure.panel(tr("end in the deep well"));
        shares.x_axis(tr("noise (deviation)")).y_axis(tr("runs (%)"));
        shares.y_range(0, 100).legend("above");
        shares.line(tr("start: poor"), study.noise, study.from_poor, {.with_points = true});
        shares.line(tr("start: anywhere"), study.noise, study.from_anywhere, {.with_points = true});
    }
    return figure;
}

} // namespace descente
