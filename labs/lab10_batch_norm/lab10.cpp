// Lab 10 · Batch normalisation
//
// Question   What changes when each layer's numbers are normalised over the minibatch?
// Idea       Twins with the same initial W, one with batch norm: their activations, a map of final
//            costs over learning rate and initial scale, the cost along the gradient.
// Claim      Batch norm makes the problem smoother: initialisation matters less, and a larger
//            learning rate is possible.
// Run        make lab10 && ./lab10            (--quick: seconds; --help: options)
// Figures    plots/lab10_{layers,unit,map,smoothness,evaluation,following,batch_size}.*
// Expect     Verdict: it depends (22 s): all but the range of the cost within one update
#include "base/error.hpp"
#include "batch_norm_report.hpp"
#include "nn/models.hpp"
#include "shell/lab.hpp"
#include "tolerance.hpp"

#include <cmath>

using namespace descente;

namespace {
const LabInfo info{.number = 10,
                   .title = tr("Batch normalisation"),
                   .question = tr("What does it change?"),
                   .claim =
                       tr("Smoother problem, initialisation less critical, larger α possible."),
                   .numbers = {{"samples", tr("samples"), 20480, 4096, 1280, 48000},
                               {"updates", tr("updates"), 150, 25, 20, 10000},
                               {"few", tr("samples for small m"), 3072, 384, 256, 48000}}};

const Index width = 64, hidden = 6;                 // the twins are 784-64-64-64-64-64-64-10
const Numbers scales{0.125, 0.25, 0.5, 1, 2, 4, 8}; // of Kaiming's W and b
const Numbers rates{0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
const double near_best = 1.5, near_guess = 0.9; // a cell of the map trains below both, see Trains
const double alpha = 0.1;                       // a learning rate at which both twins train
const Numbers walk_steps{0.05, 0.1, 0.2, 0.4};  // ½ to 4 times that
const Numbers walk_distances{0.05, 0.1, 0.2, 0.4, 0.8}; // an update moves either twin by about 0.2
const std::size_t one_update = 3, four_updates = 5;     // as many of these distances
const long look_every = 5;                              // updates
const int tuning_run = 1000; // its seed chooses α, and is used for nothing else
const Text with = tr("with"), without = tr("without");

struct Twin {
    bool batch_norm = true;
    double scale = 1, decay = 0.9; // of the initial W and b; of the stored statistics
};

// One rng draws the same W for both twins.
Sequential new_net(const Twin& twin, const Dataset& data, Rng& rng)
{
    const Init init = scaled(kaiming_uniform, twin.scale);
    Sequential net(data.shape);
    for (Index layer = 0; layer < hidden; ++layer) {
        net.add(Linear(net.output(), width, rng, init));
        if (twin.batch_norm) net.add(BatchNorm(width, {.running_decay = twin.decay}));
        net.add(relu_layer());
    }
    net.add(Linear(width, data.class_count(), rng, init));
    return net;
}

ShortRun train(const ShortRunData& data, const Twin& twin, const ShortRunOptions& options, Rng rng,
               const ShortRunObserver& look = {})
{
    Sequential net = new_net(twin, data.training, rng);
    return short_run(net, data, options, rng, look);
}

// ---- row 52: before and after normalisation ----
void activations(Lab& lab, const ShortRunData& data, long updates)
{
    const Dataset some = first(data.training, 500);
    std::vector<Activations> layers, steps(1);
    for (const double scale : {2.0, 1.0, 0.5}) {
        layers.push_back({tr("initial scale {:Lg}", scale)});
        for (const bool batch_norm : {false, true}) {
            Rng rng = lab.rng();
            Sequential net = new_net({batch_norm, scale}, some, rng);
            for (Index l = 0; l < hidden; ++l)
                layers.back().look(net, some, l, width, double(l + 1), 0.05);
        }
    }
    for_each_run(2, [&](int twin) {
        const auto look = [&](long k, Sequential& net) {
            if (k % look_every == 0) steps[0].look(net, some, hidden - 1, 1, double(k), 0.15);
        };
        train(data, {twin == 1}, {alpha, 64, updates}, lab.rng(), look);
    });
    lab.save(layers_figure(layers));
    lab.save(unit_figure(steps, hidden));
}

// ---- row 53: what the twins bear ----
void scale_map(Lab& lab, const ShortRunData& data, long updates)
{
    const std::size_t rows = scales.size(), cells = rows * rates.size();
    std::array<Matrix, 2> medians;
    std::array<std::vector<Tolerance>, 2> borne; // an entry a seed
    const double guessing = std::log(double(data.training.class_count()));
    ProgressBar bar = lab.progress(tr("map"), long(2 * cells) * lab.seeds());
    for (const bool batch_norm : {false, true}) {
        const auto costs = all_runs(cells, lab.seeds(), [&](std::size_t cell, std::size_t seed) {
            bar.advance();
            const Twin twin{batch_norm, scales[cell % rows]};
            return train(data, twin, {rates[cell / rows], 64, updates}, lab.rng(seed)).cost;
        });
        if (lab.interrupted()) return;
        medians[batch_norm] = grid_of_medians(costs, rows);
        borne[batch_norm] = tolerances(costs, scales, rates, 1, {near_best, near_guess * guessing});
    }
    lab.save(scale_map_figure(medians, scales, rates, guessing));
    const auto judge = [&](const Text& claim, const Text& what, const auto& number) {
        const Spread less = spread_of(borne[0], number), more = spread_of(borne[1], number);
        lab.finding(measured(claim, smaller(less, more), what, {{without, less}, {with, more}}));
    };
    judge(tr("Initialisation matters less"),
          tr("largest over smallest scale that trains at the best α"), &Tolerance::scale_range);
    judge(tr("A larger α is possible"), tr("largest α that trains at scale 1"),
          &Tolerance::largest_rate);
}

// ---- row 53: is the cost smoother along the gradient? ----
void smoothness(Lab& lab, const ShortRunData& data, long updates)
{
    const TwinWalks walks = all_runs(2, lab.seeds(), [&](std::size_t twin, std::size_t seed) {
        Walks found;
        Minibatches fresh(data.training, 64, lab.rng(seed).fork(1));
        const auto look = [&](long k, Sequential& net) {
            if (k % look_every != 0) return;
            found.look(net, data.training, fresh.next().indices, walk_steps, walk_distances);
        };
        train(data, {twin == 1}, {alpha, 64, updates}, lab.rng(seed), look);
        return found;
    });
    if (lab.interrupted()) return;
    lab.save(smoothness_figure(walks, look_every));
    lab.finding(
        smoother(tr("Smoother in steps of equal α"), walks, &Walks::steps, walk_steps.size()));
    lab.finding(smoother(tr("Smoother over the length of one update"), walks, &Walks::distances,
                         one_update));
    lab.finding(
        smoother(tr("Smoother over the length of four"), walks, &Walks::distances, four_updates));
}

// ---- row 52: the statistics that evaluation uses ----
void evaluation(Lab& lab, const ShortRunData& data, long updates)
{
    const Numbers sizes{2, 4, 8, 16, 32, 64, 128}, decays{0, 0.9, 0.99, 1}; // 1: never followed
    const std::size_t usual = 1, never = 3;                                 // of the decays
    std::vector<std::vector<AccuracyInBatches>> modes(lab.seeds());         // [seed][size]
    const auto runs = all_runs(decays.size(), lab.seeds(), [&](std::size_t d, std::size_t seed) {
        Following found;
        const auto look = [&](long k, Sequential& net) {
            found.look(k, updates, net, data.some, data.validation);
            if (k == updates && d == usual)
                modes[seed] = accuracy_in_batches(net, data.validation, sizes);
        };
        train(data, {.decay = decays[d]}, {alpha, 64, updates}, lab.rng(seed), look);
        return found;
    });
    if (lab.interrupted()) return;
    lab.save(evaluation_figure(sizes, modes));
    lab.save(following_figure(decays, runs));
    const auto percent = [&](std::size_t size, double AccuracyInBatches::*statistics) {
        return spread_of(modes, [&](const auto& run) { return run.at(size).*statistics; });
    };
    const std::vector<std::pair<Text, Spread>> numbers{
        {tr("stored"), percent(0, &AccuracyInBatches::stored)},
        {tr("of batches of 2"), percent(0, &AccuracyInBatches::of_batch)},
        {tr("of 64 sorted by class"), percent(5, &AccuracyInBatches::sorted)},
        {tr("never followed"), spread_of(runs[never], &Following::last_accuracy)}};
    int worse = 0;
    for (const auto& [name, accuracy] : numbers)
        worse += smaller(accuracy, numbers[0].second) == Outcome::supported;
    const Text claim = tr("Evaluation needs stored statistics");
    lab.finding(measured(claim, outcome_of(worse, 3), tr("accuracy (%)"), numbers));
}

// ---- small minibatches ----
void small_batches(Lab& lab, ShortRunData data, Index samples)
{
    data.training = first(data.training, samples);
    lab.uses_data(verbatim(data.training.name), samples);
    const Numbers sizes{2, 4, 8, 32, 128}, alphas = log_space(0.003, 0.3, 5);
    const int methods = 2 * int(sizes.size()); // each size without and with batch norm
    const auto run = [&](std::size_t method, double rate, std::uint64_t seed) {
        const Index size = Index(sizes[method / 2]);
        return train(data, {method % 2 == 1}, {rate, size, long(samples / size)}, lab.rng(seed));
    };
    const GridSearch tuned = grid_search(methods, alphas, [&](int method, double rate) {
        return run(method, rate, tuning_run).validation_cost;
    });
    const auto runs = all_runs(methods, lab.seeds(), [&](std::size_t method, std::size_t seed) {
        return run(method, tuned.best[method], seed);
    });
    if (lab.interrupted()) return;
    lab.save(batch_size_figure(sizes, runs));
    const auto gain = [&](std::size_t size) {
        return paired_difference(spread_of(runs[2 * size + 1], &ShortRun::accuracy),
                                 spread_of(runs[2 * size], &ShortRun::accuracy));
    };
    const Text claim = tr("Batch norm needs large minibatches");
    lab.finding(measured(claim, smaller(gain(0), gain(4)), tr("points of accuracy gained"),
                         {{"m = 2", gain(0)}, {"m = 128", gain(4)}}));
}

// ---- row 52 and its traps, in numbers ----
void print_numbers(Lab& lab, const ShortRunData& data)
{
    Rng rng = lab.rng();
    Sequential net = new_net({}, data.training, rng);
    Sequential residual = resnet(resnet20(), rng);
    lab.print_model(net, data.training.shape);
    lab.print(parameters_line(tr("This network"), net));
    lab.print(parameters_line(verbatim("ResNet-20"), residual));
    const Matrix x = layer_outputs(net, data.some.x, data.some.shape, Mode::eval)[0];
    for (const Index m : {2, 4, 32, 128}) lab.print(variance_line(x, m, rng));
    try {
        net.forward(constant(data.some.x.col(0)), Mode::train);
    } catch (const ShapeError& error) {
        lab.print(error.line());
    }
}

void experiment(Lab& lab)
{
    // 128 divides the samples: all minibatches are whole, and none is a rest of one sample.
    const auto whole = [&](const char* name) { return Index(lab.whole(name)) / 128 * 128; };
    const Split parts = lab.load_split(whole("samples"));
    const Index tenth = parts.training.size() / 10;
    const ShortRunData data{parts.training, first(parts.training, tenth),
                            first(parts.validation, tenth)};
    print_numbers(lab, data);
    for (const auto part : {activations, scale_map, smoothness, evaluation})
        part(lab, data, lab.whole("updates"));
    small_batches(lab, data, whole("few"));
}
} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
