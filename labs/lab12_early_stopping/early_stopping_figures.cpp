#include "early_stopping_figures.hpp"

#include "plot/layout.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

using Twins = std::vector<StoppingTwins>;

/// One a seed, each of as many epochs: a run that ended early counts as infinite from there on.
std::vector<Numbers> to_the_end(const Twins& runs, Numbers Trained::*curve)
{
    std::vector<Numbers> curves =
        of_each(runs, [&](const StoppingTwins& run) { return run.to_end.*curve; });
    std::size_t longest = 0;
    for (const Numbers& c : curves) longest = std::max(longest, c.size());
    for (Numbers& c : curves) c.resize(longest, std::numeric_limits<double>::infinity());
    return curves;
}

Numbers epochs_of(const std::vector<Numbers>& curves)
{
    return counted(curves.empty() ? 0 : curves.front().size(), 1);
}

/// Of the finite numbers of these curves.
struct Extent {
    double low = std::numeric_limits<double>::infinity(), high = 0;
    void add(const std::vector<Numbers>& curves)
    {
        for (const Numbers& curve : curves)
            for (const double value : curve) {
                if (!std::isfinite(value)) continue;
                low = std::min(low, value);
                high = std::max(high, value);
            }
    }
};

const Text cost_of_mean = tr("cost (mean)");

} // namespace

int best_epoch(const Twins& runs)
{
    const Numbers median = band(to_the_end(runs, &Trained::validation_cost)).median;
    if (median.empty()) return 0;
    return static_cast<int>(std::ranges::min_element(median) - median.begin()) + 1;
}

Figure split_figure(const Dataset& training, const Dataset& validation)
{
    Figure figure("split", tr("Split once and for all"));
    Panel& panel = figure.panel().y_axis(tr("images")).x_names(training.classes).legend("above");
    const auto bars = [&](const Text& name, const Dataset& part) {
        panel.bars(name,
                   arma::conv_to<Numbers>::from(class_histogram(part.labels, part.class_count())));
    };
    bars(tr("training"), training);
    bars(tr("validation"), validation);
    return figure;
}

std::vector<std::string> split_row(const Text& name, const Dataset& part, Language language)
{
    const Standardiser found = standardiser_overall(part.x);
    const auto digits = [&](Real value) { // rounded first, so that there is no −0.000
        const double rounded = std::round(1000 * static_cast<double>(value)) / 1000 + 0.0;
        return verbatim("{:.3Lf}", rounded).in(language);
    };
    return {name.in(language), std::to_string(part.size()), digits(found.mean[0]),
            digits(found.deviation[0])};
}

Figure overfitting_figure(std::string name, const Text& title, const std::vector<Text>& networks,
                          const StoppingRuns& runs)
{
    Figure figure(std::move(name), title, static_cast<int>(networks.size()));
    Extent extent;
    for (const Twins& twins : runs) extent.add(to_the_end(twins, &Trained::validation_cost));
    for (std::size_t n = 0; n < networks.size(); ++n) {
        const auto training = to_the_end(runs[n], &Trained::training_cost);
        const auto validation = to_the_end(runs[n], &Trained::validation_cost);
        const Numbers epochs = epochs_of(validation);
        Panel& panel =
            figure.panel(networks[n]).x_axis(tr("epochs")).y_axis(n == 0 ? cost_of_mean : {});
        panel.legend(n == 0 ? "bottom left" : "off");
        if (extent.high > 0) panel.y_range(0, 1.1 * extent.high);
        panel.runs(tr("training"), epochs, training);
        panel.runs(tr("validation"), epochs, validation);
        const int best = best_epoch(runs[n]);
        if (best < 1) continue;
        const double lowest = band(validation).median[static_cast<std::size_t>(best) - 1];
        panel.mark(best, lowest, tr("epoch {}", best), 2);
        if (best < epochs.back()) panel.shade(best, epochs.back()); // the title says what it is
    }
    return figure;
}

Figure stopping_accuracy_figure(const std::vector<Text>& kinds, const std::vector<Text>& networks,
                                const std::vector<StoppingRuns>& runs)
{
    Figure figure("accuracy", tr("Where the cost is lowest (●), is the accuracy highest?"),
                  static_cast<int>(kinds.size()));
    Extent medians;
    for (const StoppingRuns& kind : runs)
        for (const Twins& twins : kind) {
            const Numbers median = band(to_the_end(twins, &Trained::validation_accuracy)).median;
            // The first epochs would flatten the rest.
            medians.add({Numbers(median.begin() + std::ssize(median) / 5, median.end())});
        }
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        Panel& panel =
            figure.panel(kinds[k]).x_axis(tr("epochs")).legend(k == 0 ? "bottom right" : "off");
        if (k == 0) panel.y_axis(tr("validation accuracy (%)"));
        if (medians.high > medians.low) panel.y_range(medians.low - 2, medians.high + 2);
        for (std::size_t n = 0; n < networks.size(); ++n) {
            const auto accuracy = to_the_end(runs[k][n], &Trained::validation_accuracy);
            const Numbers epochs = epochs_of(accuracy);
            const Look look{.colour = static_cast<int>(n) + 1};
            panel.runs(networks[n], epochs, accuracy, look);
            const int best = best_epoch(runs[k][n]);
            if (best < 1) continue;
            const double there = band(accuracy).median[static_cast<std::size_t>(best) - 1];
            panel.mark(best, there, {}, look.colour);
        }
    }
    return figure;
}

