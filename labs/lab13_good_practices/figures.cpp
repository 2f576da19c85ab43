#include "figures.hpp"

#include "dashboard.hpp"
#include "inputs.hpp"
#include "mistakes.hpp"
#include "plot/layout.hpp"
#include "plot/learning_curves.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lab13 {

namespace {

const Numbers& cost_of(const Run& run) { return run.curve("cost").values; }
double final_cost(const Run& run) { return run.number("final cost"); }
bool at_zero(const Run& run) { return std::isfinite(run.number("zero since")); }

void draw_costs(Panel& panel, const Text& label, const std::vector<Numbers>& costs)
{
    const auto updates = [](const Numbers& cost) { return counted(cost.size()); };
    draw_cost(panel, label, of_each(costs, updates), costs);
}

} // namespace

Figure minibatch_figure(const Study& study, double zero, Index classes)
{
    Figure figure("minibatch", tr("The cost of one minibatch: nothing planted, or one mistake"), 3);
    const auto programs = std::size_t(Planted::other_batches);
    double longest = 1;
    for (const Compared& method : study.methods())
        for (const Run& run : method.runs)
            longest = std::max(longest, double(cost_of(run).size()) - 1);
    for (std::size_t i = 0; i < programs; ++i) {
        const Compared& program = study.methods()[i];
        Panel& panel = figure.panel(program.name).legend("off");
        panel.y_axis({}, Scale::logarithmic).y_range(zero / 10, 1000).x_range(0, longest);
        if (i + 3 >= programs) panel.x_axis(tr("updates"));
        double diverged = -1; // the last to diverge
        for (const Run& run : program.runs) {
            const Numbers updates = counted(cost_of(run).size());
            const int colour = at_zero(run) ? 1 : 2;
            panel.line({}, updates, cost_of(run), {.colour = colour, .dash = Dash::solid});
            if (!std::isfinite(final_cost(run))) diverged = std::max(diverged, updates.back());
        }
        if (diverged >= 0) panel.diverged(diverged, 100, {}, 2);
        panel.horizontal(std::log(classes), i == 0 ? verbatim("ln {}", classes) : Text());
        panel.horizontal(zero);
    }
    figure.of_seeds(study.methods().front().runs.size());
    return figure.note(tr("a line a seed; blue: stays below {:L}, vermilion: does not", zero));
}

Figure caught_figure(const Study& study)
{
    Figure figure("caught", tr("What the check on one minibatch finds, seed by seed"), 2);
    const std::vector<Compared>& methods = study.methods();
    const std::size_t seeds = methods.front().runs.size();
    const auto draw = [&](const Text& title, const auto& number, bool costs) {
        Matrix table(methods.size(), seeds);
        for (std::size_t i = 0; i < methods.size(); ++i)
            for (std::size_t seed = 0; seed < seeds; ++seed)
                table(i, seed) = Real(number(methods[i].runs[seed]));
        const std::vector<Text> blank(methods.size(), verbatim(" "));
        figure.panel(title)
            .heat_map(table, counted(seeds, 1), counted(methods.size()), {}, costs, true)
            .y_names(costs ? of_each(methods, &Compared::name) : blank)
            .y_downwards()
            .x_axis(tr("seed"));
    };
    draw(tr("cost at the end"), final_cost, true);
    draw(
        tr("validation accuracy (%)"),
        [](const Run& run) { return std::round(run.number("validation accuracy")); }, false);
    int caught = 0;
    const auto programs = std::size_t(Planted::other_batches); // the right one, then mistakes
    for (std::size_t i = 1; i < programs; ++i)
        caught += std::ranges::none_of(methods.at(i).runs, at_zero);
    figure.says(tr("Of {} mistakes the check finds {}", programs - 1, caught));
    return figure.of_seeds(seeds).note(tr("grey: diverged"));
}

Figure check_figure(const Study& study, double zero)
{
    Figure figure("check", tr("The check needs the same minibatch, unchanged"));
    Panel& panel = figure.panel().x_axis(tr("updates"));
    panel.y_axis(tr("cost of the minibatch"), Scale::logarithmic);
    draw_costs(panel, tr("the same minibatch"), of_each(study["no mistake"].runs, cost_of));
    for (const char* mistake : {"a new minibatch each time", "augmentation left on"})
        draw_costs(panel, study[mistake].name, of_each(study[mistake].runs, cost_of));
    panel.horizontal(zero);
    const auto end = [&](const char* program) { return study.of(program, "final cost").median; };
    return figure.says(tr("Cost at the end: {:.2Lg}; of a new minibatch each time {:.2Lg}",
                          end("no mistake"), end("a new minibatch each time")),
                       sign(alarms(study, zero).outcome));
}

