#include "figures.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
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

Figure split_figure(const Dataset& training, const Dataset& validation, const Dataset& test)
{
    const Index both = training.size() + validation.size();
    Figure figure("split", tr("Split once and for all"));
    Panel& panel = figure.panel().x_axis(tr("images")).y_range(-0.6, 2.8).legend("off");
    panel.y_names({tr("test"), tr("validation"), tr("training")});
    const auto part = [&](double row, Index from, Index to, int colour, const Text& what_for) {
        panel.series(
            {.kind = "part",
             .look = {.colour = colour},
             .fields = {{Role::from, {double(from)}},
                        {Role::to, {double(to)}},
                        {Role::low, {row - 0.25}},
                        {Role::high, {row + 0.25}}},
             .plots = {{Layer::band,
                        fmt::format("using (0):(0):1:2:3:4 with boxxyerror fillstyle solid "
                                    "0.9 noborder linecolor rgb colour({})",
                                    colour)}},
             .ink = Ink::bars});
        panel.note(0.5 * double(from + to), row + 0.27, what_for);
    };
    part(2, 0, training.size(), 1, tr("each minibatch moves θ"));
    part(1, training.size(), both, 2, tr("stores the best θ, says when to stop"));
    part(0, 0, test.size(), 3, tr("judges once, at the end"));
    return figure.says(tr("{} images move θ, {} choose it, {} judge it", grouped(training.size()),
                          grouped(validation.size()), grouped(test.size())));
}

Figure overfitting_figure(const char* name, const Kind& kind, const std::vector<Index>& hidden)
{
    Figure figure(name, tr("Overfitting (shaded): {}", kind.labels), int(sizes.size()));
    Extent extent;
    for (const Text& size : sizes) // of the medians: one run's peak would flatten all curves
        extent.add(band(kind.study.curves(to_the_end(size).english(), "validation cost")).median);
    for (std::size_t n = 0; n < sizes.size(); ++n) {
        const auto training = kind.study.curves(to_the_end(sizes[n]).english(), "training cost");
        const auto validation =
            kind.study.curves(to_the_end(sizes[n]).english(), "validation cost");
        const Numbers epochs = counted(validation.front().size());
        Panel& panel = figure.panel(tr("{}: {} hidden units", sizes[n], hidden[n]));
        panel.x_axis(tr("epochs"));
        panel.y_axis(n == 0 ? tr("cost (mean)") : Text()).y_range(0, 1.25 * extent.high);
        panel.legend(n == 0 ? "bottom left" : "off");
        panel.runs(tr("training"), epochs, training).runs(tr("validation"), epochs, validation);
        const int best = best_epoch(kind.study, sizes[n]);
        const double lowest = band(validation).median.at(std::size_t(best) - 1);
        panel.mark(best, lowest, tr("epoch {}", best), 2);
        if (best < epochs.back()) panel.shade(best, epochs.back()); // the topic says what it is
    }
    const Evidence rises =
        lower(tr("test cost"), early_beside_end(kind, tr("test cost"), that_overfit));
    const std::vector<Text> by_size =
        of_each(early_beside_end(kind, tr("test cost")), [](const Versus& one) {
            return verbatim("{} {:+.2Lf}", one.name, paired_difference(one.b, one.a).median);
        });
    return figure.says(tr("Trained on, the test cost changes by: {}", listed(by_size)),
                       sign(rises.outcome));
}

Figure accuracy_figure(const std::vector<Kind>& kinds, Outcome as_expected)
{
    Figure figure("accuracy", tr("Does stopping early give more right answers?"));
    Panel& panel = figure.panel().x_names({sizes.begin(), sizes.end()}).legend("top left");
    panel.x_range(-0.5, double(sizes.size()) - 0.5).horizontal(0);
    panel.y_axis(tr("gain in test accuracy (points)"));
    std::vector<Text> of_large;
    for (const Kind& kind : kinds) {
        const double aside = &kind == &kinds.front() ? -0.07 : 0.07;
        Numbers x;
        std::vector<Spread> gains;
        for (const Versus& size : early_beside_end(kind, tr("test accuracy"))) {
            x.push_back(double(x.size()) + aside);
            gains.push_back(paired_difference(size.a, size.b));
        }
        panel.spreads(kind.labels, x, gains);
        of_large.push_back(verbatim("{:+.1Lf} ({})", gains.back().median, kind.labels));
    }
    return figure.says(tr("Large network stopped early, points gained: {}", listed(of_large)),
                       sign(as_expected));
}

Figure test_figure(const std::vector<Kind>& kinds)
{
    Figure figure("test", tr("On the test set: stopped early, or trained to the end"),
                  int(kinds.size()));
    Extent extent;
    for (const Kind& kind : kinds)
        for (const Compared& method : kind.study.methods())
            extent.add(kind.study.of(method.name.english(), "test cost").values);
    const double room = 0.08 * (extent.high - extent.low);
    for (const Kind& kind : kinds) {
        const bool first = &kind == &kinds.front();
        Panel& panel = figure.panel(kind.labels).x_names({sizes.begin(), sizes.end()});
        panel.x_range(-0.5, double(sizes.size()) - 0.5).legend(first ? "top right" : "off");
        if (first) panel.y_axis(tr("test cost"));
        if (room > 0) panel.y_range(extent.low - room, extent.high + room);
        Numbers lefts, rights; // places beside one another
        std::vector<Spread> stopped, ended;
        for (const Versus& size : early_beside_end(kind, tr("test cost"))) {
            lefts.push_back(double(lefts.size()) - 0.07);
            rights.push_back(double(rights.size()) + 0.07);
            stopped.push_back(size.a);
            ended.push_back(size.b);
        }
        panel.spreads(tr("early"), lefts, stopped, {.colour = 3});
        panel.spreads(tr("to the end"), rights, ended, {.colour = 6});
    }
    const Versus large_one = early_beside_end(kinds.front(), tr("test cost"), {large}).at(0);
    return figure.says(tr("Large network, {}: test cost {:.2Lf} stopped early, {:.2Lf} at the end",
                          kinds.front().labels, large_one.a.median, large_one.b.median),
                       sign(lower_at_the_stored(kinds).outcome));
}

Figure patience_figure(const Study& study)
{
    Figure figure("patience", tr("How long to wait for a better epoch"), 2);
    Panel& run = figure.panel(tr("what it takes")).y_axis(tr("epochs run"));
    Panel& lost = figure.panel(tr("what it misses")).legend("off");
    lost.y_axis(tr("validation cost above the best (%)"));
    for (Panel* panel : {&run, &lost}) panel->x_axis(tr("patience (epochs)"), Scale::logarithmic);
    int shade = -1;
    for (const Text& size : sizes) {
        const Look look{.colour = ramp(std::size_t(++shade), sizes.size())};
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
        run.spreads(size, x, epochs, look);
        lost.spreads(size, x, above, look);
        if (size.english() == right.english())
            figure.says(
                tr("Right network, patience 10: {:.0Lf} epochs, cost {:.1Lf} % above the best",
                   epochs.at(4).median, above.at(4).median));
    }
    return figure;
}

} // namespace lab12
