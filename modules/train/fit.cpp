#include "train/fit.hpp"

#include "base/error.hpp"
#include "base/stats.hpp"
#include "train/checkpoint.hpp"
#include "train/runs.hpp"
#include "train/timing.hpp"

#include <cmath>

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

void end_epoch(Module& net, const FitOptions& options, const Step& now, History& history,
               BestParameters& best)
{
    history.training_cost.push_back(mean_of_last(history.step_cost, std::size_t(now.per_epoch)));
    if (options.validation == nullptr) return;
    const Evaluation found = evaluate(net, *options.validation);
    history.validation_cost.push_back(found.cost);
    history.validation_accuracy.push_back(found.accuracy);
    best.offer(net, found.cost, int(now.epoch));
    history.best_epoch = best.epoch();
}

} // namespace

History fit(Module& net, Optimizer& optimizer, const Dataset& training, const FitOptions& options,
            const Rng& rng)
{
    check(options);
    Steps steps = steps_of(training, {.batch = options.batch_size, .epochs = options.epochs}, rng);
    Rng changes = rng.fork(1);
    History history;
    BestParameters best;
    Training state{net, optimizer, steps.minibatches(), changes, history};
    if (!options.checkpoint.empty() && std::filesystem::exists(options.checkpoint))
        load_checkpoint(options.checkpoint, state);
    steps.resume_after(state.step);
    const double before = history.seconds.empty() ? 0 : history.seconds.back();
    const double started = wall_seconds();

    for (Step& now : steps) {
        if (options.change) options.change(now.x.value(), changes);
        const Var output = net.forward(now.x, Mode::train);
        const Var cost =
            options.loss ? options.loss(output, now) : softmax_cross_entropy(output, now.labels);
        if (diverged(cost)) {
            history.diverged_at = now.k;
            break;
        }
        const double rate = options.learning_rate(now.k);
        optimizer.zero_grad();
        backward(cost);
        optimizer.step(rate);
        state.step = now.k + 1;
        history.step_cost.push_back(cost.scalar());
        history.learning_rate.push_back(rate);
        if (now.ends_epoch) {
            end_epoch(net, options, now, history, best);
            history.seconds.push_back(before + wall_seconds() - started);
        }
        if (options.observer && options.observer({now.k, now.steps, int(now.epoch), now.ends_epoch,
                                                  cost.scalar(), history}) == Next::stop)
            break;
        if (!now.ends_epoch) continue;
        if (options.patience > 0 && now.epoch - best.epoch() >= options.patience) break;
        if (!options.checkpoint.empty() && state.step < now.steps)
            save_checkpoint(options.checkpoint, state); // the last one is saved below
    }
    if (restores(options)) best.put_back(net);
    if (!options.checkpoint.empty() && !history.diverged_at)
        save_checkpoint(options.checkpoint, state);
    return history;
}

bool BestParameters::offer(Module& net, double cost, int epoch)
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
