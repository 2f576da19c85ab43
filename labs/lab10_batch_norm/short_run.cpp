#include "short_run.hpp"

#include "base/stats.hpp"
#include "train/fit.hpp"
#include "train/runs.hpp"

namespace descente {

ShortRun short_run(Sequential& net, const ShortRunData& data, const ShortRunOptions& options,
                   const Rng& rng, const ShortRunObserver& look)
{
    Sgd optimizer(net);
    FitOptions fitting{.epochs = static_cast<int>(options.updates), // more than enough
                       .batch_size = options.batch_size,
                       .learning_rate = constant_rate(options.learning_rate)};
    fitting.observer = [&](const Progress& now) {
        if (look) look(now.step + 1, net);
        return now.step + 1 < options.updates ? Next::carry_on : Next::stop;
    };
    const History history = fit(net, optimizer, data.training, fitting, rng);
    if (history.diverged_at || stop_requested()) return {};
    const Evaluation validation = evaluate(net, data.validation);
    return {.cost = evaluate(net, data.some).cost,
            .validation_cost = validation.cost,
            .accuracy = 100 * validation.accuracy,
            .seen = mean_of_last(history.step_cost, (history.step_cost.size() + 4) / 5)};
}

} // namespace descente
