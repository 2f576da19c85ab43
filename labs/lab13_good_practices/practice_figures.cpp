#include "practice_figures.hpp"

#include "dashboard.hpp"
#include "plot/layout.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

double guessing(Index classes) { return std::log(static_cast<double>(classes)); }
Text log_of(Index classes) { return verbatim("ln {}", classes); }

} // namespace

Spread zero_since(const LearningCurves& runs, double zero)
{
    return spread_of(
        runs, [&](const LearningCurve& run) { return stays_below(run.updates, run.cost, zero); });
}

int reaching(const LearningCurves& runs, double zero)
{
    return static_cast<int>(std::ranges::count_if(
        runs, [&](const LearningCurve& run) { return run.final_cost < zero; }));
}

Figure minibatch_figure(const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                        double zero, Index classes)
{
    Figure figure("minibatch", tr("The cost of one minibatch: nothing planted, or one mistake"), 3);
    double longest = 1;
    for (const LearningCurves& seeds : runs)
        for (const LearningCurve& run : seeds)
            if (!run.updates.empty()) longest = std::max(longest, run.updates.back());
    for (std::size_t i = 0; i < names.size(); ++i) {
        Panel& panel = figure.panel(names[i]).legend("off");
        panel.y_axis({}, Scale::logarithmic).y_range(zero / 10, 1000).x_range(0, longest);
        if (i + 3 >= names.size()) panel.x_axis(updates_axis);
        const LearningCurve* diverged = nullptr; // the last to diverge
        for (const LearningCurve& run : runs[i]) {
            const int colour = run.final_cost < zero ? 1 : 2;
            panel.line({}, run.updates, run.cost, {.colour = colour, .dash = Dash::solid});
            const bool lost = !run.cost.empty() && !std::isfinite(run.final_cost);
            if (lost && (!diverged || run.updates.back() > diverged->updates.back()))
                diverged = &run;
        }
        if (diverged) panel.diverged(diverged->updates.back(), 100, {}, 2);
        panel.horizontal(guessing(classes), i == 0 ? log_of(classes) : Text()).horizontal(zero);
    }
    figure.note(tr("a line a seed; blue: stays below {:L}, vermilion: does not", zero));
    return figure;
}

Figure caught_figure(const std::vector<Text>& names, const std::vector<LearningCurves>& runs)
{
    Figure figure("caught", tr("What the check on one minibatch finds, seed by seed"), 2);
    const std::size_t seeds = runs.at(0).size();
    const Text seed_axis = tr("seed");
    Matrix cost(runs.size(), seeds), accuracy(runs.size(), seeds);
    for (std::size_t i = 0; i < runs.size(); ++i)
        for (std::size_t seed = 0; seed < seeds; ++seed) {
            cost(i, seed) = static_cast<Real>(runs[i][seed].final_cost);
            accuracy(i, seed) = static_cast<Real>(std::round(runs[i][seed].validation));
        }
    const Numbers x = counted(seeds, 1), y = counted(runs.size());
    figure.panel(tr("cost at the end"))
        .heat_map(cost, x, y, {}, true, true)
        .y_names(names)
        .y_downwards()
        .x_axis(seed_axis);
    figure.panel(tr("validation accuracy (%)"))
        .heat_map(accuracy, x, y, {}, false, true)
        .y_names(std::vector<Text>(names.size(), verbatim(" ")))
        .y_downwards()
        .x_axis(seed_axis);
    figure.note(tr("grey: diverged"));
    return figure;
}

Figure check_figure(const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                    double zero)
{
    Figure figure("check", tr("The check needs the same minibatch, unchanged"));
    Panel& panel = figure.panel().x_axis(updates_axis);
    panel.y_axis(tr("cost of the minibatch"), Scale::logarithmic);
    for (std::size_t i = 0; i < runs.size(); ++i)
        draw_cost(panel, names[i], runs[i], &LearningCurve::updates);
    panel.horizontal(zero);
    return figure;
}