std::size_t only_one_at_zero(const std::vector<std::string>& mistakes, const Study& study)
{
    std::size_t found = mistakes.size();
    for (std::size_t m = 0; m < mistakes.size(); ++m) {
        const std::vector<Run>& runs = study[mistakes[m]].runs;
        const auto at = std::ranges::count_if(runs, at_zero);
        if (at == 0) continue;
        if (at < std::ssize(runs) || found < mistakes.size()) return mistakes.size();
        found = m;
    }
    return found;
}

namespace {

// The cost at the end of these programs, from one to another, beside zero.
std::vector<Versus> beside_zero(const Study& study, Planted from, Planted to, double zero)
{
    std::vector<Versus> cases;
    for (auto i = std::size_t(from); i <= std::size_t(to); ++i) {
        const Compared& program = study.methods().at(i);
        cases.push_back({program.name, spread_of(program.runs, final_cost),
                         spread(Numbers(program.runs.size(), zero))});
    }
    return cases;
}

// Each run gets there or does not: a count of runs, and no mean of what is left of the cost.
Evidence all_there(const Text& whose, const Compared& program, double zero, long updates)
{
    const auto since = [](const Run& run) { return run.number("zero since"); };
    return all_at_most(tr("updates to {:L} {}", zero, whose), of_each(program.runs, since),
                       double(updates));
}

} // namespace

Evidence right_and_wrong(const Study& study, double zero, long updates)
{
    int stuck = 0, all = 0;
    for (auto i = std::size_t(Planted::double_softmax); i <= std::size_t(Planted::buried); ++i)
        for (const Run& run : study.methods().at(i).runs) {
            ++all;
            stuck += !at_zero(run);
        }
    return together(
        all_there(tr("of the right program"), study["no mistake"], zero, updates),
        counted_as(stuck, all, tr("runs with a mistake that the cost can show, not there")));
}

Evidence shown_by_validation(const Study& study, Index classes, double zero, long updates)
{
    const double chance = 100 / double(classes);
    const Compared &shifted = study["labels shifted by one"], &right = study["no mistake"];
    const auto accuracy = [&](const Compared& program) {
        return study.of(program.name.english(), "validation accuracy");
    };
    return together(all_there(tr("with shifted labels"), shifted, zero, updates),
                    together(at_most(tr("validation accuracy: {}", shifted.name), accuracy(shifted),
                                     chance, verbatim(" %")),
                             at_least(right.name, accuracy(right), chance, verbatim(" %"))));
}

Evidence alarms(const Study& study, double zero)
{
    return higher(tr("cost at the end against {:L}", zero),
                  beside_zero(study, Planted::other_batches, Planted::augmented, zero));
}

Figure inputs_figure(const Study& sweep, std::size_t place, Index classes)
{
    const Numbers& alphas = sweep.methods().front().grid;
    Figure figure("inputs", tr("The same network, its inputs on three scales"), 2);
    Panel& same = figure.panel(tr("α = {:.2Lg} for all", alphas[place]));
    same.x_axis(tr("updates")).y_axis(tr("training cost (smoothed)"), Scale::logarithmic);
    Panel& all = figure.panel(tr("each with every α"));
    all.x_axis(tr("learning rate α"), Scale::logarithmic);
    all.y_axis(tr("validation cost at the end"), Scale::logarithmic);
    int colour = 0;
    std::vector<Text> lowest;
    for (const Compared& scale : sweep.methods()) {
        draw_costs(same, scale.name, of_each(scale.at[place], [](const Run& run) {
                       return smoothed_logarithm(cost_of(run), 0.8);
                   }));
        ++colour;
        std::vector<Spread> costs;
        bool fine = true; // at the α before
        for (std::size_t a = 0; a < alphas.size(); ++a) {
            costs.push_back(validation_cost(scale, a));
            const bool finite = std::isfinite(costs.back().median);
            if (fine && !finite) all.diverged(alphas[a], 1000, {}, colour);
            fine = finite;
        }
        all.spreads(scale.name, alphas, costs, {.colour = colour});
        lowest.push_back(verbatim("{}: {:.2Lf}", scale.name,
                                  std::ranges::min(costs, {}, &Spread::median).median));
    }
    for (Panel* panel : {&same, &all}) {
        panel->y_range(not_a_number, 1e4);
        panel->horizontal(std::log(classes), verbatim("ln {}", classes));
    }
    return figure.says(tr("Validation cost at the best α: {}", listed(lowest)));
}

} // namespace lab13
