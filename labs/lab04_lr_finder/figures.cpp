#include "figures.hpp"

#include <algorithm>
#include <cmath>

namespace lab04 {

namespace {

Text rate_axis() { return tr("learning rate α"); }

std::vector<Spread> at_each_rate(const Study& study, const char* number)
{
    return of_each(grid, [&](double rate) { return study.of(named(rate).english(), number); });
}

} // namespace

std::size_t decade_of(double rate)
{
    return std::size_t(std::ranges::count_if(Numbers{1e-3, 1e-2, 1e-1},
                                             [&](double edge) { return rate >= edge; }));
}

Text named(double rate) { return verbatim("{:.2Lg}", rate); }

Panel& draw_sweep(Panel& panel, const Run& run)
{
    const Numbers& rate = run.curve("rate").values;
    panel.y_axis(tr("cost (mean)")).legend("bottom left");
    panel.x_axis({}, Scale::logarithmic).y_range(0, 5);
    panel.line(tr("each minibatch"), rate, run.curve("minibatch cost").values,
               {.colour = 6, .thin_raw = true});
    return panel.line(tr("smoothed"), rate, run.curve("smoothed cost").values, {.colour = 1});
}

Figure sweep_figure(const Run& run)
{
    Figure figure("sweep", tr("One training whose learning rate grows"));
    const Numbers& rate = run.curve("rate").values;
    Panel& cost = draw_sweep(figure.panel(), run);
    Panel& slope = figure.panel().y_axis(tr("slope per decade")).legend("off");
    slope.x_axis(rate_axis(), Scale::logarithmic).y_range(-3, 3);
    slope.line({}, rate, run.kept("slope"), {.colour = 1});
    std::vector<Text> rates;
    for (const Text& suggestion : suggestions) {
        cost.vertical(run.number(suggestion.english()), suggestion);
        slope.vertical(run.number(suggestion.english()));
        rates.push_back(verbatim("{} {:.2Lg}", suggestion, run.number(suggestion.english())));
    }
    return figure.says(tr("Suggested α: {}", listed(rates)));
}

Figure fan_figure(const Study& study)
{
    Figure figure("fan", tr("Too small, good, too large"));
    Panel& panel = figure.panel().y_range(not_a_number, 20).legend("above");
    panel.x_axis(tr("minibatches"));
    panel.y_axis(tr("training cost (mean, smoothed)"), Scale::logarithmic);
    const std::vector<std::size_t> some{0, 2, 3, 4, 5, 6, 8};
    const auto end = [&](std::size_t i) {
        return study[named(grid[i]).english()].runs.front().number("training cost");
    };
    for (const std::size_t& i : some) {
        const Text name = named(grid[i]);
        const Run& run = study[name.english()].runs.front();
        const int colour = ramp(std::size_t(&i - some.data()), some.size());
        const Numbers& costs = run.curve("cost").values;
        const int last = int(costs.size()) - 1;
        const Numbers steps = linear_space(0, last, last + 1);
        panel.line(verbatim("α = {}", name), every(5, steps), every(5, smoothed(costs, 0.97)),
                   {.colour = colour});
        if (std::isinf(run.number("training cost")))
            panel.diverged(last, 15, tr("diverges"), colour);
    }
    const auto told = [&](std::size_t i) {
        return std::isinf(end(i)) ? tr("α = {}: diverges", named(grid[i]))
                                  : verbatim("α = {}: {:.2Lf}", named(grid[i]), end(i));
    };
    const std::size_t best = *std::ranges::min_element(some, {}, end);
    return figure.says(tr("Training cost at the end: {}",
                          listed({told(some.front()), told(best), told(some.back())})));
}

Figure comparison_figure(const Study& study, const Compared& best, Outcome as_good)
{
    Figure figure("comparison", tr("A grid of trainings, and what one sweep suggests"));
    Panel& panel = figure.panel().y_range(not_a_number, 5).legend("above");
    panel.x_axis(rate_axis(), Scale::logarithmic);
    panel.y_axis(tr("cost at the end (mean)"), Scale::logarithmic);
    const std::vector<Spread> validation = at_each_rate(study, "validation cost");
    for (std::size_t i = 0; i < grid.size(); ++i)
        if (std::isinf(validation[i].median)) panel.diverged(grid[i], 4);
    panel.spreads(tr("training"), grid, at_each_rate(study, "training cost"), {.colour = 1});
    panel.spreads(tr("validation"), grid, validation, {.colour = 2});
    int colour = 3;
    for (const Text& suggestion : suggestions) {
        const auto median = [&](const char* number) {
            return study.of(suggestion.english(), number).median;
        };
        panel.points(suggestion, {median("learning rate")}, {median("validation cost")},
                     {.colour = colour++}, 2);
    }
    const double lowest =
        spread_of(best.runs, [](const Run& run) { return run.number("validation cost"); }).median;
    return figure.says(tr("Validation cost: {}, best of the grid {:.3Lg}",
                          study.told("validation cost", {"steepest"}), lowest),
                       sign(as_good));
}

Text swept_in(long steps, double smoothing)
{
    return tr("{} minibatches, {:Lg}", steps, smoothing);
}

Figure moves_figure(const Study& study, Outcome moves)
{
    Figure figure("moves", tr("What a sweep suggests, by its length and its smoothing"), 3);
    for (const Text& suggestion : suggestions) {
        Panel& panel = figure.panel(suggestion);
        panel.x_axis(tr("minibatches"), Scale::logarithmic);
        panel.y_axis(tr("suggested α"), Scale::logarithmic).y_range(1e-3, 1);
        for (const double& smoothing : smoothings) {
            const auto at = [&](long steps) {
                return study.of(swept_in(steps, smoothing).english(), suggestion.english());
            };
            panel.spreads(
                verbatim("{:Lg}", smoothing), Numbers(lengths.begin(), lengths.end()),
                of_each(lengths, at),
                {.colour = ramp(std::size_t(&smoothing - smoothings.data()), smoothings.size())});
        }
    }
    const auto steepest = [&](long steps) {
        return study.of(swept_in(steps, smoothings.back()).english(), "steepest").median;
    };
    return figure.note(tr("colours: share of the past in the smoothed cost"))
        .says(tr("Steepest: α = {:.2Lg} with {} minibatches, {:.2Lg} with {}",
                 steepest(lengths.front()), lengths.front(), steepest(lengths.back()),
                 lengths.back()),
              sign(moves));
}

Evidence moved(const Study& study)
{
    const auto suggested = [&](long steps, double smoothing) {
        const Spread rates = study.of(swept_in(steps, smoothing).english(), "steepest");
        return spread_of(rates.values, [](double rate) { return std::log10(rate); });
    };
    std::vector<std::pair<Text, Spread>> longer, smoother;
    for (const long steps : lengths)
        longer.emplace_back(verbatim("{}", steps), suggested(steps, smoothings.back()));
    for (const double smoothing : smoothings)
        smoother.emplace_back(verbatim("{:Lg}", smoothing), suggested(lengths[1], smoothing));
    return together(falls(tr("log₁₀ α against minibatches"), longer),
                    rises(tr("log₁₀ α against smoothing"), smoother));
}

Evidence as_good_as(const Compared& best, const Study& study, const std::vector<Text>& methods)
{
    const Spread limit =
        spread_of(best.runs, [](const Run& run) { return 1.05 * run.number("validation cost"); });
    std::vector<Versus> cases;
    for (const Text& method : methods)
        cases.push_back({method, study.of(method.english(), "validation cost"), limit});
    return lower(
        tr("validation cost against 1.05 times that of the grid's best, α = {},", named(best.best)),
        cases);
}

} // namespace lab04
