// The training loop, for labs whose topic is something else.
#pragma once

#include "data/minibatches.hpp"
#include "nn/losses.hpp"
#include "optim/optimizers.hpp"
#include "optim/schedules.hpp"
#include "train/metrics.hpp"

#include <filesystem>
#include <limits>
#include <optional>

namespace descente {

/// What happened, one entry a minibatch or an epoch. A minibatch whose cost was not finite has no
/// entry and makes no update.
struct History {
    std::vector<double> step_cost;     ///< of each minibatch, before its update
    std::vector<double> learning_rate; ///< of each minibatch
    std::vector<double> training_cost; ///< of each epoch: mean of its step costs
    std::vector<double> validation_cost, validation_accuracy; ///< of each epoch
    std::vector<double> seconds;     ///< since the start, at the end of each epoch
    std::optional<long> diverged_at; ///< the step whose cost was not finite
    int best_epoch = -1;             ///< of the lowest validation cost
};

enum class Next { carry_on, stop };

/// What the observer is shown after each minibatch.
struct Progress {
    long step;  ///< from 0
    long steps; ///< planned in all
    int epoch;
    bool epoch_ended; ///< validation has been measured (when there is a validation set)
    double cost;
    const History& history;
};

struct FitOptions {
    int epochs = 5;
    Index batch_size = 64;
    Schedule learning_rate = constant_rate(0.1);
    /// Validation is measured after each epoch when given.
    const Dataset* validation = nullptr;
    /// Stop after this many epochs without a better validation cost (0: never). The best θ, buffers
    /// included, is restored however training ends: at the last epoch, early, diverged or stopped.
    int patience = 0;
    bool restore_best = false; ///< without early stopping too
    /// Cost of a minibatch; softmax cross-entropy by default.
    std::function<Var(const Var& output, const Batch& batch)> loss = {};
    /// Called after each minibatch.
    std::function<Next(const Progress&)> observer = {};
    /// Changes the images of each minibatch before they are used, e.g. augment(); `rng` is a fork.
    std::function<void(Matrix& x, Rng& rng)> change = {};
    /// For runs of hours: written after each epoch and at the end, however it comes. When the file
    /// is there already, training goes on from it and gives the numbers of one uninterrupted run;
    /// history.seconds adds up. Not together with patience or restore_best.
    std::filesystem::path checkpoint = {};
};

/// Trains `net` on `training`. Ends early on divergence (recorded, not thrown), when the observer
/// says stop, or when stop_requested(). ShapeError when patience or restore_best is asked for
/// without a validation set, or together with a checkpoint. DataError when the checkpoint cannot be
/// read or written.
History fit(Module& net, Optimizer& optimizer, const Dataset& training, const FitOptions& options,
            const Rng& rng);

/// Keeps the best θ: `offer` after each epoch, `restore` at the end (trap 9: strictly better than
/// the best so far, a deep copy, always restored).
class BestParameters {
  public:
    /// True when `cost` is strictly below the best so far; then θ is copied.
    bool offer(Module& net, double cost, int epoch);
    void put_back(Module& net) const; ///< nothing when no finite cost was ever offered
    int epoch() const { return epoch_; }
    double cost() const { return cost_; }

  private:
    std::vector<Matrix> values_;
    double cost_ = std::numeric_limits<double>::infinity();
    int epoch_ = -1;
};

} // namespace descente
