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
                   .figures = "sweep fan comparison"};

namespace knob {
const Count samples("samples", 20000, 4000, {500, 48000}, tr("training samples"));
const Count epochs("epochs", 3, 1, {1, 100}, tr("epochs of each run"));
const Number from("from", 1e-7, {1e-10, 1e-2}, tr("first learning rate α of the sweep"));
const Number to("to", 100, {0.1, 1e4}, tr("last learning rate α of the sweep"));
const Count steps("minibatches", 450, {50, 3000}, tr("minibatches of the sweep"));
const Number smoothing("smoothing", 0.95, {0, 0.99}, tr("share of the past in the smoothed cost"));
} // namespace knob

const Question where_steepest{
    tr("The rate grows at each minibatch: where does the cost fall most?"),
    {tr("below α = 0.001"), tr("α = 0.001 to 0.01"), tr("α = 0.01 to 0.1"), tr("above α = 0.1")}};
const Question which_trains_best{
    tr("Trained with one rate to the end: which ends at the lowest validation cost?"),
    {tr("a tenth of the steepest fall's rate"), tr("the rate of the steepest fall"),
     tr("ten times that rate"), tr("not the same in every seed")}};

Sequential network(const Split& data, Rng& rng) { return mlp_for(data.training, {128}, rng); }

// ---- the slide, solution 2: one training that starts from a very small rate ----

// The moving average lags by 0.95/(1 − 0.95) = 19 minibatches: of 450 for nine decades, that moves
// what is read off to the right by 0.4 decade.
Run sweep(const Split& data, Rng rng)
{
    const double low = knob::from, high = knob::to;
    Sequential net = network(data, rng);
    Sgd optimizer(net);
    Run run;
    for (const Step& now : steps_of(data.training, {.batch = 64, .updates = knob::steps}, rng)) {
        // At each minibatch raise the rate, always by the same factor.
        const double alpha = low * std::pow(high / low, double(now.k) / double(now.steps - 1));
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        if (diverged(loss)) break;
        run.note(now, "rate", alpha);
        run.note(now, "minibatch cost", loss);
        const double smooth = smoothed(run.curve("minibatch cost").values, knob::smoothing).back();
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
// 20 minibatches, since from one to the next it is noise. The first ten, an average of few, and the
// last five, which explode, do not count; nor does a fall after the lowest cost: from a jump up.
// make exercise-lr-finder
double steepest(const Numbers& c, const Numbers& rate)
{
    const auto slope = [&](std::size_t i) {
        return (c[i + 10] - c[i - 10]) / std::log10(rate[i + 10] / rate[i - 10]);
    };
    const auto lowest = std::min_element(c.begin() + 10, c.end() - 5) - c.begin();
    std::size_t best = 20;
    for (std::size_t i = 20; i < std::min(std::size_t(lowest), c.size() - 15); ++i)
        if (slope(i) < slope(best)) best = i;
    return rate[best];
}

// And two others that are in use, to compare: see train/lr_finder.hpp.
void choose(Run& run)
{
    const Numbers& c = run.curve("smoothed cost").values;
    const Numbers& rate = run.curve("rate").values;
    if (c.size() < 36) return; // cut short: it says nothing
    run.keep("slope", slope_in_log_rate(rate, c));
    run["steepest"] = steepest(c, rate);
    run["minimum/10"] = suggest(rate, c).minimum_tenth;
    run["valley"] = suggest(rate, c).valley;
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
        run = sweep(data, rng);
        choose(run);
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

// ---- the experiment ----

void one_sweep(Lab& lab, const Split& data)
{
    const auto swept = [&](const Method&, Rng rng) { return sweep(data, rng); };
    Run run =
        lab.over_runs(1, std::vector<Method>{{tr("the sweep"), 1}}, swept)["the sweep"].runs[0];
    choose(run);
    const double steepest = run.number("steepest");
    if (!std::isfinite(steepest))
        throw UsageError(tr("after {} minibatches the sweep explodes, too soon to tell a slope: "
                            "choose a smaller --from or more --minibatches",
                            run.curve("rate").values.size()));
    lab.save(sweep_figure(run), where_steepest, decade_of(steepest));
}

void experiment(Lab& lab)
{
    const Split data = lab.load_split(knob::samples);
    Rng rng = lab.rng();
    lab.print_model(network(data, rng), data.training.shape);
    if (lab.wants("sweep comparison")) one_sweep(lab, data);
    if (!lab.wants("fan comparison")) return;
    std::vector<Method> methods;
    for (const double alpha : grid) methods.push_back({named(alpha), alpha});
    if (!lab.wants("comparison")) return lab.save(fan_figure(lab.over_seeds(methods, train, data)));
    for (const Text& rate : suggestions) methods.push_back({rate, 1, rate.english()});
    methods.push_back({tr("steepest/10"), 0.1, "steepest"});
    methods.push_back({tr("steepest×10"), 10, "steepest"});
    const Study study = lab.over_seeds(methods, train, data);
    lab.print_study(tr("rate"), study,
                    {tr("learning rate"), tr("training cost"), tr("validation cost")});
    lab.save(fan_figure(study));
    const Study around({study["steepest/10"], study["steepest"], study["steepest×10"]});
    lab.save(comparison_figure(study), which_trains_best, around.lowest("validation cost"));

    lab.claim(as_good_as_the_grid(study, {tr("steepest")}));
    lab.finding(tr("So do the other rates of the sweep"),
                as_good_as_the_grid(study, {tr("minimum/10"), tr("valley")}));
    lab.finding(tr("The steepest rate trains better than a tenth of it and ten times it"),
                together(study.lower("steepest", "steepest/10", tr("validation cost")),
                         study.lower("steepest", "steepest×10", tr("validation cost"))));
}

} // namespace lab04

int main(int argc, char** argv) { return run_lab(argc, argv, lab04::info, lab04::experiment); }
