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

// "MNIST, 60000 × 784, checksum 0f3a…"
std::string told(const Dataset& data)
{
    const auto add = [](uLong sum, const auto& values) {
        return crc32_z(sum, reinterpret_cast<const Bytef*>(values.memptr()),
                       values.n_elem * sizeof(values[0]));
    };
    return fmt::format("{}, {} × {}, checksum {:08x}", data.name.english(), data.size(),
                       data.features(), add(add(0, data.x), data.labels));
}

Experiment whole_experiment(const Dataset& training, const FitOptions& options)
{
    Experiment all = options.experiment;
    all.emplace_back(tr("training set"), told(training));
    if (options.validation != nullptr)
        all.emplace_back(tr("validation set"), told(*options.validation));
    all.emplace_back(tr("number of epochs"), std::to_string(options.epochs));
    return all;
}

void end_epoch(Module& net, const FitOptions& options, const Step& now, Run& run,
               BestParameters& best)
{
    run.note(now, "training cost",
             mean_of_last(run.curve("cost").values, std::size_t(now.per_epoch)));
    if (options.validation == nullptr) return;
    const Evaluation found = evaluate(net, *options.validation);
    run.note(now, "validation cost", found.cost);
    run.note(now, "validation accuracy", 100 * found.accuracy);
    if (best.offer(net, found.cost, now.epoch)) run["best epoch"] = double(now.epoch + 1);
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
    BestParameters best;
    Training state{net, optimizer, steps.minibatches(), changes};
    const auto save = [&] {
        state.noted = run.state();
        save_checkpoint(options.checkpoint, state);
    };
    if (!options.checkpoint.empty()) state.experiment = whole_experiment(training, options);
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
        if (options.patience > 0 && now.epoch - best.epoch() >= options.patience) break;
        if (!options.checkpoint.empty() && state.step < now.steps) save(); // the last one is below
    }
    if (restores(options)) best.put_back(net);
    const bool whole = !std::isfinite(run.number("diverged at"));
    if (!options.checkpoint.empty() && whole) save();
    return run;
}

bool BestParameters::offer(Module& net, double cost, long epoch)
{
    // NaN is not below anything; −∞ would be no cost at all.
    if (!std::isfinite(cost) || !(cost < cost_)) return false;
    values_ = snapshot(net);
    cost_ = cost;
    epoch_ = epoch;
    return true;
}

void BestParameters::put_back(Module& net) const
{
    if (epoch_ >= 0) restore(net, values_);
}

} // namespace descente
