#include "train/early_stopping.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace descente {

Trained fit_and_test(Module& net, Optimizer& optimizer, const Dataset& training,
                     const Dataset& test, FitOptions options, const Rng& rng)
{
    if (options.validation == nullptr || options.observer)
        throw ShapeError("fit_and_test needs a validation set and observes by itself");
    Trained result;
    options.observer = [&](const Progress& now) {
        if (now.epoch_ended) result.training_cost.push_back(evaluate(net, training).cost);
        return Next::carry_on;
    };
    const History history = fit(net, optimizer, training, options, rng);
    result.validation_cost = history.validation_cost;
    for (const double share : history.validation_accuracy)
        result.validation_accuracy.push_back(100 * share);
    result.epochs = static_cast<double>(history.validation_cost.size());
    result.best_epoch = history.best_epoch + 1;
    result.final_validation_cost = evaluate(net, *options.validation).cost;
    const Evaluation unseen = evaluate(net, test);
    result.test_cost = unseen.cost;
    result.test_accuracy = 100 * unseen.accuracy;
    return result;
}

Spread twins_spread(const std::vector<StoppingTwins>& runs, Trained StoppingTwins::*twin,
                    double Trained::*number)
{
    return spread_of(runs, [&](const StoppingTwins& run) { return run.*twin.*number; });
}

int restored_exactly(const StoppingRuns& runs)
{
    int exact = 0;
    for (const std::vector<StoppingTwins>& seeds : runs)
        for (const auto& [to_end, early] : seeds) {
            const std::vector<double>& costs = early.validation_cost;
            exact +=
                !costs.empty() && early.final_validation_cost == *std::ranges::min_element(costs);
        }
    return exact;
}

Stop stop_with_patience(const std::vector<double>& validation_cost, int patience)
{
    if (patience < 1)
        throw ShapeError(fmt::format("a patience of {} epochs; it must be at least 1", patience));
    Stop stop;
    double best = std::numeric_limits<double>::infinity();
    for (const double cost : validation_cost) {
        const int epoch = stop.epochs++;
        if (std::isfinite(cost) && cost < best) {
            best = cost;
            stop.best_epoch = epoch;
        }
        if (epoch - stop.best_epoch >= patience) break;
    }
    return stop;
}

} // namespace descente
