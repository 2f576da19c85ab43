#include "dashboard.hpp"

#include "base/stats.hpp"
#include "plot/layout.hpp"
#include "plot/learning_curves.hpp"
#include "train/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

constexpr Index images_shown = 6, pixels_counted = 100'000;
constexpr double usual_ratio = 1e-3; // Karpathy, CS231n notes on neural networks, part 3

// A run that diverged left a few points only.
Look look_of_layer(const Watched& seen, std::size_t l)
{
    return {.colour = static_cast<int>(l % 8) + 1, .with_points = seen.updates.size() < 10};
}

// Some hundred values at most: more than that cannot be told apart on a slide.
std::size_t stride_of(const Numbers& values) { return values.size() / 300 + 1; }

void draw_inputs(Figure& figure, const Dataset& inputs)
{
    const Index images = std::max<Index>(1, pixels_counted / inputs.features());
    const Numbers values = numbers(first(inputs, images).x);
    figure.panel(tr("input values")).histogram({}, values, 24);

    const Dataset shown = first(inputs, images_shown);
    std::vector<Text> captions;
    for (const Index label : shown.labels) captions.push_back(shown.classes[label]);
    figure.panel(tr("inputs and labels"))
        .image_grid(shown.x, shown.shape, images_shown / 2, captions);
}

void draw_quantiles(Panel& panel, const Text& name, const Quantiles& q, Look look)
{
    panel.runs(name, q.at, {q.low, q.middle, q.high}, look);
}

// A band a layer, from the first to the last look, and the layer's number at its upper edge.
void draw_weights(Panel& panel, const Watched& seen)
{
    double reach = 0;
    for (std::size_t l = 0; l < seen.layers.size(); ++l) {
        const Quantiles& weights = seen.layers[l].weights;
        draw_quantiles(panel, {}, weights, look_of_layer(seen, l));
        if (weights.at.empty()) continue;
        const std::size_t late = weights.at.size() * (l + 1) / (seen.layers.size() + 1);
        panel.mark(weights.at[late], weights.high[late], verbatim("{}", l + 1),
                   look_of_layer(seen, l).colour);
        for (const Numbers* edge : {&weights.low, &weights.high})
            for (const double w : *edge) reach = std::max(reach, std::abs(w));
    }
    // Up to 1, 2 or 5 times a power of ten, so that there is a tic on either side of 0.
    const double power = std::pow(10, std::floor(std::log10(reach > 0 ? reach : 0.5)));
    double round = 10 * power;
    for (const double m : {5.0, 2.0, 1.0})
        if (m * power >= reach) round = m * power;
    panel.y_range(-1.15 * round, 1.15 * round);
}

// A logarithmic axis of whole decades around these numbers, so that a flat curve has tics too.
void whole_decades(Panel& panel, const std::vector<Numbers>& curves, double highest = 1e30)
{
    double low = highest, high = 0;
    for (const Numbers& curve : curves)
        for (const double value : curve)
            if (std::isfinite(value) && value > 0)
                low = std::min(low, value), high = std::max(high, std::min(value, highest));
    if (high < low) low = high = 1;
    const auto decade = [](double exponent) { return std::pow(10, exponent); };
    panel.y_axis({}, Scale::logarithmic).legend("off");
    panel.y_range(decade(std::floor(std::log10(low) - 0.1)), decade(std::ceil(std::log10(high))));
}

// One line a layer; what is 0 lies at the bottom of the axis.
Panel& draw_layers(Panel& panel, const Watched& seen, std::vector<double> WatchedLayer::*what,
                   const Numbers& also = {})
{
    constexpr double bottom = 1e-8;
    std::vector<Numbers> curves{also};
    bool zeros = false;
    for (std::size_t l = 0; l < seen.layers.size(); ++l) {
        Numbers values = seen.layers[l].*what;
        for (double& value : values) {
            zeros = zeros || value < bottom;
            if (value < bottom) value = bottom;
        }
        panel.line({}, seen.updates, values, look_of_layer(seen, l));
        curves.push_back(values);
    }
    whole_decades(panel, curves);
    if (zeros) panel.horizontal(bottom, verbatim("0"));
    return panel;
}

// Each curve is named where it has room.
void draw_cost_curve(Panel& panel, const Text& name, const Numbers& at, const Numbers& cost,
                     Look look)
{
    panel.line({}, at, cost, look);
    if (at.empty()) return;
    const std::size_t late = at.size() * 2 / 3;
    const std::size_t i = cost[late] < panel.parts().y.range.value()[1] ? late : 0; // in view
    panel.mark(at[i], cost[i], name, look.colour);
}

