#include "net_price.hpp"

#include "train/runs.hpp"
#include "train/timing.hpp"

#include <cmath>

namespace descente {

BudgetRun train_on_budget(Module& net, const Dataset& training, const Dataset& judge,
                          const BudgetOptions& options, const Rng& rng)
{
    Momentum momentum(net, 0.9);
    FitOptions how;
    how.epochs = static_cast<int>(options.epochs);
    how.batch_size = options.batch_size;
    const Index steps = updates_per_epoch(training.size(), how.batch_size);
    how.learning_rate = cosine(options.learning_rate, static_cast<long>(steps) * options.epochs);
    const Run run = fit(net, momentum, training, how, rng);
    if (std::isfinite(run.number("diverged at")) || stop_requested()) return {};
    const double start = wall_seconds();
    const Evaluation end = evaluate(net, judge);
    return {end.cost, 100 * end.accuracy, run.last("seconds", 0),
            (wall_seconds() - start) / static_cast<double>(judge.size())};
}

} // namespace descente