std::vector<Text> check_header()
{
    return {tr("planted"), tr("zero cost"), tr("since"), tr("cost"), tr("right (%)")};
}

std::vector<std::vector<std::string>> check_rows(const std::vector<Text>& names,
                                                 const std::vector<LearningCurves>& runs,
                                                 double zero, Language language)
{
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto number = [&](const char* format, double value) {
            return std::isfinite(value) ? verbatim(fmt::runtime(format), value).in(language) : "–";
        };
        rows.push_back({names[i].in(language),
                        fmt::format("{} / {}", reaching(runs[i], zero), runs[i].size()),
                        number("{:.0Lf}", zero_since(runs[i], zero).median),
                        number("{:.2Lg}", spread_of(runs[i], &LearningCurve::final_cost).median),
                        number("{:.0Lf}", spread_of(runs[i], &LearningCurve::validation).median)});
    }
    return rows;
}

Text reached_by(const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                double zero)
{
    Text all;
    for (std::size_t i = 1; i < names.size(); ++i)
        if (const int reached = reaching(runs[i], zero); reached > 0)
            all = tr("{}{}{}: {}", all, all.empty() ? "" : ", ", names[i], reached);
    return all.empty() ? verbatim("–") : all;
}

Spread InputScales::cost(std::size_t scale, std::size_t rate) const
{
    return spread_of(runs.at(scale).at(rate), &LearningCurve::final_cost);
}

std::size_t InputScales::best_rate(std::size_t scale) const
{
    std::size_t best = 0;
    for (std::size_t r = 1; r < rates.size(); ++r)
        if (cost(scale, r).median < cost(scale, best).median) best = r;
    return best;
}

Finding last_lowest(const Text& claim, const InputScales& study,
                    const std::vector<std::size_t>& places)
{
    std::vector<std::pair<Text, Spread>> costs;
    for (std::size_t s = 0; s < study.names.size(); ++s)
        costs.emplace_back(
            verbatim("{}, α = {:.2Lg}", study.names[s], study.rates.at(places.at(s))),
            study.cost(s, places[s]));
    const auto others = static_cast<int>(costs.size()) - 1;
    const auto held = std::count_if(costs.begin(), costs.end() - 1, [&](const auto& other) {
        return smaller(costs.back().second, other.second) == Outcome::supported;
    });
    return measured(claim, outcome_of(static_cast<int>(held), others), tr("validation cost"),
                    costs);
}

Figure input_scales_figure(const InputScales& study, std::size_t place, Index classes)
{
    Figure figure("inputs", tr("The same network, its inputs on three scales"), 2);
    Panel& same = figure.panel(tr("α = {:.2Lg} for all", study.rates[place]));
    same.x_axis(updates_axis).y_range(0.2, 1e4);
    same.y_axis(tr("training cost (smoothed)"), Scale::logarithmic);
    Panel& sweep = figure.panel(tr("each with every α")).y_range(0.2, 1e4);
    sweep.x_axis(tr("learning rate α"), Scale::logarithmic);
    sweep.y_axis(tr("validation cost at the end"), Scale::logarithmic);
    for (std::size_t s = 0; s < study.names.size(); ++s) {
        LearningCurves curves = study.runs[s][place];
        for (LearningCurve& curve : curves) curve.cost = smoothed_logarithm(curve.cost, 0.8);
        draw_cost(same, study.names[s], curves, &LearningCurve::updates);
        std::vector<Spread> costs;
        for (std::size_t r = 0; r < study.rates.size(); ++r) {
            costs.push_back(study.cost(s, r));
            if (!std::isfinite(costs.back().median) &&
                (r == 0 || std::isfinite(costs[r - 1].median)))
                sweep.diverged(study.rates[r], 1000, {}, static_cast<int>(s) + 1);
        }
        sweep.spreads(study.names[s], study.rates, costs, {.colour = static_cast<int>(s) + 1});
    }
    for (Panel* panel : {&same, &sweep}) panel->horizontal(guessing(classes), log_of(classes));
    return figure;
}

} // namespace descente
