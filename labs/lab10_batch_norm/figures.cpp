#include "figures.hpp"

#include "plot/layout.hpp"
#include "smoothness.hpp"
#include "statistics.hpp"
#include "tolerance.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace lab10 {

namespace {

// A line between two others of one run, such as quantiles: no seeds are counted.
void draw_between(Panel& panel, const Text& label, const Numbers& x, const Numbers& low,
                  const Numbers& middle, const Numbers& high, int colour)
{
    panel.series(
        {.kind = "line and band",
         .label = label,
         .look = {.colour = colour},
         .fields = {{Role::x, x}, {Role::low, low}, {Role::y, middle}, {Role::high, high}},
         .plots = {{Layer::band,
                    fmt::format("using 1:($2+0*$4):($4+0*$2) with filledcurves linecolor rgb "
                                "colour({}) fillstyle transparent solid 0.3 noborder",
                                colour)},
                   {Layer::curve,
                    fmt::format("using 1:3 with lines linetype {} dashtype solid", colour), true}},
         .ink = Ink::curve});
}

// Three panels on one y axis from −reach to reach.
Figure activation_figure(const char* name, const Text& title, const Text& x_axis,
                         const std::vector<Activations>& curves, double reach)
{
    Figure figure(name, title, 3);
    const auto draw = [&](const Text& what, Quantiles Activations::*part) {
        Panel& panel = figure.panel(what).x_axis(x_axis).y_range(-reach, reach);
        if (part == &Activations::without) panel.y_axis(tr("values on real images"));
        for (std::size_t n = 0; n < curves.size(); ++n) {
            const Quantiles& q = curves[n].*part;
            draw_between(panel, curves[n].name, q.at, q.low, q.middle, q.high,
                         curves.size() > 1 ? ramp(n, curves.size()) : 1);
        }
    };
    draw(tr("without: Wx + b"), &Activations::without);
    draw(tr("with, before: Wx + b"), &Activations::before);
    draw(tr("with, after: γ x̂ + β"), &Activations::after);
    return figure.note(tr("first seed"));
}

double wandering(const Numbers& median)
{
    const auto [low, high] = std::ranges::minmax(median);
    return high - low;
}

} // namespace

Figure layers_figure(const std::vector<Activations>& scales)
{
    const auto widths = [&](Quantiles Activations::*part) {
        return spread(of_each(scales, [&](const Activations& scale) {
            return (scale.*part).high.back() - (scale.*part).low.back();
        }));
    };
    const Spread without = widths(&Activations::without), after = widths(&Activations::after);
    return activation_figure("layers", tr("Before training, layer by layer: 90 % of the values"),
                             tr("layer"), scales, 8)
        .says(tr(
            "Values of the last layer over {:.3Lg} to {:.3Lg}; after batch norm {:.3Lg} to {:.3Lg}",
            without.low, without.high, after.low, after.high));
}

Figure unit_figure(const Activations& unit, Index layer)
{
    return activation_figure("unit",
                             tr("While training: one unit of layer {}, 70 % of its values", layer),
                             tr("updates"), {unit}, 6)
        .says(tr("The unit's median wanders over {:.1Lf} without batch norm, {:.1Lf} after it",
                 wandering(unit.without.middle), wandering(unit.after.middle)));
}

