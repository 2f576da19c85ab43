#include "figures.hpp"

#include <algorithm>
#include <cmath>

namespace lab08 {

namespace {

Text cost_axis() { return tr("training cost (mean)"); }

// With none of the labels at random, or all.
bool is_drawn(const Kind& kind) { return kind.random_labels == 0 || kind.random_labels == 1; }

// Each run by itself, since each ends when it is at zero: with a dot, or saying that it is not.
void draw_each(Panel& panel, const Text& label, const std::vector<Run>& runs, int colour)
{
    const Look look{.colour = colour, .width = 0.6};
    Text name = label; // once in the legend
    for (const Run& run : runs) {
        Numbers updates = run.curve("training cost").updates;
        Numbers costs = run.curve("training cost").values;
        updates.insert(updates.begin(), 0);
        costs.insert(costs.begin(), run.number("cost at first"));
        panel.line(name, updates, costs, look);
        name = {};
        if (std::isfinite(run.number("updates to zero")))
            panel.points({}, {updates.back()}, {costs.back()}, look, 0.8);
        else
            panel.mark(updates.back(), costs.back(), tr("not reached"), colour);
    }
}

} // namespace

Figure images_figure(const std::vector<Kind>& kinds, const std::vector<Dataset>& seen)
{
    Figure figure("images", tr("What the network is to learn"), 5);
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        if (!is_drawn(kinds[k])) continue;
        std::vector<Text> captions;
        for (const Index label : seen[k].labels) captions.push_back(seen[k].classes[label]);
        figure.panel(kinds[k].name).image_grid(seen[k].x, seen[k].shape, 1, captions);
    }
    return figure;
}

Figure fitting_figure(const std::vector<Kind>& kinds, const Study& study)
{
    Figure figure("fitting", tr("Everything is learned by heart"));
    Panel& cost = figure.panel().x_axis(tr("updates")).y_axis(cost_axis(), Scale::logarithmic);
    int colour = 0;
    for (const Kind& kind : kinds)
        if (is_drawn(kind)) draw_each(cost, kind.name, study[kind.name.english()].runs, ++colour);
    const double random = study.of("random labels", "updates to zero").median,
                 as_they_are = study.of("true labels", "updates to zero").median;
    if (std::isfinite(random))
        figure.says(tr("Random labels: zero cost after {:.0Lf} updates; true ones: {:.0Lf}", random,
                       as_they_are),
                    sign(all_reached_zero(study).outcome));
    return figure;
}

Figure corruption_figure(const std::vector<Kind>& kinds, const Study& study, Index classes,
                         long most)
{
    Figure figure("corruption", tr("More random labels"), 2);
    const Text share = tr("random labels (%)");
    Panel& time = figure.panel(tr("to learn them by heart")).x_axis(share).y_axis(tr("updates"));
    Panel& test = figure.panel(tr("on the test set")).x_axis(share).y_axis(tr("test error (%)"));
    Numbers shares;
    std::vector<Spread> updates, errors;
    for (const Kind& kind : by_share(kinds)) {
        shares.push_back(100 * kind.random_labels);
        updates.push_back(study.of(kind.name.english(), "updates to zero"));
        errors.push_back(test_errors(study, kind));
        if (!std::isfinite(updates.back().high))
            time.diverged(shares.back(), double(most), tr("not reached"));
    }
    time.spreads({}, shares, updates);
    test.y_range(0, 100)
        .spreads({}, shares, errors)
        .horizontal(100 - chance(classes), tr("chance"));
    figure.note(tr("test labels are true"));
    return figure.says(tr("From true to random labels: {:.0Lf} to {:.0Lf} updates, {:.0Lf} to "
                          "{:.0Lf} % of test errors",
                          updates.front().median, updates.back().median, errors.front().median,
                          errors.back().median),
                       sign(with_random_labels(kinds, study).outcome));
}

Figure unexpected_figure(const Study& study, Index classes)
{
    Figure figure("unexpected", tr("Same network, same zero cost"));
    Panel& panel = figure.panel().y_range(0, 100).legend("above");
    panel.y_axis(tr("right answers (%)"));
    panel.x_names({tr("random labels (expected)"), tr("true labels (unexpected)")});
    const auto of = [&](const char* number) {
        return std::vector{study.of("random labels", number), study.of("true labels", number)};
    };
    panel.bars(tr("training set"), of("training accuracy"));
    panel.bars(tr("test set, true labels"), of("test accuracy"));
    panel.horizontal(chance(classes));
    figure.note(tr("line: chance, {:.0Lf} %", chance(classes)));
    return figure.says(tr("True labels: {:.0Lf} % right; random labels: {:.0Lf} %",
                          study.of("true labels", "test accuracy").median,
                          study.of("random labels", "test accuracy").median),
                       sign(most_of_the_test_set(study).outcome));
}

Figure starts_figure(const std::vector<Run>& starts, const std::vector<Numbers>& walks)
{
    Figure figure("starts", tr("Not convex, yet zero cost"), 2);
    Panel& descent = figure.panel(plural("{} start", "{} starts", starts.size()));
    descent.x_axis(tr("updates")).y_axis(cost_axis(), Scale::logarithmic);
    draw_each(descent, {}, starts, 1);
    Panel& line = figure.panel(tr("between two minima"));
    line.x_axis(tr("place on the straight line")).y_axis(cost_axis());
    for (const Numbers& costs : walks)
        line.line({}, linear_space(0, 1, int(costs.size())), costs, {.colour = 2});
    double halfway = 0;
    for (const Numbers& costs : walks) halfway = std::max(halfway, costs.at(costs.size() / 2));
    return figure.says(tr("Halfway between two minima at zero, the cost is up to {:.2Lf}", halfway),
                       sign(higher_halfway(walks).outcome));
}

} // namespace lab08
