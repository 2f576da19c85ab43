#include "dashboard.hpp"

#include "base/stats.hpp"
#include "plot/layout.hpp"
#include "train/layer_outputs.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <cmath>

namespace lab13 {

namespace {

constexpr Index images_shown = 6, pixels_counted = 100'000;
constexpr double usual_ratio = 1e-3; // Karpathy, CS231n notes on neural networks, part 3

const Run::Curve& of_layer(const Run& run, const char* what, int layer)
{
    return run.curve(fmt::format("{} {}", what, layer));
}

int layers_of(const Run& run)
{
    int layers = 0;
    while (!of_layer(run, "gradient", layers + 1).values.empty()) ++layers;
    return layers;
}

// A run that diverged left a few points only.
Look look_of_layer(const Run& run, int layer)
{
    const bool few = of_layer(run, "gradient", layer).values.size() < 10;
    return {.colour = (layer - 1) % 8 + 1, .with_points = few};
}

// Some hundred values at most: more than that cannot be told apart on a slide.
Numbers thinned(const Numbers& values) { return every(values.size() / 300 + 1, values); }

void draw_inputs(Figure& figure, const Run& run, const Dataset& data)
{
    const Numbers& pixels = run.kept("inputs");
    const auto pixels_of = [&](Index images) {
        const Index n = std::min<Index>(images * data.features(), pixels.size());
        return Numbers(pixels.begin(), pixels.begin() + std::ptrdiff_t(n));
    };
    const Index images = std::max<Index>(1, pixels_counted / data.features());
    figure.panel(tr("input values")).histogram({}, pixels_of(images), 24);

    const Matrix shown = arma::conv_to<Matrix>::from(arma::vec(pixels_of(images_shown)));
    std::vector<Text> captions;
    for (const double label : run.kept("labels"))
        if (captions.size() < images_shown) captions.push_back(data.classes.at(Index(label)));
    figure.panel(tr("inputs and labels"))
        .image_grid(arma::reshape(shown, data.features(), captions.size()), data.shape,
                    images_shown / 2, captions);
}

void draw_quantiles(Panel& panel, const Quantiles& q, Look look)
{
    panel.runs({}, q.at, {q.low, q.middle, q.high}, look);
}

void draw_right(Figure& figure, const Run& run)
{
    Panel& right = figure.panel(tr("probability of the right class"));
    const bool few = run.curve("gradient 1").values.size() < 10; // points and no line to see
    draw_quantiles(right.y_range(0, 1).legend("off"), quantiles_of(run, "right"),
                   {.colour = 4, .dash = Dash::solid, .with_points = few});
}

// A band a layer, from the first to the last look, and the layer's number at its upper edge.
void draw_weights(Panel& panel, const Run& run)
{
    double reach = 0;
    const int layers = layers_of(run);
    for (int l = 1; l <= layers; ++l) {
        const Quantiles q = quantiles_of(run, fmt::format("weights {}", l));
        draw_quantiles(panel, q, look_of_layer(run, l));
        if (q.at.empty()) continue;
        const std::size_t late = q.at.size() * std::size_t(l) / std::size_t(layers + 1);
        panel.mark(q.at[late], q.high[late], verbatim("{}", l), look_of_layer(run, l).colour);
        for (const Numbers* edge : {&q.low, &q.high})
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
    double low = highest;
    double high = 0;
    for (const Numbers& curve : curves)
        for (const double value : curve) {
            if (!std::isfinite(value) || value <= 0) continue;
            low = std::min(low, value);
            high = std::max(high, std::min(value, highest));
        }
    if (high < low) low = high = 1;
    const auto decade = [](double exponent) { return std::pow(10, exponent); };
    panel.y_axis({}, Scale::logarithmic).legend("off");
    panel.y_range(decade(std::floor(std::log10(low) - 0.1)), decade(std::ceil(std::log10(high))));
}

// One line a layer; what is 0 lies at the bottom of the axis.
Panel& draw_layers(Panel& panel, const Run& run, const char* what, const Numbers& also = {})
{
    constexpr double bottom = 1e-8;
    std::vector<Numbers> curves{also};
    bool zeros = false;
    for (int l = 1; l <= layers_of(run); ++l) {
        auto [updates, values] = of_layer(run, what, l);
        for (double& value : values) {
            zeros = zeros || value < bottom;
            if (value < bottom) value = bottom;
        }
        panel.line({}, updates, values, look_of_layer(run, l));
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

void draw_costs(Panel& panel, const Run& run)
{
    const Numbers& cost = run.curve("cost").values;
    if (cost.empty()) return; // interrupted
    const Run::Curve& validation = run.curve("validation cost");
    const Numbers smooth = smoothed_logarithm(cost, 1 - 1 / (1 + 0.01 * double(cost.size())));
    whole_decades(panel, {smooth, validation.values}, 1e4 * cost[0]);
    draw_cost_curve(panel, tr("training"), thinned(counted(cost.size())), thinned(smooth),
                    {.colour = 1, .with_points = cost.size() < 10});
    draw_cost_curve(panel, tr("validation"), validation.updates, validation.values,
                    {.colour = 2, .with_points = true});
    if (std::isfinite(cost.back())) return;
    panel.diverged(double(cost.size()) - 1, cost.size() == 1 ? 1 : cost[cost.size() - 2], {}, 1);
}

} // namespace

Numbers smoothed_logarithm(const Numbers& costs, double decay)
{
    const Numbers logarithms = of_each(costs, [](double cost) { return std::log(cost); });
    return of_each(smoothed(logarithms, decay), [](double mean) { return std::exp(mean); });
}

Figure dashboard_figure(const Text& title, const Run& run, const Dataset& data)
{
    Figure figure("dashboard", title, 3);
    figure.of_seeds(1); // its bands are quantiles
    draw_inputs(figure, run, data);
    draw_right(figure, run);
    draw_weights(figure.panel(tr("weights W by layer")), run);
    Panel& rate = figure.panel(tr("learning rate α"));
    const Numbers& rates = run.curve("learning rate").values;
    if (!rates.empty()) rate.y_range(0, 1.15 * *std::ranges::max_element(rates));
    rate.line({}, thinned(counted(rates.size())), thinned(rates),
              {.colour = 6, .dash = Dash::solid, .with_points = rates.size() < 10});
    draw_costs(figure.panel(tr("costs")), run);

    Panel& gradients = figure.panel(tr("gradient norm ‖∂L/∂W‖"));
    draw_layers(gradients, run, "gradient").x_axis(tr("updates"));
    Panel& ratios = figure.panel(tr("update / weight")).x_axis(tr("updates"));
    draw_layers(ratios, run, "update ratio", {usual_ratio}).horizontal(usual_ratio);
    Panel& dead = figure.panel(tr("dead ReLU units (%)"));
    dead.x_axis(tr("updates")).y_range(-4, 104).legend("off");
    for (int l = 1; l <= layers_of(run); ++l)
        if (const auto& [updates, percent] = of_layer(run, "dead", l); !percent.empty())
            dead.line({}, updates, percent, look_of_layer(run, l));
    figure.note(
        tr("first seed; bands: 90 % of the weights, 80 % of the samples; dotted: the rule of "
           "thumb 10⁻³ (Karpathy, CS231n)"));
    return figure;
}

void add_to_board(Figure& board, const Run& run)
{
    draw_right(board, run);
    draw_weights(board.panel(tr("weights W by layer")), run);
    draw_layers(board.panel(tr("gradient norm ‖∂L/∂W‖")), run, "gradient").x_axis(tr("updates"));
}

} // namespace lab13
