#include "figures.hpp"

#include "plot/learning_curves.hpp"

#include <algorithm>

namespace lab07 {

namespace {

// The slide's start stands out.
Look look_of(const Compared& start, int colour)
{
    const bool slide = start.name.english() == "Kaiming (slide)";
    return {.colour = colour,
            .dash = slide ? Dash::solid : Dash::automatic,
            .width = slide ? 1.8 : 1.0};
}

void draw(Panel& panel, const Study& study, const std::string& what, double low, double high)
{
    panel.y_axis(tr("standard deviation"), Scale::logarithmic).y_range(low, high);
    int colour = 0;
    for (const Compared& start : study.methods()) {
        ++colour;
        const auto sizes = of_each(start.runs, [&](const Run& run) { return run.kept(what); });
        const int layers = int(sizes.at(0).size());
        panel.x_axis(tr("layer")).x_range(1, layers);
        if (std::ranges::max(sizes[0]) == 0) // which no logarithmic axis shows
            panel.mark(std::max(1.0, layers / 2.0 - 1), 20 * low, tr("{}: 0", start.name), colour);
        else
            panel.runs(start.name, linear_space(1, layers, layers), sizes, look_of(start, colour));
    }
}

} // namespace

Figure scales_figure(const char* name, const Text& layers, const Study& study, const Text& sign)
{
    Figure figure(name, layers, 2);
    draw(figure.panel(tr("activations")), study, "activations", 1e-10, 1e10);
    draw(figure.panel(tr("gradients of the cost")), study, "gradients", 1e-13, 1e7);
    const Text told =
        study.told("gradients, max/min", {"Kaiming (slide)", "Xavier", "PyTorch's default"});
    return figure.note(tr("PyTorch's flat activations are its biases, not the image"))
        .says(tr("Gradients, largest layer over smallest: {}", told), sign);
}

Figure training_figure(const Study& study, long layers, const Text& sign)
{
    Figure figure("training", tr("Training {} layers of ReLU", layers), 2);
    const double top = 5;
    Panel& curves = figure.panel(tr("at its best α")).y_range(0, top).slide("training");
    curves.x_axis(tr("updates")).y_axis(tr("training cost (smoothed)"));
    curves.says(tr("Cost at the end: {}",
                   study.told("cost at the end", {"Kaiming (slide)", "PyTorch's default", "zero"})),
                sign);
    Panel& choice = figure.panel(tr("choice of α")).legend("off").y_range(not_a_number, 3000);
    choice.x_axis(tr("learning rate α"), Scale::logarithmic).slide("rates");
    choice.y_axis(tr("cost at the end (mean)"), Scale::logarithmic);
    const auto best = [&](const char* start) {
        return verbatim("{}\u00a0{:.2Lg}", study[start].name, study[start].best);
    };
    choice.says(tr("Best α: {}", listed({best("Kaiming (slide)"), best("Xavier")})));
    int colour = 0;
    for (const Compared& start : study.methods()) {
        ++colour;
        const Look look = look_of(start, colour);
        if (!start.tuning.empty())
            draw_tuning(choice, start.name, start.grid, start.tuning, 3000, look);
        const std::size_t stride = 5;
        std::vector<Numbers> costs = study.curves(start.name.english(), "cost");
        for (Numbers& one : costs) one = every(stride, smoothed(one));
        Numbers updates;
        for (std::size_t k = 0; k < costs.front().size(); ++k)
            updates.push_back(double(stride * k + 1));
        const Spread end = study.of(start.name.english(), "cost at the end");
        if (end.median < top) curves.runs(start.name, updates, costs, look);
        if (!(end.high < top))
            curves.diverged(end.median < top ? updates.back() : 1, top, start.name, colour);
    }
    return figure.note(tr("α chosen on other seeds"));
}

} // namespace lab07
