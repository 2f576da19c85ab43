#include "train/fit.hpp"

#include "base/error.hpp"
#include "base/stats.hpp"
#include "train/checkpoint.hpp"
#include "train/runs.hpp"
#include "train/timing.hpp"

#include <cmath>

namespace descente {

History fit(Module& net, Optimizer& optimizer, const Dataset& training, const FitOptions& options,
            const Rng& rng)
{
    const bool restores = options.patience > 0 || options.restore_best;
    if (restores && options.validation == nullptr)
        throw ShapeError("fit: early stopping and restore_best need a validation set");

    if (restores && !options.checkpoint.empty())
        throw ShapeError("fit: a checkpoint does not hold the best parameters, so it goes without "
                         "early stopping and restore_best");

    Minibatches minibatches(training, options.batch_size, rng);
    const long per_epoch = static_cast<long>(minibatches.per_epoch());
    const long steps = options.epochs * per_epoch;
    Rng changes = rng.fork(1);
    History history;
    BestParameters best;
    Training state{net, optimizer, minibatches, changes, history};
    if (!options.checkpoint.empty() && std::filesystem::exists(options.checkpoint))
        load_checkpoint(options.checkpoint, state);
    const double before = history.seconds.empty() ? 0 : history.seconds.back();
    const double started = wall_seconds();

    // One minibatch; false when training has to end.
    const auto train_on_next = [&] {
        if (stop_requested()) return false;
        const Batch& batch = minibatches.next();
        Matrix x = batch.x;
        if (options.change) options.change(x, changes);
        const Var output = net.forward(constant(std::move(x), training.shape), Mode::train);
        const Var cost = options.loss ? options.loss(output, batch)
                                      : softmax_cross_entropy(output, batch.labels);
        if (!std::isfinite(cost.scalar())) {
            history.diverged_at = state.step; // θ stays: an update would only spread the NaN
            return false;
        }
        const double rate = options.learning_rate(state.step);
        optimizer.zero_grad();
        backward(cost);
        optimizer.step(rate);
        history.step_cost.push_back(cost.scalar());
        history.learning_rate.push_back(rate);
        return true;
    };

    const auto end_epoch = [&](int epoch) {
        history.training_cost.push_back(mean_of_last(history.step_cost, minibatches.per_epoch()));
        if (options.validation != nullptr) {
            const Evaluation now = evaluate(net, *options.validation);
            history.validation_cost.push_back(now.cost);
            history.validation_accuracy.push_back(now.accuracy);
            best.offer(net, now.cost, epoch);
            history.best_epoch = best.epoch();
        }
        history.seconds.push_back(before + wall_seconds() - started);
    };

    const auto train = [&] {
        while (state.step < steps) {
            if (!train_on_next()) return;
            const long step = state.step++;
            const int epoch = static_cast<int>(step / per_epoch);
            const bool epoch_ended = state.step % per_epoch == 0;
            if (epoch_ended) end_epoch(epoch);
            if (options.observer && options.observer({.step = step,
                                                      .steps = steps,
                                                      .epoch = epoch,
                                                      .epoch_ended = epoch_ended,
                                                      .cost = history.step_cost.back(),
                                                      .history = history}) == Next::stop)
                return;
            if (!epoch_ended) continue;
            if (options.patience > 0 && epoch - best.epoch() >= options.patience) return;
            if (!options.checkpoint.empty() && state.step < steps) // the last one is saved below
                save_checkpoint(options.checkpoint, state);
        }
    };

    train();
    if (restores) best.put_back(net);
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
