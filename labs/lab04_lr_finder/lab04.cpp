// Lab 04 · Finding a learning rate
//
// Idea       Train once while the rate grows at each minibatch: the cost falls, flattens, explodes.
//            Then check: train at the rates this suggests, and at a whole grid of rates.
#include "figures.hpp"
#include "nn/layers.hpp"
#include "shell/lab.hpp"
#include "train/lr_finder.hpp"

#include <algorithm>
#include <cmath>

namespace lab04 {

const LabInfo info{.number = 4,
                   .title = tr("Finding a learning rate"),
                   .question = tr("How large a learning rate can this network bear?"),
                   .claim = tr("The rate of the steepest fall in one sweep trains well."),
                   .figures = "sweep fan comparison moves",
                   .seeds_full = 12}; // five leave the twentieth undecided

namespace knob {
const Count samples("samples", 20000, 4000, {500, 48000}, tr("training samples"));
const Count epochs("epochs", 3, 1, {1, 100}, tr("epochs of each run"));
const Tuned alpha("alpha", grid, {1e-9, 1e3}, tr("learning rates of the grid"));
const Number from("from", 1e-5, {1e-10, 1e-2}, tr("first learning rate α of the sweep"));
const Number to("to", 10, {0.1, 1e4}, tr("last learning rate α of the sweep"));
const Count steps("minibatches", 200, {100, 3000}, tr("minibatches of the sweep"));
const Number smoothing("smoothing", 0.98, {0, 0.99}, tr("share of the past in the smoothed cost"));
} // namespace knob

const Question where_steepest{
    tr("The rate grows at each minibatch: where does the cost fall most?"),
    {tr("below α = 0.001"), tr("α = 0.001 to 0.01"), tr("α = 0.01 to 0.1"), tr("above α = 0.1")}};
const Question which_trains_best{
    tr("Trained with one rate to the end: which ends at the lowest validation cost?"),
    {tr("a tenth of the steepest fall's rate"), tr("the rate of the steepest fall"),
     tr("ten times that rate"), tr("the runs do not tell")}};

Sequential network(const Split& data, Rng& rng) { return mlp_for(data.training, {128}, rng); }

// ---- the slide, solution 2: one training that starts from a very small rate ----

struct Sweep {
    long steps = knob::steps;
    double smoothing = knob::smoothing;
    // The smoothed cost is that of so many minibatches before, which moves what is read off to
    // larger rates: by 0.98/(1 − 0.98) = 49 of 200 for six decades, 1.5 decades.
    long lag() const { return std::lround(smoothing / (1 - smoothing)); }
};

Run sweep(const Sweep& how, const Split& data, Rng rng)
{
    const double low = knob::from, high = knob::to;
    Sequential net = network(data, rng);
    Sgd optimizer(net);
    Run run;
    for (const Step& now : steps_of(data.training, {.batch = 64, .updates = how.steps}, rng)) {
        // At each minibatch raise the rate, always by the same factor.
        const double alpha = low * std::pow(high / low, double(now.k) / double(now.steps - 1));
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        if (diverged(loss)) break;
        run.note(now, "rate", alpha);
        run.note(now, "minibatch cost", loss);
        const double smooth = smoothed(run.curve("minibatch cost").values, how.smoothing).back();
        run.note(now, "smoothed cost", smooth);
        on_board([&](Figure& board) { draw_sweep(board.panel(tr("the sweep")), run); });
        if (smooth > 4 * std::ranges::min(run.curve("smoothed cost").values)) break; // explodes
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(alpha);
    }
    return run;
}

// Take the rate where c, the smoothed cost, has the most negative slope: change of c a decade, over
// 20 minibatches, since from one to the next it is noise. The first, an average of few, and the
// last five, which explode, do not count; nor does a fall after the lowest cost: from a jump up.
// make exercise-lr-finder
double steepest(const Numbers& c, const Numbers& rate, long first)
{
    const auto slope = [&](std::size_t i) {
        return (c[i + 10] - c[i - 10]) / std::log10(rate[i + 10] / rate[i - 10]);
    };
    const auto lowest = std::min_element(c.begin() + first, c.end() - 5) - c.begin();
    std::size_t best = std::size_t(first) + 10;
    for (std::size_t i = best; i < std::min(std::size_t(lowest), c.size() - 15); ++i)
        if (slope(i) < slope(best)) best = i;
    return rate[best];
}

// And two others that are in use, to compare: see train/lr_finder.hpp.
void choose(const Sweep& how, Run& run)
{
    const Numbers& c = run.curve("smoothed cost").values;
    const Numbers& rate = run.curve("rate").values;
    const long first = std::max(10L, how.lag()); // before that, too few are in the average
    if (std::ssize(c) < first + 26) return;      // cut short: it says nothing
    run.keep("slope", slope_in_log_rate(rate, c));
    run["steepest"] = steepest(c, rate, first);
    run["minimum/10"] = suggest(rate, c, int(first)).minimum_tenth;
    run["valley"] = suggest(rate, c, int(first)).valley;
}

// ---- the slide, solution 1: train at different rates, look at both costs ----

struct Method {
    Text name;
    double alpha;
    std::string times = {}; // this rate of a sweep, which is then made first
};

Run train(const Method& method, const Split& data, Rng rng)
{
    Run run;
    double alpha = method.alpha;
    if (!method.times.empty()) {
        run = sweep({}, data, rng);
        choose({}, run);
        alpha *= run.number(method.times);
    }
    run["learning rate"] = alpha;
    Sequential net = network(data, rng); // θ as the sweep found it
    Sgd optimizer(net);
    for (const Step& now : steps_of(data.training, {.batch = 64, .epochs = knob::epochs}, rng)) {
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        run.note(now, "cost", loss);
        if (diverged(loss) || loss.scalar() >= 1000) return run; // no costs at the end: the worst
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(alpha);
    }
    run.end("training", evaluate(net, data.training));
    run.end("validation", evaluate(net, data.validation));
    return run;
}

// Of the grid, each rate in turn.
Run at_rate(const Method& method, double alpha, const Split& data, Rng rng)
{
    return train({method.name, alpha}, data, rng);
}

// ---- the experiment ----

void one_sweep(Lab& lab, const Drawn<Split>& data)
{
    const auto swept = [](const Method&, const Split& its, Rng rng) { return sweep({}, its, rng); };
    const std::vector<Method> one{{tr("the sweep"), 1}};
    Run run = lab.over_runs(1, one, swept, data)["the sweep"].runs[0];
    choose({}, run);
    const double steepest = run.number("steepest");
    if (!std::isfinite(steepest))
        throw UsageError(tr("after {} minibatches the sweep explodes, too soon to tell a slope: "
                            "choose a smaller --from or more --minibatches",
                            run.curve("rate").values.size()));
    lab.save(sweep_figure(run).of_seeds(1), where_steepest, decade_of(steepest));
}

// The same sweep shorter and longer, smoothed less and more.
void moves(Lab& lab, const Drawn<Split>& data)
{
    struct Way {
        Text name;
        Sweep how;
    };
    std::vector<Way> ways;
    for (const double smoothing : smoothings)
        for (const long steps : lengths)
            ways.push_back({swept_in(steps, smoothing), {steps, smoothing}});
    const auto swept = [](const Way& way, const Split& its, Rng rng) {
        Run run = sweep(way.how, its, rng);
        choose(way.how, run);
        return run;
    };
    const Study study = lab.over_seeds(ways, swept, data);
    const Evidence moves = moved(study);
    lab.save(moves_figure(study, moves.outcome));
    lab.finding(tr("What a sweep suggests moves with its length and its smoothing"), moves);
}

void experiment(Lab& lab)
{
    const auto data = lab.every_run_splits(knob::samples);
    Rng rng = lab.rng();
    const auto example = data.of_run(0);
    lab.print_model(network(*example, rng), example->training.shape);
    if (lab.wants("sweep comparison")) one_sweep(lab, data);
    if (lab.wants("moves")) moves(lab, data);
    if (!lab.wants("fan comparison")) return;
    std::vector<Method> methods;
    for (const double alpha : grid) methods.push_back({named(alpha), alpha});
    if (!lab.wants("comparison"))
        return lab.save(fan_figure(lab.over_seeds(methods, train, data)).of_seeds(1));
    for (const Text& rate : suggestions) methods.push_back({rate, 1, rate.english()});
    methods.push_back({tr("steepest/10"), 0.1, "steepest"});
    methods.push_back({tr("steepest×10"), 10, "steepest"});
    const Study study = lab.over_seeds(methods, train, data);
    lab.print_study(tr("rate"), study,
                    {tr("learning rate"), tr("training cost"), tr("validation cost")});
    lab.save(fan_figure(study).of_seeds(1));
    const Study around({study["steepest/10"], study["steepest"], study["steepest×10"]});

    // The best of the grid is found with other seeds than those with which it is compared.
    const std::vector<Method> all{{tr("the best of the grid"), 1}};
    const Study best = lab.compare(all, knob::alpha, tr("validation cost"), at_rate, data);
    const Evidence as_good = as_good_as(best.methods()[0], study, {tr("steepest")});
    lab.save(comparison_figure(study, best.methods()[0], as_good.outcome), which_trains_best,
             around.lowest("validation cost"));
    lab.claim(as_good);
    lab.finding(tr("So do the other rates of the sweep"),
                as_good_as(best.methods()[0], study, {tr("minimum/10"), tr("valley")}));
    lab.finding(tr("The steepest rate trains better than a tenth of it and ten times it"),
                together(study.lower("steepest", "steepest/10", tr("validation cost")),
                         study.lower("steepest", "steepest×10", tr("validation cost"))));
}

} // namespace lab04

int main(int argc, char** argv) { return run_lab(argc, argv, lab04::info, lab04::experiment); }
