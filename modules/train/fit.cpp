#include "train/fit.hpp"

#include "kernels/error.hpp"
#include "train/runs.hpp"

#include <chrono>
#include <cmath>

namespace descente {

namespace {

double mean_of_last(const std::vector<double>& values, Index count)
{
    double sum = 0;
    for (auto value = values.end() - static_cast<std::ptrdiff_t>(count); value != values.end();
         ++value)
        sum += *value;
    return sum / static_cast<double>(count);
}

} // namespace

History fit(Module& net, Optimizer& optimizer, const Dataset& training, const FitOptions& options,
            const Rng& rng)
{
    const bool restores = options.patience > 0 || options.restore_best;
    if (restores && options.validation == nullptr)
        throw ShapeError("fit: early stopping and restore_best need a validation set");

    const auto started = std::chrono::steady_clock::now();
    Minibatches minibatches(training, options.batch_size, rng);
    const long steps = options.epochs * static_cast<long>(minibatches.per_epoch());
    History history;
    BestParameters best;
    long step = 0;

    // One minibatch; false when training has to end.
    const auto train_on_next = [&] {
        if (stop_requested()) return false;
        const Batch& batch = minibatches.next();
        const Var output = net.forward(constant(batch.x, training.shape), Mode::train);
        const Var cost = options.loss ? options.loss(output, batch)
                                      : softmax_cross_entropy(output, batch.labels);
        if (!std::isfinite(cost.scalar())) {
            history.diverged_at = step; // θ stays as it was: an update would only spread the NaN
            return false;
        }
        const double rate = options.learning_rate(step);
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
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
        history.seconds.push_back(elapsed.count());
    };

    const auto train = [&] {
        for (int epoch = 0; epoch < options.epochs; ++epoch) {
            for (Index k = 0; k < minibatches.per_epoch(); ++k, ++step) {
                if (!train_on_next()) return;
                const bool epoch_ended = k + 1 == minibatches.per_epoch();
                if (epoch_ended) end_epoch(epoch);
                if (options.observer && options.observer({.step = step,
                                                          .steps = steps,
                                                          .epoch = epoch,
                                                          .epoch_ended = epoch_ended,
                                                          .cost = history.step_cost.back(),
                                                          .history = history}) == Next::stop)
                    return;
            }
            if (options.patience > 0 && epoch - best.epoch() >= options.patience) return;
        }
    };

    train();
    if (restores) best.put_back(net);
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
