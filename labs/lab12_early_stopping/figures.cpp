#include "figures.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lab12 {

namespace {

Numbers counted(std::size_t n)
{
    Numbers epochs(n);
    std::iota(epochs.begin(), epochs.end(), 1);
    return epochs;
}

// The median of the runs' best epochs, as the table has it: not where the median curve is lowest.
int best_epoch(const Study& study, const Text& size)
{
    const double median = study.of(to_the_end(size).english(), "best epoch").median;
    return std::isfinite(median) ? std::max(1, int(std::lround(median))) : 1;
}

// Of the finite numbers among these.
struct Extent {
    double low = infinity, high = 0;
    void add(const Numbers& values)
    {
        for (const double value : values) {
            if (!std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
};

} // namespace

Figure split_figure(const Dataset& training, const Dataset& validation)
{
    Figure figure("split", tr("Split once and for all"));
    Panel& panel = figure.panel().y_axis(tr("images")).x_names(training.classes).legend("above");
    const auto images = [](const Dataset& part) {
        return arma::conv_to<Numbers>::from(class_histogram(part.labels, part.class_count()));
    };
    panel.bars(tr("training"), images(training)).bars(tr("validation"), images(validation));
    return figure;
}

Figure overfitting_figure(const char* name, const Kind& kind, const std::vector<Index>& hidden)
{
    Figure figure(name, tr("Overfitting (shaded): {}", kind.labels), int(sizes.size()));
    Extent extent;
    for (const Text& size : sizes)
        for (const Numbers& run : kind.study.curves(to_the_end(size).english(), "validation cost"))
            extent.add(run);
    for (std::size_t n = 0; n < sizes.size(); ++n) {
        const auto training = kind.study.curves(to_the_end(sizes[n]).english(), "training cost");
        const auto validation =
            kind.study.curves(to_the_end(sizes[n]).english(), "validation cost");
        const Numbers epochs = counted(validation.front().size());
        Panel& panel = figure.panel(tr("{}: {} hidden units", sizes[n], hidden[n]));
        panel.x_axis(tr("epochs"));
        panel.y_axis(n == 0 ? tr("cost (mean)") : Text()).y_range(0, 1.1 * extent.high);
        panel.legend(n == 0 ? "bottom left" : "off");
        panel.runs(tr("training"), epochs, training).runs(tr("validation"), epochs, validation);
        const int best = best_epoch(kind.study, sizes[n]);
        const double lowest = band(validation).median.at(std::size_t(best) - 1);
        panel.mark(best, lowest, tr("epoch {}", best), 2);
        if (best < epochs.back()) panel.shade(best, epochs.back()); // the title says what it is
    }
    return figure;
}

Figure accuracy_figure(const std::vector<Kind>& kinds)
{
    Figure figure("accuracy", tr("Where the cost is lowest (●), is the accuracy highest?"),
                  int(kinds.size()));
    Extent extent;
    for (const Kind& kind : kinds)
        for (const Text& size : sizes) {
            const auto runs = kind.study.curves(to_the_end(size).english(), "validation accuracy");
            const Numbers median = band(runs).median;
            // The first epochs would flatten the rest.
            extent.add(Numbers(median.begin() + std::ssize(median) / 5, median.end()));
        }
    for (const Kind& kind : kinds) {
        const bool first = &kind == &kinds.front();
        Panel& panel = figure.panel(kind.labels).x_axis(tr("epochs"));
        panel.legend(first ? "bottom right" : "off").y_range(extent.low - 2, extent.high + 2);
        if (first) panel.y_axis(tr("validation accuracy (%)"));
        int colour = 0;
        for (const Text& size : sizes) {
            const auto accuracy =
                kind.study.curves(to_the_end(size).english(), "validation accuracy");
            panel.runs(size, counted(accuracy.front().size()), accuracy, {.colour = ++colour});
            const int best = best_epoch(kind.study, size);
            panel.mark(best, band(accuracy).median.at(std::size_t(best) - 1), {}, colour);
        }
    }
    return figure;
}

Figure test_figure(const std::vector<Kind>& kinds)
{
    Figure figure("test", tr("On the test set: stopped early, or trained to the end"),
                  int(kinds.size()));
    const double last = double(sizes.size()) - 1;
    for (const Text& number : {tr("test cost"), tr("test accuracy")}) {
        const bool costs = number.english() == "test cost";
        Extent extent;
        for (const Kind& kind : kinds)
            for (const Compared& method : kind.study.methods())
                extent.add(kind.study.of(method.name.english(), number.english()).values);
        const double room = 0.08 * (extent.high - extent.low);
        for (const Kind& kind : kinds) {
            const bool first = &kind == &kinds.front();
            Panel& panel = figure.panel(costs ? kind.labels : Text());
            panel.x_names({sizes.begin(), sizes.end()}).x_range(-0.5, last + 0.5);
            panel.legend(costs && first ? "top right" : "off");
            if (first) panel.y_axis(costs ? tr("cost") : tr("accuracy (%)"));
            if (room > 0) panel.y_range(extent.low - room, extent.high + room);
            Numbers lefts, rights; // places beside one another
            std::vector<Spread> stopped, ended;
            for (const Text& size : sizes) {
                lefts.push_back(double(lefts.size()) - 0.07);
                rights.push_back(double(rights.size()) + 0.07);
                stopped.push_back(kind.study.of(early(size).english(), number.english()));
                ended.push_back(kind.study.of(to_the_end(size).english(), number.english()));
            }
            panel.spreads(tr("early"), lefts, stopped, {.colour = 3});
            panel.spreads(tr("to the end"), rights, ended, {.colour = 6});
        }
    }
    return figure;
}

Figure patience_figure(const Study& study)
{
    Figure figure("patience", tr("How long to wait for a better epoch"), 2);
    Panel& run = figure.panel(tr("what it takes")).y_axis(tr("epochs run"));
    Panel& lost = figure.panel(tr("what it misses")).legend("off");
    lost.y_axis(tr("validation cost above the best (%)"));
    for (Panel* panel : {&run, &lost}) panel->x_axis(tr("patience (epochs)"), Scale::logarithmic);
    for (const Text& size : sizes) {
        const auto costs = study.curves(to_the_end(size).english(), "validation cost");
        Numbers x;
        std::vector<Spread> epochs, above;
        for (const int patience : {1, 2, 3, 5, 10, 20, 50}) {
            x.push_back(patience);
            epochs.push_back(spread_of(costs, [&](const Numbers& cost) {
                return double(stop_with(patience, cost).epochs);
            }));
            above.push_back(spread_of(costs, [&](const Numbers& cost) {
                const int best = stop_with(patience, cost).best_epoch;
                const double kept = best < 0 ? infinity : cost[std::size_t(best)];
                return 100 * (kept / *std::ranges::min_element(cost) - 1);
            }));
        }
        run.spreads(size, x, epochs);
        lost.spreads(size, x, above);
    }
    return figure;
}

} // namespace lab12