Figure scale_map_figure(const Study& sweep, const Numbers& scales, double guessing)
{
    Figure figure("map", tr("Which initial scales and learning rates train?"), 2);
    const Numbers& rates = sweep.methods().front().grid;
    std::array<Matrix, 2> medians;
    double lowest = 0.9 * guessing; // colours need a range even where nothing trains
    for (const bool batch_norm : {false, true}) {
        const std::vector<Matrix> seeds = cost_grids(sweep, scales, batch_norm);
        Matrix z(scales.size(), rates.size());
        for (Index cell = 0; cell < z.n_elem; ++cell)
            z[cell] =
                Real(spread_of(seeds, [&](const Matrix& m) { return double(m[cell]); }).median);
        lowest = std::min(lowest, double(z.min()));
        medians[batch_norm] = z;
    }
    const auto name = [](double value) { return verbatim("{:Lg}", value); };
    const auto fraction = [](double scale) {
        return scale < 1 ? verbatim("1/{:Lg}", 1 / scale) : verbatim("{:Lg}", scale);
    };
    const Numbers columns = counted(rates.size()), rows = counted(scales.size());
    for (const bool batch_norm : {false, true}) {
        const Matrix& z = medians[batch_norm];
        Panel& panel = figure.panel(twin_of(batch_norm).name).x_axis(tr("learning rate α"));
        panel.x_names(of_each(rates, name)).y_names(of_each(scales, fraction));
        if (!batch_norm) panel.y_axis(tr("initial scale (1: Kaiming)"));
        panel.heat_map(z, columns, rows, batch_norm ? tr("cost (mean)") : Text(), false, true);
        panel.colour_range(lowest, guessing);
        Numbers x, y;
        for (Index i = 0; i < z.n_rows; ++i)
            for (Index j = 0; j < z.n_cols; ++j) {
                if (std::isfinite(z(i, j))) continue;
                x.push_back(columns[j]);
                y.push_back(rows[i]);
            }
        panel.points(tr("diverges"), x, y, {.colour = 2}, 2);
    }
    return figure;
}

Figure smoothness_figure(const Study& study, double guessing, const Evidence& equal_steps,
                         const Evidence& equal_distances)
{
    Figure figure("smoothness", tr("How far do cost and gradient change along the gradient?"), 3);
    const auto new_panel = [&](const Text& title, const Text& y, bool equal_alpha) -> Panel& {
        Panel& panel = figure.panel(title).slide(equal_alpha ? "smoothness" : "distances");
        panel.y_axis(y, y.english().starts_with("‖") ? Scale::logarithmic : Scale::linear);
        if (equal_alpha) return panel.x_axis(tr("updates"));
        return panel.x_axis(tr("distance ‖Δθ‖"), Scale::logarithmic);
    };
    Panel& range = new_panel(tr("equal α: cost of the first seed"), tr("lowest to highest"), true);
    range.y_range(0, std::max(4.0, 1.7 * guessing));
    const Versus &near = equal_steps.effects.at(0), &far = equal_distances.effects.at(0);
    range.says(
        tr("In steps of up to 4 α the cost ranges over {:.2Lg} with batch norm, {:.2Lg} without",
           near.a.median, near.b.median),
        sign(equal_steps.outcome));
    Panel& change = new_panel(tr("equal α: gradient"), verbatim("‖g′ − g‖"), true);
    Panel& beta = new_panel(tr("equal α: effective β"), verbatim("‖g′ − g‖ / ‖Δθ‖"), true);
    Panel& valley = new_panel(tr("equal distances: cost"), tr("change of the cost"), false);
    Panel& relative = new_panel(tr("equal distances: gradient"), verbatim("‖g′ − g‖ / ‖g‖"), false);
    Panel& curvature = new_panel(tr("equal distances: β"), verbatim("‖g′ − g‖ / ‖Δθ‖"), false);
    valley.says(
        tr("Within ‖Δθ‖ = 0.8 the cost ranges over {:.2Lg} with batch norm, {:.2Lg} without",
           far.a.median, far.b.median),
        sign(equal_distances.outcome));
    for (const bool batch_norm : {false, true}) {
        const Compared& twin = study[twin_of(batch_norm).name.english()];
        const Look look{.colour = batch_norm ? 2 : 1};
        const auto curves = [&](const char* what) {
            return study.curves(twin.name.english(), fmt::format("steps {}", what));
        };
        const std::size_t looks = curves("cost").front().size();
        const double every = twin.runs.front().curve("steps cost").updates.front();
        const Numbers updates = linear_space(every, double(looks) * every, int(looks));
        draw_between(range, twin.name, updates, curves("4 lowest")[0], curves("cost")[0],
                     curves("4 highest")[0], look.colour);
        change.runs(twin.name, updates, curves("4 change"), look);
        beta.runs(twin.name, updates, curves("4 β"), look);

        const auto against_distance = [&](Panel& panel, const char* what) {
            Numbers moved;
            std::vector<Numbers> seeds(twin.runs.size());
            for (const int n : {1, 2, 3, 4, 5}) {
                const std::string length = fmt::format("distances {} ", n);
                moved.push_back(twin.runs[0].curve(length + "moved").values.front());
                const Spread here = over_looks(twin, length + what);
                for (std::size_t s = 0; s < seeds.size(); ++s) seeds[s].push_back(here.values[s]);
            }
            panel.runs(twin.name, moved, seeds, look);
        };
        against_distance(valley, "climb");
        against_distance(relative, "turn");
        against_distance(curvature, "curvature");
    }
    return figure.note(tr("at equal distances: medians over looks"));
}

