// Lab 04 · Finding a learning rate
//
// Question   How large a learning rate can this network bear, without training it many times?
// Idea       Train once while the rate grows exponentially; the cost falls, flattens, then
// explodes.
//            Then check: train at the suggested rates, and at a whole grid of rates.
// Claim      The rate where the cost falls fastest in one sweep trains at least as well as a rate
//            ten times smaller or larger.
// Run        make lab04 && ./lab04            (--quick: seconds; --help: options)
// Figures    plots/lab04_fan.*, plots/lab04_sweep.*, plots/lab04_comparison.*
// Expect     @EXPECT@
#include "lab/lab.hpp"
#include "nn/layers.hpp"
#include "train/lr_finder.hpp"

#include <cmath>

using namespace descente;

namespace {

const Index batch_size = 64;
const int grid_size = 9; // half a decade apart
const Numbers grid = log_space(1e-3, 10, grid_size);

// What one training leaves behind. A cost that is not finite ends it.
struct Run {
    Numbers cost; // of each minibatch
    double training_cost = INFINITY, validation_cost = INFINITY;
    bool diverged = false;
};

Sequential new_net(const Split& data, Rng& rng)
{
    return mlp({data.training.features(), 128, data.training.class_count()}, rng);
}

Run train(const Split& data, double learning_rate, long epochs, Rng rng)
{
    Sequential net = new_net(data, rng);
    Sgd optimizer(net);
    Minibatches minibatches(data.training, batch_size, rng);
    const long steps = epochs * static_cast<long>(minibatches.per_epoch());
    Run run;
    for (long step = 0; step < steps && !stop_requested(); ++step) {
        const Batch& batch = minibatches.next();
        const Var loss =
            softmax_cross_entropy(net.forward(constant(batch.x), Mode::train), batch.labels);
        run.cost.push_back(loss.scalar());
        run.diverged = !std::isfinite(loss.scalar());
        if (run.diverged) return run;
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(learning_rate);
    }
    run.training_cost = evaluate(net, data.training).cost;
    run.validation_cost = evaluate(net, data.validation).cost;
    run.diverged = !std::isfinite(run.training_cost);
    return run;
}

Numbers step_numbers(std::size_t count, double stride)
{
    return linear_space(0, stride * static_cast<double>(count - 1), static_cast<int>(count));
}

Spread of_seeds(const std::vector<Run>& runs, double Run::*cost)
{
    Numbers values;
    for (const Run& run : runs) values.push_back(run.*cost);
    return spread(values);
}

const Text rate_axis{"learning rate α", "pas d'apprentissage α"};

// Row 30: too small, good, too large. A run that ends in nonsense is drawn as such.
void draw_fan(Lab& lab, const std::vector<std::vector<Run>>& runs)
{
    Figure figure("fan", {"Too small, good, too large", "Trop petit, bon, trop grand"});
    Panel& panel = figure.panel();
    panel.x_axis({"minibatches", "minibatches"})
        .y_axis({"training cost (mean, smoothed)", "coût d'apprentissage (moyenne, lissé)"},
                Scale::logarithmic)
        .y_range(0.1, 20)
        .legend("above");
    for (std::size_t i = 2; i < grid.size(); ++i) {
        const Run& run = runs[i].front();
        const Numbers curve = every(10, smoothed(run.cost, 0.97));
        if (curve.empty()) continue;
        const Numbers steps = step_numbers(curve.size(), 10);
        const Text label = text("α = {:.2Lg}", "α = {:.2Lg}", grid[i]);
        panel.line(label, steps, curve, {.colour = static_cast<int>(i) - 1});
        if (run.diverged)
            panel.diverged(steps.back(), 15, {"diverges", "diverge"}, static_cast<int>(i) - 1);
    }
    lab.save(figure);
}

// Row 32: one sweep, its cost and its slope.
void draw_sweep(Lab& lab, const Sweep& sweep, const Suggestions& suggested)
{
    Figure figure("sweep", {"One training whose learning rate grows",
                            "Un seul apprentissage, dont le pas grandit"});
    Panel& cost = figure.panel();
    cost.y_axis({"cost", "coût"}).x_axis({}, Scale::logarithmic).y_range(0, 5).legend("top left");
    cost.line({"each minibatch", "chaque minibatch"}, sweep.rate, sweep.cost,
              {.colour = 6, .thin_raw = true});
    cost.line({"smoothed", "lissé"}, sweep.rate, sweep.smoothed, {.colour = 1});
    Panel& slope = figure.panel();
    slope.y_axis({"slope per decade", "pente par décade"})
        .x_axis(rate_axis, Scale::logarithmic)
        .legend("off");
    slope.line({}, sweep.rate, sweep.slope, {.colour = 1});
    const std::vector<std::pair<double, Text>> marks{
        {suggested.valley, {"valley", "vallée"}},
        {suggested.steepest, {"steepest", "plus forte pente"}},
        {suggested.minimum_tenth, {"minimum/10", "minimum/10"}}};
    for (const auto& [rate, name] : marks) {
        cost.vertical(rate, name);
        slope.vertical(rate);
    }
    lab.save(figure);
}

void experiment(Lab& lab)
{
    const TrainTest data = lab.load_data();
    Rng rng = lab.rng();
    const auto samples = static_cast<Index>(lab.whole("samples"));
    const Split parts = prepared_split(data.training, samples, samples / 4, rng);
    const long epochs = lab.whole("epochs");
    lab.print_model(new_net(parts, rng), parts.training.shape);

    // One sweep a seed, and what it suggests; θ is as it was afterwards.
    const SweepOptions sweep_options{
        .low = 1e-5, .high = 100, .steps = lab.whole("sweep-steps"), .batch_size = batch_size};
    const int seeds = lab.seeds();
    std::vector<Sweep> sweeps(seeds);
    for_each_run(seeds, [&](int seed) {
        Rng run_rng = lab.rng(seed);
        Sequential net = new_net(parts, run_rng);
        sweeps[seed] = sweep_learning_rate(
            net, [](Module& model) { return std::make_unique<Sgd>(model); }, parts.training,
            sweep_options, run_rng);
    });
    if (lab.interrupted()) return;
    std::vector<Suggestions> suggested;
    for (const Sweep& sweep : sweeps) suggested.push_back(suggest(sweep, sweep_options));
    draw_sweep(lab, sweeps.front(), suggested.front());

    // Solution 1 of the slide: try several rates and look at both costs.
    // Then train at each seed's own suggestions, and at a tenth and ten times the steepest.
    const std::vector<std::pair<Text, std::function<double(const Suggestions&)>>> choices{
        {{"steepest", "plus forte pente"}, [](const Suggestions& s) { return s.steepest; }},
        {{"steepest/10", "plus forte pente/10"},
         [](const Suggestions& s) { return s.steepest / 10; }},
        {{"steepest×10", "plus forte pente×10"},
         [](const Suggestions& s) { return s.steepest * 10; }},
        {{"minimum/10", "minimum/10"}, [](const Suggestions& s) { return s.minimum_tenth; }},
        {{"valley", "vallée"}, [](const Suggestions& s) { return s.valley; }}};
    const int candidates = grid_size + static_cast<int>(choices.size());
    std::vector<std::vector<Run>> runs(candidates, std::vector<Run>(seeds));
    ProgressBar bar = lab.progress({"training", "apprentissage"}, candidates * seeds);
    for_each_run(candidates * seeds, [&](int i) {
        const int candidate = i / seeds, seed = i % seeds;
        const double rate = candidate < grid_size
                                ? grid.at(candidate)
                                : choices.at(candidate - grid_size).second(suggested.at(seed));
        runs.at(candidate).at(seed) = train(parts, rate, epochs, lab.rng(seed));
        bar.advance(1, runs.at(candidate).at(seed).training_cost);
    });
    draw_fan(lab, runs);
}

} // namespace