Figure stopping_test_figure(const std::vector<Text>& kinds, const std::vector<Text>& networks,
                            const std::vector<StoppingRuns>& runs)
{
    Figure figure("test", tr("On the test set: stopped early, or trained to the end"),
                  static_cast<int>(kinds.size()));
    const double last = static_cast<double>(networks.size()) - 1;
    for (const auto number : {&Trained::test_cost, &Trained::test_accuracy}) {
        const bool costs = number == &Trained::test_cost;
        Extent extent;
        for (const StoppingRuns& kind : runs)
            for (const Twins& twins : kind)
                for (const auto twin : {&StoppingTwins::early, &StoppingTwins::to_end})
                    extent.add({twins_spread(twins, twin, number).values});
        const double room = 0.08 * (extent.high - extent.low);
        for (std::size_t k = 0; k < kinds.size(); ++k) {
            Panel& panel = figure.panel(costs ? kinds[k] : Text()).x_names(networks);
            panel.x_range(-0.5, last + 0.5).legend(costs && k == 0 ? "top right" : "off");
            if (k == 0) panel.y_axis(costs ? tr("cost") : tr("accuracy (%)"));
            if (room > 0) panel.y_range(extent.low - room, extent.high + room);
            for (const auto twin : {&StoppingTwins::early, &StoppingTwins::to_end}) {
                const bool early = twin == &StoppingTwins::early;
                Numbers x; // beside one another
                std::vector<Spread> y;
                for (std::size_t n = 0; n < networks.size(); ++n) {
                    x.push_back(static_cast<double>(n) + (early ? -0.07 : 0.07));
                    y.push_back(twins_spread(runs[k][n], twin, number));
                }
                panel.spreads(early ? tr("early") : tr("to the end"), x, y,
                              {.colour = early ? 3 : 6});
            }
        }
    }
    return figure;
}

Figure patience_figure(const std::vector<Text>& networks, const StoppingRuns& runs,
                       const std::vector<int>& patiences)
{
    Figure figure("patience", tr("How long to wait for a better epoch"), 2);
    Panel& run = figure.panel(tr("what it takes")).y_axis(tr("epochs run"));
    Panel& lost = figure.panel(tr("what it misses")).legend("off");
    lost.y_axis(tr("validation cost above the best (%)"));
    for (Panel* panel : {&run, &lost}) panel->x_axis(tr("patience (epochs)"), Scale::logarithmic);
    for (std::size_t n = 0; n < networks.size(); ++n) {
        Numbers x;
        std::vector<Spread> epochs, above;
        for (const int patience : patiences) {
            const auto stop = [&](const StoppingTwins& twins) {
                return stop_with_patience(twins.to_end.validation_cost, patience);
            };
            x.push_back(patience);
            epochs.push_back(spread_of(runs[n], [&](const StoppingTwins& twins) {
                return static_cast<double>(stop(twins).epochs);
            }));
            above.push_back(spread_of(runs[n], [&](const StoppingTwins& twins) {
                const int best = stop(twins).best_epoch;
                const Numbers& cost = twins.to_end.validation_cost;
                if (best < 0) return std::numeric_limits<double>::infinity();
                return 100 *
                       (cost[static_cast<std::size_t>(best)] / *std::ranges::min_element(cost) - 1);
            }));
        }
        run.spreads(networks[n], x, epochs);
        lost.spreads(networks[n], x, above);
    }
    return figure;
}

std::vector<Text> stopping_header(const Text& kind)
{
    std::vector<Text> header{kind, tr("best epoch"), tr("epochs")};
    for (const Text& what : {tr("validation"), tr("test"), tr("test %")})
        for (const Text& when : {tr("early"), tr("end")})
            header.push_back(verbatim("{}, {}", what, when));
    return header;
}

std::vector<std::vector<std::string>> stopping_rows(const std::vector<Text>& networks,
                                                    const StoppingRuns& runs, Language language)
{
    std::vector<std::vector<std::string>> rows;
    for (std::size_t n = 0; n < networks.size(); ++n) {
        rows.push_back({networks[n].in(language)});
        const auto add = [&](Trained StoppingTwins::*twin, double Trained::*number,
                             const char* format) {
            const double median = twins_spread(runs[n], twin, number).median;
            rows.back().push_back(verbatim(fmt::runtime(format), median).in(language));
        };
        for (const auto number : {&Trained::best_epoch, &Trained::epochs})
            add(&StoppingTwins::early, number, "{:.0Lf}");
        for (const auto number :
             {&Trained::final_validation_cost, &Trained::test_cost, &Trained::test_accuracy})
            for (const auto twin : {&StoppingTwins::early, &StoppingTwins::to_end})
                add(twin, number, number == &Trained::test_accuracy ? "{:.1Lf}" : "{:.3Lf}");
    }
    return rows;
}

} // namespace descente