Figure evaluation_figure(const Compared& method)
{
    Figure figure("evaluation", tr("Evaluated with three kinds of statistics"));
    Panel& panel = figure.panel().y_axis(tr("accuracy (%)")).y_range(0, 100).legend("above");
    panel.x_axis(tr("batch size in evaluation"), Scale::logarithmic);
    const auto draw = [&](const Text& name, const char* kind) {
        const auto accuracy = [&](Index m) {
            return spread_of(method.runs, [&](const Run& run) {
                return run.number(fmt::format("{} {}", kind, m));
            });
        };
        panel.spreads(name, {evaluated_sizes.begin(), evaluated_sizes.end()},
                      of_each(evaluated_sizes, accuracy));
    };
    draw(tr("stored"), "stored");
    draw(tr("of the batch"), "of batch");
    draw(tr("of the batch, sorted by class"), "sorted");
    return figure;
}

Figure following_figure(const Study& study)
{
    Figure figure("following", tr("Stored statistics follow the network, or stay behind"), 2);
    Panel& error = figure.panel(tr("their error")).x_axis(tr("updates"), Scale::logarithmic);
    error.y_axis(tr("distance from the true ones [σ]"), Scale::logarithmic);
    Panel& accuracy = figure.panel(tr("accuracy with them")).y_range(0, 100);
    accuracy.x_axis(tr("updates"), Scale::logarithmic).y_axis(tr("accuracy (%)"));
    Numbers at; // of the longest run: others have diverged
    for (const Compared& method : study.methods())
        for (const Run& run : method.runs)
            if (run.curve("error").updates.size() > at.size()) at = run.curve("error").updates;
    for (std::size_t n = 0; n < study.methods().size(); ++n) { // slower and slower
        const Text& name = study.methods()[n].name;
        const Look look{.colour = ramp(n, study.methods().size())};
        error.runs(name, at, study.curves(name.english(), "error"), look);
        accuracy.runs(name, at, study.curves(name.english(), "accuracy"), look);
    }
    return figure;
}

Figure batch_size_figure(const Study& study, const Numbers& sizes, double guessing)
{
    Figure figure("batch_size", tr("Small minibatches, each with its best α"), 3);
    const auto draw = [&](const Text& title, const Text& axis, double highest, const char* number) {
        Panel& panel = figure.panel(title).y_axis(axis).y_range(0, highest);
        panel.x_axis(tr("size m"), Scale::logarithmic);
        for (const Twin& twin : twins) {
            const auto spread_at = [&](double m) {
                return study.of(of_size(m, twin).english(), number);
            };
            panel.spreads(twin.name, sizes, of_each(sizes, spread_at),
                          {.colour = twin.batch_norm ? 2 : 1});
        }
    };
    const double top = std::max(3.0, 1.3 * guessing);
    draw(tr("training mode"), tr("training cost (mean)"), top, "cost seen");
    draw(tr("evaluation mode"), tr("training cost (mean)"), top, "training cost");
    draw(tr("validation"), tr("accuracy (%)"), 100, "validation accuracy");
    return figure;
}

} // namespace lab10