int main(int argc, char** argv)
{
    return run_lab(
        argc, argv,
        {.number = 4,
         .title = {"Finding a learning rate", "Trouver un pas d'apprentissage"},
         .question = {"How large a learning rate can this network bear, without training "
                      "it many times?",
                      "Quel pas d'apprentissage ce réseau supporte-t-il, sans l'entraîner "
                      "de nombreuses fois ?"},
         .claim = {"The rate where the cost falls fastest in one sweep trains at least as "
                   "well as a rate ten times smaller or larger.",
                   "Le pas où le coût décroît le plus vite pendant un balayage entraîne au "
                   "moins aussi bien qu'un pas dix fois plus petit ou plus grand."},
         .numbers = {{.name = "samples",
                      .help = {"training samples", "exemples d'apprentissage"},
                      .full = 20000,
                      .quick = 4000,
                      .least = 500,
                      .most = 48000},
                     {.name = "epochs",
                      .help = {"epochs of each run", "epochs par apprentissage"},
                      .full = 3,
                      .quick = 1,
                      .least = 1,
                      .most = 100},
                     {.name = "sweep-steps",
                      .help = {"minibatches of the sweep", "minibatches du balayage"},
                      .full = 400,
                      .quick = 200,
                      .least = 50,
                      .most = 10000}}},
        experiment);
}
