#include "resnet_recipe.hpp"

#include "data/augment.hpp"

namespace descente {

Schedule resnet_rate(long steps)
{
    const long half = steps / 2, quarter = steps * 3 / 4 - half;
    return in_sequence({{half, constant_rate(1)}, {quarter, constant_rate(0.1)}},
                       constant_rate(0.01));
}

Run train_resnet(Sequential& net, const Dataset& training, const Dataset& test, long epochs,
                 const std::filesystem::path& checkpoint,
                 const std::function<void(const Step&, const Run&)>& after_epoch, const Rng& rng)
{
    Momentum momentum(net, 0.9, {.weight_decay = 1e-4});
    FitOptions options;
    options.epochs = static_cast<int>(epochs);
    options.batch_size = std::min<Index>(128, training.size());
    const Index per_epoch = updates_per_epoch(training.size(), options.batch_size);
    options.learning_rate = resnet_rate(epochs * static_cast<long>(per_epoch));
    options.validation = &test;
    options.change = [&](Matrix& x, Rng& draws) { augment(x, training.shape, 4, draws); };
    options.checkpoint = checkpoint;
    options.after_epoch = after_epoch;
    return fit(net, momentum, training, options, rng);
}

} // namespace descente
