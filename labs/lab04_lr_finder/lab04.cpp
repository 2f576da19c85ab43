// Lab 04 · Finding a learning rate
//
// Question   How large a learning rate can this network bear?
// Idea       Train once while the rate grows at each minibatch: the cost falls, flattens, explodes.
//            Then check: train at the rates this suggests, and at a whole grid of rates.
// Claim      The rate where the cost falls fastest in one sweep trains at least as well as a rate
//            ten times smaller or larger.
// Run        make lab04 && ./lab04            (--quick: seconds; --help: options)
// Figures    plots/lab04_sweep.*, plots/lab04_fan.*, plots/lab04_comparison.*
// Expect     Verdict: it depends (12.3 s)
#include "nn/layers.hpp"
#include "shell/lab.hpp"
#include "train/lr_finder.hpp"

#include <cmath>

using namespace descente;

namespace {

const LabInfo info{
    .number = 4,
    .title = tr("Finding a learning rate"),
    .question = tr("How large a learning rate can this network bear?"),
    .claim = tr("The rate where the cost falls fastest in one sweep trains at least as well as a "
                "rate ten times smaller or larger."),
    // name, help, default, default with --quick, least, most
    .numbers = {{"samples", tr("training samples"), 20000, 4000, 500, 48000},
                {"epochs", tr("epochs of each run"), 3, 1, 1, 100}}};

const Index batch_size = 64;
const double too_high = 1000;     // a training whose cost gets here has diverged
const double close_enough = 1.05; // a suggestion is good when within 5 % of the best of the grid
// The sweep starts at 1e-7, as on the slide. Its moving average lags by 0.95/(1 − 0.95) = 19
// minibatches: of 450 for nine decades, that moves what is read off to the right by 0.4 decade.
const SweepOptions sweep_options{
    .low = 1e-7, .high = 100, .steps = 450, .batch_size = batch_size, .smoothing = 0.95};

// What one training leaves behind.
struct Run {
    double rate = NAN;
    Numbers cost = {};                                 // of each minibatch
    double training_cost = NAN, validation_cost = NAN; // at the end; infinite when diverged
};

// A rate, the same for every seed or read off each seed's own sweep, and a training a seed with it.
struct Candidate {
    Text name;
    std::function<double(const Suggestions&)> rate;
    std::vector<Run> runs = {};
    Spread over_seeds(double Run::*number) const { return spread_of(runs, number); }
};
using Candidates = std::vector<Candidate>;

// Places among the candidates: a grid, half a decade apart, then what the sweep says.
const Numbers grid = log_space(1e-3, 10, 9);
const std::vector<std::size_t> fan{0, 2, 3, 4, 5, 6, 8}; // the seven of the grid that are drawn
const std::size_t steepest = 9, minimum_tenth = 10, valley = 11, smaller = 12, larger = 13;
const std::vector<std::size_t> suggestions{steepest, minimum_tenth, valley};

Candidates all_candidates()
{
    using Read = const Suggestions&;
    Candidates all;
    for (const double a : grid) all.push_back({verbatim("{:.2Lg}", a), [a](Read) { return a; }});
    all.push_back({tr("steepest"), [](Read s) { return s.steepest; }});
    all.push_back({tr("minimum/10"), [](Read s) { return s.minimum_tenth; }});
    all.push_back({tr("valley"), [](Read s) { return s.valley; }});
    all.push_back({tr("steepest/10"), [](Read s) { return s.steepest / 10; }});
    all.push_back({tr("steepest×10"), [](Read s) { return s.steepest * 10; }});
    return all;
}

Sequential new_net(const Split& data, Rng& rng)
{
    return mlp({data.training.features(), 128, data.training.class_count()}, rng);
}

Run train(const Split& data, double rate, long epochs, Rng rng)
{
    Sequential net = new_net(data, rng);
    Sgd optimizer(net);
    Minibatches minibatches(data.training, batch_size, rng);
    const long steps = epochs * static_cast<long>(minibatches.per_epoch());
    Run run{.rate = rate};
    for (long step = 0; step < steps && !stop_requested(); ++step) {
        const Batch& batch = minibatches.next();
        const Var loss =
            softmax_cross_entropy(net.forward(constant(batch.x), Mode::train), batch.labels);
        run.cost.push_back(loss.scalar());
        if (!(loss.scalar() < too_high)) { // NaN included
            run.training_cost = run.validation_cost = INFINITY;
            return run;
        }
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(rate);
    }
    run.training_cost = evaluate(net, data.training).cost;
    run.validation_cost = evaluate(net, data.validation).cost;
    return run;
}

const Text rate_axis = tr("learning rate α");

// Row 32: one sweep, its cost and its slope, and the rates read off it.
void draw_sweep(Lab& lab, const Sweep& sweep, const Candidates& all, const Suggestions& suggested)
{
    Figure figure("sweep", tr("One training whose learning rate grows"));
    Panel& cost = figure.panel().y_axis(tr("cost (mean)")).legend("bottom left");
    cost.x_axis({}, Scale::logarithmic).y_range(0, 5);
    cost.line(tr("each minibatch"), sweep.rate, sweep.cost, {.colour = 6, .thin_raw = true});
    cost.line(tr("smoothed"), sweep.rate, sweep.smoothed, {.colour = 1});
    Panel& slope = figure.panel().y_axis(tr("slope per decade")).legend("off");
    slope.x_axis(rate_axis, Scale::logarithmic)
        .y_range(-3, 3)
        .line({}, sweep.rate, sweep.slope, {.colour = 1});
    for (const std::size_t i : suggestions) {
        cost.vertical(all[i].rate(suggested), all[i].name);
        slope.vertical(all[i].rate(suggested));
    }
    lab.save(figure);
}

// Row 30: too small, good, too large (first seed). A run that diverged is drawn as such.
void draw_fan(Lab& lab, const Candidates& all)
{
    Figure figure("fan", tr("Too small, good, too large"));
    Panel& panel = figure.panel().y_range(0.3, 20).legend("above");
    panel.x_axis(tr("minibatches"))
        .y_axis(tr("training cost (mean, smoothed)"), Scale::logarithmic);
    int colour = 0;
    for (const std::size_t i : fan) {
        const Run& run = all[i].runs.front();
        const auto last = static_cast<int>(run.cost.size()) - 1;
        const Numbers curve = smoothed(run.cost, 0.97), steps = linear_space(0, last, last + 1);
        const Text name = verbatim("α = {}", all[i].name);
        panel.line(name, every(5, steps), every(5, curve), {.colour = ++colour});
        if (std::isinf(run.training_cost)) panel.diverged(last, 15, tr("diverges"), colour);
    }
    lab.save(figure);
}

// Row 31: both costs at the end against the rate, and where the suggestions end.
void draw_comparison(Lab& lab, const Candidates& all)
{
    Figure figure("comparison", tr("A grid of trainings, and what one sweep suggests"));
    Panel& panel = figure.panel().y_range(0.2, 5).legend("above");
    panel.x_axis(rate_axis, Scale::logarithmic)
        .y_axis(tr("cost at the end (mean)"), Scale::logarithmic);
    std::vector<Spread> training, validation;
    for (std::size_t i = 0; i < grid.size(); ++i) {
        training.push_back(all[i].over_seeds(&Run::training_cost));
        validation.push_back(all[i].over_seeds(&Run::validation_cost));
        if (std::isinf(validation[i].median)) panel.diverged(grid[i], 4);
    }
    panel.spreads(tr("training"), grid, training, {.colour = 1});
    panel.spreads(tr("validation"), grid, validation, {.colour = 2});
    int colour = 3;
    for (const std::size_t i : suggestions)
        panel.points(all[i].name, {all[i].over_seeds(&Run::rate).median},
                     {all[i].over_seeds(&Run::validation_cost).median}, {.colour = colour++}, 2);
    lab.save(figure);
}

// Printed: the suggestions. By the validation cost: is the steepest rate better than a tenth and
// ten times of it, and how good is each suggestion next to the best of the grid?
void judge(Lab& lab, const Candidates& all)
{
    std::vector<Spread> cost;
    for (const Candidate& candidate : all)
        cost.push_back(candidate.over_seeds(&Run::validation_cost));
    for (std::size_t i = grid.size(); i < all.size(); ++i) {
        const Spread rate = all[i].over_seeds(&Run::rate);
        lab.print(tr("{}: α = {:.2Lg} ({:.2Lg} – {:.2Lg}), validation cost {:.3Lf}", all[i].name,
                     rate.median, rate.low, rate.high, cost[i].median));
    }
    const Spread &here = cost[steepest], &below = cost[smaller], &above = cost[larger];
    lab.finding(tr("The steepest rate trains better than a tenth of it and ten times it"),
                outcome_of(lower_in_every_seed(here, below) + lower_in_every_seed(here, above), 2),
                tr("validation cost {:.3Lf}, a tenth {:.3Lf}, ten times {:.3Lf} (medians)",
                   here.median, below.median, above.median),
                {{"steepest", here}, {"a tenth", below}, {"ten times", above}});

    std::size_t best = 0;
    for (std::size_t i = 0; i < grid.size(); ++i)
        if (cost[i].median < cost[best].median) best = i;
    int good = 0;
    for (const std::size_t i : suggestions)
        good += cost[i].median <= close_enough * cost[best].median;
    lab.finding(tr("One sweep finds a rate as good as the best of a grid of trainings"),
                outcome_of(good, static_cast<int>(suggestions.size())),
                tr("{} of 3 suggestions within 5 % of the grid's best: {:.3Lf} at α = {}", good,
                   cost[best].median, all[best].name),
                {{"grid's best", cost[best]},
                 {"minimum/10", cost[minimum_tenth]},
                 {"valley", cost[valley]}});
}

void experiment(Lab& lab)
{
    const Split parts = lab.load_split(static_cast<Index>(lab.whole("samples")));
    Rng rng = lab.rng();
    lab.print_model(new_net(parts, rng), parts.training.shape);
    // Solution 2 of the slide: one sweep a seed; θ is as it was afterwards.
    std::vector<Sweep> sweeps(lab.seeds());
    for_each_run(lab.seeds(), [&](int seed) {
        Rng run_rng = lab.rng(seed);
        Sequential net = new_net(parts, run_rng);
        const auto make_sgd = [](Module& model) { return std::make_unique<Sgd>(model); };
        sweeps[seed] = sweep_learning_rate(net, make_sgd, parts.training, sweep_options, run_rng);
    });
    Candidates all = all_candidates();
    if (lab.interrupted()) return;
    std::vector<Suggestions> suggested;
    for (const Sweep& sweep : sweeps) suggested.push_back(suggest(sweep, sweep_options));
    draw_sweep(lab, sweeps.front(), all, suggested.front());

    // Solution 1: train at each rate of the grid; then at the suggestions.
    ProgressBar bar = lab.progress(tr("training"), long(all.size()) * lab.seeds());
    const auto runs = all_runs(all.size(), lab.seeds(), [&](std::size_t i, std::size_t seed) {
        bar.advance();
        return train(parts, all[i].rate(suggested[seed]), lab.whole("epochs"), lab.rng(seed));
    });
    for (std::size_t i = 0; i < all.size(); ++i) all[i].runs = runs[i];
    if (lab.interrupted()) return;
    draw_fan(lab, all);
    draw_comparison(lab, all);
    judge(lab, all);
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