void draw_costs(Panel& panel, const Dashboard& run)
{
    if (run.cost.empty()) return; // interrupted
    const std::size_t stride = stride_of(run.cost);
    const Numbers smooth =
        smoothed_logarithm(run.cost, 1 - 1 / (1 + 0.01 * double(run.cost.size())));
    whole_decades(panel, {smooth, run.validation_cost}, 1e4 * run.cost[0]);
    draw_cost_curve(panel, tr("training"), every(stride, counted(smooth.size())),
                    every(stride, smooth), {.colour = 1, .with_points = smooth.size() < 10});
    draw_cost_curve(panel, tr("validation"), run.validation_at, run.validation_cost,
                    {.colour = 2, .with_points = true});
    const auto diverged =
        std::ranges::find_if(run.cost, [](double c) { return !std::isfinite(c); });
    if (diverged == run.cost.end()) return;
    const auto last = static_cast<std::size_t>(diverged - run.cost.begin());
    panel.diverged(static_cast<double>(last), last == 0 ? 1 : run.cost[last - 1], {}, 1);
}

} // namespace

Numbers smoothed_logarithm(const Numbers& costs, double decay)
{
    Numbers logarithms = costs;
    for (double& cost : logarithms) cost = std::log(cost);
    Numbers smooth = smoothed(logarithms, decay);
    for (double& cost : smooth) cost = std::exp(cost);
    return smooth;
}

void Dashboard::validate(Module& net, const Dataset& validation, long updates)
{
    validation_at.push_back(static_cast<double>(updates));
    validation_cost.push_back(evaluate(net, validation).cost);
}

Figure dashboard_figure(const std::string& name, const Text& title, const Dashboard& run)
{
    Figure figure(name, title, 3);
    const Watched& seen = run.watched;
    draw_inputs(figure, run.inputs);
    Panel& right = figure.panel(tr("probability of the right class"));
    draw_quantiles(right.y_range(0, 1).legend("off"), {}, seen.right,
                   {.colour = 4, .dash = Dash::solid, .with_points = seen.updates.size() < 10});

    Panel& weights = figure.panel(tr("weights W by layer"));
    draw_weights(weights, seen);
    const std::size_t stride = stride_of(run.rate);
    Panel& rate = figure.panel(tr("learning rate α"));
    if (!run.rate.empty()) rate.y_range(0, 1.15 * *std::ranges::max_element(run.rate));
    rate.line({}, every(stride, counted(run.rate.size())), every(stride, run.rate),
              {.colour = 6, .dash = Dash::solid, .with_points = run.rate.size() < 10});
    draw_costs(figure.panel(tr("costs")), run);

    Panel& gradients = figure.panel(tr("gradient norm ‖∂L/∂W‖"));
    draw_layers(gradients, seen, &WatchedLayer::gradient).x_axis(updates_axis);
    Panel& ratios = figure.panel(tr("update / weight")).x_axis(updates_axis);
    draw_layers(ratios, seen, &WatchedLayer::update_ratio, {usual_ratio}).horizontal(usual_ratio);
    Panel& dead = figure.panel(tr("dead ReLU units (%)"));
    dead.x_axis(updates_axis).y_range(-4, 104).legend("off");
    for (std::size_t l = 0; l < seen.layers.size(); ++l)
        if (!seen.layers[l].dead.empty())
            dead.line({}, seen.updates, seen.layers[l].dead, look_of_layer(seen, l));
    figure.note(
        tr("first seed; bands: 90 % of the weights, 80 % of the samples; dotted: the rule of "
           "thumb 10⁻³ (Karpathy, CS231n)"));
    return figure;
}

std::vector<Text> update_lines(const std::vector<Dashboard>& runs)
{
    std::vector<Text> lines;
    for (std::size_t l = 0; l < runs.at(0).watched.layers.size(); ++l) {
        const Spread ratio = spread_of(runs, [&](const Dashboard& run) {
            return spread(run.watched.layers.at(l).update_ratio).median;
        });
        lines.push_back(tr("layer {}: an update moves W by {:.2Lg} of its norm ({:.2Lg} to "
                           "{:.2Lg})",
                           l + 1, ratio.median, ratio.low, ratio.high));
    }
    return lines;
}

} // namespace descente
