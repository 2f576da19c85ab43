#include "batch_norm_report.hpp"

#include "nn/norm.hpp"
#include "plot/layout.hpp"
#include "plot/learning_curves.hpp"
#include "train/runs.hpp"

#include <cmath>
#include <functional>

namespace descente {

namespace {

const std::array<Text, 2> networks{{tr("without batch norm"), tr("with batch norm")}};
const Text size_axis = tr("size m");
const Text cost_axis = tr("cost (mean)");
const Text accuracy_axis = tr("accuracy (%)");

using WalkMeasure = std::function<double(const AlongGradient&)>;

// The median over looks in each seed.
Spread over_looks(const std::vector<Walks>& seeds, WalkKind kind, const WalkMeasure& measure)
{
    return spread_of(seeds,
                     [&](const Walks& walks) { return spread_of(walks.*kind, measure).median; });
}

// Three panels on one y axis from −reach to reach.
Figure activation_figure(const char* name, const Text& title, const Text& x_axis,
                         const std::vector<Activations>& curves, double reach)
{
    Figure figure(name, title, 3);
    const auto draw = [&](const Text& what, Quantiles Activations::*part, bool first) {
        Panel& panel = figure.panel(what).x_axis(x_axis).y_range(-reach, reach);
        if (first) panel.y_axis(tr("values on real images"));
        for (const Activations& curve : curves) {
            const Quantiles& q = curve.*part;
            panel.runs(curve.name, q.at, {q.low, q.middle, q.high});
        }
    };
    draw(tr("without: Wx + b"), &Activations::without, true);
    draw(tr("with, before: Wx + b"), &Activations::before, false);
    draw(tr("with, after: γ x̂ + β"), &Activations::after, false);
    figure.note(tr("first seed"));
    return figure;
}

// A run that diverged was not looked at any more.
Numbers padded(Numbers curve, std::size_t length)
{
    curve.resize(length, INFINITY);
    return curve;
}

} // namespace

void Activations::look(Sequential& net, const Dataset& batch, Index layer, Index units,
                       double place, double share)
{
    const auto outputs = layer_outputs(net, batch.x, batch.shape, Mode::train);
    Index at = 0;
    for (Index passed = 0; at < net.size(); ++at)
        if (dynamic_cast<Linear*>(&net.layer(at)) && passed++ == layer) break;
    const bool normed = dynamic_cast<BatchNorm*>(&net.layer(at + 1)) != nullptr;
    (normed ? before : without).add(place, outputs[at].head_rows(units), share);
    if (normed) after.add(place, outputs[at + 1].head_rows(units), share);
}

Figure layers_figure(const std::vector<Activations>& scales)
{
    return activation_figure("layers", tr("Before training, layer by layer: 90 % of the values"),
                             tr("layer"), scales, 8);
}

Figure unit_figure(const std::vector<Activations>& unit, Index layer)
{
    return activation_figure("unit",
                             tr("While training: one unit of layer {}, 70 % of its values", layer),
                             updates_axis, unit, 6);
}

Figure scale_map_figure(const std::array<Matrix, 2>& cost, const Numbers& scales,
                        const Numbers& rates, double guessing)
{
    Figure figure("map", tr("Which initial scales and learning rates train?"), 2);
    std::vector<Text> rate_names, scale_names;
    for (const double rate : rates) rate_names.push_back(verbatim("{:Lg}", rate));
    for (const double scale : scales)
        scale_names.push_back(scale < 1 ? verbatim("1/{:Lg}", 1 / scale)
                                        : verbatim("{:Lg}", scale));
    double lowest = guessing;
    for (const Matrix& z : cost) lowest = std::min(lowest, static_cast<double>(z.min()));
    const Numbers columns = counted(rates.size()), rows = counted(scales.size());
    for (const std::size_t net : {0U, 1U}) {
        const Matrix& z = cost[net];
        Panel& panel = figure.panel(networks[net]).x_names(rate_names).y_names(scale_names);
        panel.x_axis(tr("learning rate α"));
        if (net == 0) panel.y_axis(tr("initial scale (1: Kaiming)"));
        panel.heat_map(z, columns, rows, net == 1 ? cost_axis : Text(), false, true);
        panel.colour_range(lowest, guessing);
        Numbers x, y;
        for (Index i = 0; i < z.n_rows; ++i)
            for (Index j = 0; j < z.n_cols; ++j)
                if (!std::isfinite(z(i, j))) x.push_back(columns[j]), y.push_back(rows[i]);
        panel.points(tr("diverges"), x, y, {.colour = 2}, 2);
    }
    return figure;
}

void Walks::look(Module& net, const Dataset& data, const arma::uvec& batch,
                 const Numbers& step_lengths, const Numbers& distance_lengths)
{
    steps.push_back(walk_along_gradient(net, data, batch, Walk::steps, step_lengths));
    distances.push_back(walk_along_gradient(net, data, batch, Walk::distances, distance_lengths));
}

Finding smoother(const Text& claim, const TwinWalks& walks, WalkKind kind, std::size_t lengths)
{
    using Measure = double (AlongGradient::*)() const;
    const std::vector<std::pair<Text, Measure>> measures{
        {tr("cost range"), &AlongGradient::range},
        {"‖g′ − g‖", &AlongGradient::largest_change},
        {"β", &AlongGradient::smoothness}};
    int held = 0;
    std::vector<std::pair<Text, Spread>> numbers;
    for (const auto& [name, measure] : measures) {
        const auto within = [lengths, measure = measure](const AlongGradient& walk) {
            return std::invoke(measure, walk.head(lengths));
        };
        const Spread without = over_looks(walks[0], kind, within);
        const Spread with = over_looks(walks[1], kind, within);
        held += smaller(with, without) == Outcome::supported;
        numbers.emplace_back(tr("{} with", name), with);
        numbers.emplace_back(tr("{} without", name), without);
    }
    // Not judged: how far equal steps lead.
    const auto norm = [](const AlongGradient& walk) { return walk.gradient_norm; };
    numbers.emplace_back(tr("‖g‖ with"), over_looks(walks[1], kind, norm));
    numbers.emplace_back(tr("‖g‖ without"), over_looks(walks[0], kind, norm));
    return measured(claim, outcome_of(held, 3), tr("{} of 3", held), numbers);
}

Text parameters_line(const Text& name, Module& net)
{
    return tr("{}: {} numbers are learned, {} more (μ and σ²) are stored", name,
              parameter_count(net), buffer_count(net));
}

Text variance_line(const Matrix& x, Index m, Rng& rng)
{
    const VarianceOfBatches v = variance_of_batches(x, m, 10, rng);
    return tr("m = {:3}: σ² is {:.3Lf} of the true one with 1/m, {:.3Lf} with 1/(m−1)", m, v.with_m,
              v.with_m_less_1);
}

Figure smoothness_figure(const TwinWalks& walks, long look_every)
{
    Figure figure("smoothness", tr("How far do cost and gradient change along the gradient?"), 3);
    Panel& range = figure.panel(tr("equal α: cost")).x_axis(updates_axis);
    Panel& change = figure.panel(tr("equal α: gradient"));
    Panel& beta = figure.panel(tr("equal α: effective β"));
    range.y_axis(tr("lowest to highest")).y_range(0, 4);
    change.x_axis(updates_axis).y_axis(verbatim("‖g′ − g‖"), Scale::logarithmic);
    beta.x_axis(updates_axis).y_axis(verbatim("‖g′ − g‖ / ‖Δθ‖"), Scale::logarithmic);
    Panel& valley = figure.panel(tr("equal distances: cost"));
    Panel& relative = figure.panel(tr("equal distances: gradient"));
    Panel& curvature = figure.panel(tr("equal distances: β"));
    valley.y_axis(tr("change of the cost"));
    relative.y_axis(verbatim("‖g′ − g‖ / ‖g‖"), Scale::logarithmic);
    curvature.y_axis(verbatim("‖g′ − g‖ / ‖Δθ‖"), Scale::logarithmic);
    for (Panel* panel : {&valley, &relative, &curvature})
        panel->x_axis(tr("distance ‖Δθ‖"), Scale::logarithmic);
    for (const std::size_t net : {0U, 1U}) {
        const std::vector<Walks>& seeds = walks[net];
        const Look look{.colour = static_cast<int>(net) + 1};
        std::size_t looks = 0;
        for (const Walks& walk : seeds) looks = std::max(looks, walk.steps.size());
        const auto last = static_cast<double>(looks) * static_cast<double>(look_every);
        const Numbers updates =
            linear_space(static_cast<double>(look_every), last, static_cast<int>(looks));
        const auto against_updates = [&](Panel& panel, const WalkMeasure& measure) {
            std::vector<Numbers> curves;
            for (const Walks& walk : seeds)
                curves.push_back(padded(of_each(walk.steps, measure), looks));
            panel.runs(networks[net], updates, curves, look);
        };
        against_updates(change, &AlongGradient::largest_change);
        against_updates(beta, &AlongGradient::smoothness);
        std::vector<Numbers> first_seed;
        for (const WalkMeasure& measure :
             {WalkMeasure(&AlongGradient::lowest), WalkMeasure(&AlongGradient::cost),
              WalkMeasure(&AlongGradient::highest)})
            first_seed.push_back(padded(of_each(seeds[0].steps, measure), looks));
        range.runs(networks[net], updates, first_seed, look);

        const Numbers& moved = seeds[0].distances.front().moved;
        const auto against_distance = [&](Panel& panel, const auto& measure) {
            std::vector<Numbers> curves(seeds.size());
            for (std::size_t i = 0; i < moved.size(); ++i) {
                const Spread here =
                    over_looks(seeds, &Walks::distances,
                               [&](const AlongGradient& a) { return measure(a, i); });
                for (std::size_t seed = 0; seed < seeds.size(); ++seed)
                    curves[seed].push_back(here.values[seed]);
            }
            panel.runs(networks[net], moved, curves, look);
        };
        using At = const AlongGradient&;
        against_distance(valley, [](At a, std::size_t i) { return a.costs[i] - a.cost; });
        against_distance(
            relative, [](At a, std::size_t i) { return a.gradient_change[i] / a.gradient_norm; });
        against_distance(curvature,
                         [](At a, std::size_t i) { return a.gradient_change[i] / a.moved[i]; });
    }
    figure.note(tr("upper left: first seed; below: medians over looks"));
    return figure;
}

Figure evaluation_figure(const Numbers& sizes,
                         const std::vector<std::vector<AccuracyInBatches>>& runs)
{
    Figure figure("evaluation",
                  tr("One trained network, evaluated with three kinds of statistics"));
    Panel& panel = figure.panel().y_axis(accuracy_axis).y_range(0, 100).legend("above");
    panel.x_axis(tr("batch size in evaluation"), Scale::logarithmic);
    const auto draw = [&](const Text& name, double AccuracyInBatches::*statistics) {
        std::vector<Spread> accuracy;
        for (std::size_t i = 0; i < sizes.size(); ++i)
            accuracy.push_back(
                spread_of(runs, [&](const auto& run) { return run.at(i).*statistics; }));
        panel.spreads(name, sizes, accuracy);
    };
    draw(tr("stored"), &AccuracyInBatches::stored);
    draw(tr("of the batch"), &AccuracyInBatches::of_batch);
    draw(tr("of the batch, sorted by class"), &AccuracyInBatches::sorted);
    return figure;
}

Figure following_figure(const Numbers& decays, const std::vector<std::vector<Following>>& runs)
{
    Figure figure("following", tr("Stored statistics follow the network, or stay behind"), 2);
    Panel& error = figure.panel(tr("their error"));
    error.x_axis(updates_axis, Scale::logarithmic)
        .y_axis(tr("distance from the true ones [σ]"), Scale::logarithmic);
    Panel& accuracy = figure.panel(tr("accuracy with them"));
    accuracy.x_axis(updates_axis, Scale::logarithmic).y_axis(accuracy_axis).y_range(0, 100);
    for (std::size_t i = 0; i < decays.size(); ++i) {
        Numbers at;
        for (const Following& run : runs[i])
            if (run.at.size() > at.size()) at = run.at;
        std::vector<Numbers> errors, accuracies;
        for (const Following& run : runs[i]) {
            errors.push_back(padded(run.error, at.size()));
            accuracies.push_back(padded(run.accuracy, at.size()));
        }
        const Text name = decays[i] == 1 ? tr("never") : tr("decay {:Lg}", decays[i]);
        error.runs(name, at, errors);
        accuracy.runs(name, at, accuracies);
    }
    return figure;
}

Figure batch_size_figure(const Numbers& sizes, const std::vector<std::vector<ShortRun>>& runs)
{
    Figure figure("batch_size", tr("Small minibatches, each with its best α"), 3);
    const auto draw = [&](const Text& title, const Text& axis, double top,
                          double ShortRun::*number) {
        Panel& panel = figure.panel(title).y_axis(axis).y_range(0, top);
        panel.x_axis(size_axis, Scale::logarithmic);
        for (const std::size_t net : {0U, 1U}) {
            std::vector<Spread> spreads;
            for (std::size_t i = 0; i < sizes.size(); ++i)
                spreads.push_back(spread_of(runs[2 * i + net], number));
            panel.spreads(networks[net], sizes, spreads, {.colour = static_cast<int>(net) + 1});
        }
    };
    const Text training = tr("training cost (mean)");
    draw(tr("training mode"), training, 3, &ShortRun::seen);
    draw(tr("evaluation mode"), training, 3, &ShortRun::cost);
    draw(tr("validation"), accuracy_axis, 100, &ShortRun::accuracy);
    return figure;
}

} // namespace descente
