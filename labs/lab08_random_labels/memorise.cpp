#include "memorise.hpp"

#include <cmath>
#include <limits>

namespace descente {

double Memorised::updates_needed() const
{
    return reached ? updates.back() : std::numeric_limits<double>::infinity();
}

Memorised memorise(Module& net, Optimizer& optimizer, const Dataset& data,
                   const MemoriseOptions& options, const Rng& rng)
{
    const Evaluation before = evaluate(net, data);
    Memorised result{.updates = {0}, .cost = {before.cost}, .accuracy = before.accuracy};
    const auto look = [&](const Progress& now) {
        if (!now.epoch_ended) return Next::carry_on;
        result.updates.push_back(static_cast<double>(now.step + 1));
        result.cost.push_back(now.history.validation_cost.back());
        result.accuracy = now.history.validation_accuracy.back();
        result.reached = result.accuracy == 1 && result.cost.back() < options.zero;
        return result.reached || now.step + 1 >= options.most_updates ? Next::stop : Next::carry_on;
    };
    fit(net, optimizer, data,
        {.epochs = std::numeric_limits<int>::max(), // `look` ends it
         .batch_size = options.batch_size,
         .learning_rate = constant_rate(options.learning_rate),
         .validation = &data, // what is looked at is the training set itself
         .observer = look},
        rng);
    return result;
}

} // namespace descente
