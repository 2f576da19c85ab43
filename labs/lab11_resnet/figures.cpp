#include "figures.hpp"

#include "nn/summary.hpp"
#include "plot/block_diagram.hpp"
#include "plot/layout.hpp"
#include "plot/learning_curves.hpp"

#include <algorithm>

namespace lab11 {

namespace {

const Text kinds[] = {tr("plain"), tr("residual")};

std::vector<Spread> by_depth(const Study& study, const Text& kind, const std::vector<long>& depths,
                             const char* number)
{
    return of_each(depths,
                   [&](long depth) { return study.of(net_name(kind, depth).english(), number); });
}

Numbers as_numbers(const std::vector<long>& depths) { return {depths.begin(), depths.end()}; }

} // namespace

Figure blocks_figure(Module& a, Module& b, const Shape& input)
{
    Figure figure("blocks", tr("The blocks of ResNet-18"), 2);
    const auto draw = [&](const char* slide, const Text& title, Module& block) {
        const Summary table = summarise(block, input);
        Index on_shortcut = 0;
        for (const LayerInfo& row : table.rows) on_shortcut += row.on_shortcut ? row.parameters : 0;
        Panel& panel = figure.panel(title).slide(slide);
        panel.says(tr("Of {} parameters the shortcut holds {}", grouped(table.parameters),
                      grouped(on_shortcut)));
        draw_block(panel, block, input);
    };
    draw("blocks", tr("ResBlock A: identity"), a);
    draw("projection", tr("ResBlock B: projection"), b);
    return figure;
}

Figure flow_figure(const Study& without, const Study& with, const std::vector<long>& depths)
{
    Figure figure("flow", tr("The gradient that reaches the first layer of a new net"), 2);
    const auto draw = [&](const char* slide, const Text& title, const Study& study) {
        Panel& panel = figure.panel(title).slide(slide).x_axis(tr("depth (layers)"));
        panel.y_axis(tr("‖dL/dW‖ of layer 1"), Scale::logarithmic);
        for (const Text& kind : kinds)
            panel.spreads(kind, as_numbers(depths),
                          by_depth(study, kind, depths, "first gradient"));
        const Evidence fewer = fewer_decades(study);
        const Versus& decades = fewer.effects.at(0);
        panel.says(tr("8 to 56 layers, {}: {:.1Lf} powers of ten plain, {:.1Lf} residual", title,
                      decades.b.median, decades.a.median),
                   sign(fewer.outcome));
    };
    draw("flow", tr("without batch norm"), without);
    draw("flow_norm", tr("with batch norm"), with);
    return figure;
}

Figure depth_figure(const Study& study, const std::vector<long>& depths, double guessing)
{
    Figure figure("depth", tr("The same nets with and without shortcuts"), 2);
    Panel& curves = figure.panel().x_axis(updates_axis).y_range(0, std::max(2.5, 1.08 * guessing));
    curves.y_axis(tr("training cost (mean)"));
    Panel& ends = figure.panel().x_axis(tr("depth (layers)"));
    ends.y_axis(tr("training cost at the end (mean)"));
    int colour = 0;
    for (const Text& kind : kinds) {
        Look look{.colour = ++colour};
        for (const long depth : {depths.front(), depths.back()}) {
            const auto costs = of_each(study.curves(net_name(kind, depth).english(), "cost"),
                                       [](const Numbers& cost) { return smoothed(cost); });
            look.thin_raw = depth == depths.front(); // it is the deep ones that differ
            curves.runs(verbatim("{}, {}", kind, depth), counted(costs[0].size(), 1), costs, look);
        }
        ends.spreads(kind, as_numbers(depths), by_depth(study, kind, depths, "cost at the end"),
                     {.colour = colour});
    }
    const auto deep = [&](const Text& kind) { return net_name(kind, depths.back()).english(); };
    const Evidence lower = study.lower(deep(kinds[1]), deep(kinds[0]), tr("cost at the end"));
    const Versus& cost = lower.effects.at(0);
    return figure.says(tr("With {} layers the cost ends at {:.2Lf} with shortcuts, {:.2Lf} without",
                          depths.back(), cost.a.median, cost.b.median),
                       sign(lower.outcome));
}

Figure linearity_figure(const Study& study, long depth)
{
    Figure figure("linearity",
                  tr("How linear is a block? Nets of {} layers after training", depth));
    Panel& panel = figure.panel().y_range(0, 1);
    panel.x_axis(tr("block (those that keep their size)"));
    panel.y_axis(tr("R² of the best convolution in its place"));
    int colour = 0;
    for (const Text& kind : kinds) {
        std::vector<Numbers> blocks;
        for (const Run& run : study[net_name(kind, depth).english()].runs)
            if (!run.kept("R²").empty()) blocks.push_back(run.kept("R²"));
        ++colour;
        if (!blocks.empty())
            panel.runs(kind, counted(blocks[0].size(), 1), blocks,
                       {.colour = colour, .with_points = true});
    }
    return figure;
}

} // namespace lab11
