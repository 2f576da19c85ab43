#include "train/fit.hpp"

#include "base/error.hpp"
#include "base/stats.hpp"
#include "train/timing.hpp"

#include <cmath>
#include <zlib.h>

namespace descente {

namespace {

bool restores(const FitOptions& options) { return options.patience > 0 || options.restore_best; }

void check(const FitOptions& options)
{
    if (!restores(options)) return;
    if (options.validation == nullptr)
        throw ShapeError("fit: early stopping and restore_best need a validation set");
    if (!options.checkpoint.empty())
        throw ShapeError("fit: a checkpoint does not hold the best parameters, so it goes without "
                         "early stopping and restore_best");
}

// Of all bytes of these values, which follow what has the checksum `before`.
uLong checksum(const auto& values, uLong before = 0)
{
    return crc32_z(before, reinterpret_cast<const Bytef*>(&values[0]),
                   values.size() * sizeof(values[0]));
}

// "MNIST, 60000 × 784, checksum 0f3a…"
std::string told(const Dataset& data)
{
    return fmt::format("{}, {} × {}, checksum {:08x}", data.name.english(), data.size(),
                       data.features(), checksum(data.labels, checksum(data.x)));
}

Experiment whole_experiment(const Dataset& training, const FitOptions& options, const Rng& rng)
{
    Experiment all = options.experiment;
    all.emplace_back(tr("training set"), told(training));
    if (options.validation != nullptr)
        all.emplace_back(tr("validation set"), told(*options.validation));
    all.emplace_back(tr("number of epochs"), std::to_string(options.epochs));
    all.emplace_back(tr("samples in a minibatch"), std::to_string(options.batch_size));
    all.emplace_back(tr("random numbers"), fmt::format("checksum {:08x}", checksum(rng.state())));
    return all;
}

// The θ of the lowest validation cost so far, buffers included.
struct Best {
    double cost = infinity;
    long epoch = -1;
    std::vector<Matrix> values = {};
};

void end_epoch(Module& net, const FitOptions& options, const Step& now, Run& run, Best& best)
{
    run.note(now, "training cost",
             mean_of_last(run.curve("cost").values, std::size_t(now.per_epoch)));
    if (options.validation == nullptr) return;
    const Evaluation found = evaluate(net, *options.validation);
    run.note(now, "validation cost", found.cost);
    run.note(now, "validation accuracy", 100 * found.accuracy);
    if (!(found.cost < best.cost)) return; // NaN is never best
    best = {found.cost, now.epoch, snapshot(net)};
    run["best epoch"] = double(now.epoch + 1);
}

} // namespace

Sequential mlp_for(const Dataset& data, std::vector<Index> hidden, Rng& rng, const Init& init)
{
    hidden.insert(hidden.begin(), data.features());
    hidden.push_back(data.class_count());
    return mlp(hidden, rng, init);
}

Run fit(Module& net, Optimizer& optimizer, const Dataset& training, const FitOptions& options,
        const Rng& rng)
{
    check(options);
    Steps steps = steps_of(training, {.batch = options.batch_size, .epochs = options.epochs}, rng);
    Rng changes = rng.fork(1);
    Run run;
    Best best;
    Training state{net, optimizer, changes};
    const auto save = [&] {
        state.noted = run.state();
        save_checkpoint(options.checkpoint, state);
    };
    if (!options.checkpoint.empty()) state.experiment = whole_experiment(training, options, rng);
    if (!options.checkpoint.empty() && std::filesystem::exists(options.checkpoint)) {
        load_checkpoint(options.checkpoint, state);
        run.restore(state.noted);
    }
    steps.resume_after(state.step);
    const double before = run.last("seconds", 0);
    const double started = wall_seconds();

    for (Step& now : steps) {
        if (options.change) options.change(now.x.value(), changes);
        const Var output = net.forward(now.x, Mode::train);
        const Var cost =
            options.loss ? options.loss(output, now) : softmax_cross_entropy(output, now.labels);
        if (diverged(cost)) {
            run["diverged at"] = double(now.k);
            break;
        }
        const double rate = options.learning_rate(now.k);
        optimizer.zero_grad();
        backward(cost);
        optimizer.step(rate);
        state.step = now.k + 1;
        run.note(now, "cost", cost);
        run.note(now, "learning rate", rate);
        if (!now.ends_epoch) continue;
        end_epoch(net, options, now, run, best);
        run.note(now, "seconds", before + wall_seconds() - started);
        if (options.after_epoch) options.after_epoch(now, run);
        if (options.patience > 0 && now.epoch - best.epoch >= options.patience) break;
        if (!options.checkpoint.empty() && state.step < now.steps) save(); // the last one is below
    }
    if (restores(options) && best.epoch >= 0) restore(net, best.values);
    const bool whole = !std::isfinite(run.number("diverged at"));
    if (!options.checkpoint.empty() && whole) save();
    return run;
}

} // namespace descente
