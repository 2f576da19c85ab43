#include "recipe.hpp"

#include "nn/models.hpp"

namespace lab14 {

std::vector<Index> sizes_of_rival(Index parameters, Index inputs, Index hidden, Index outputs)
{
    const auto off_by = [&](Index width) {
        const std::vector<Index> sizes = layer_sizes(inputs, hidden, width, outputs);
        Index count = 0;
        for (std::size_t i = 1; i < sizes.size(); ++i) count += (sizes[i - 1] + 1) * sizes[i];
        return count > parameters ? count - parameters : parameters - count;
    };
    Index width = 1;
    while (hidden > 0 && off_by(width + 1) < off_by(width)) ++width;
    return layer_sizes(inputs, hidden, width, outputs);
}

Schedule rise_and_fall(double highest, long updates)
{
    return warm_up(updates / 10, cosine(highest, updates - updates / 10));
}

bool time_to_look(const Step& now, long epochs)
{
    const long looks = looks_per_epoch * epochs;
    return (now.k + 1) * looks / now.steps > now.k * looks / now.steps;
}

Sequential wide_cnn(const Shape& image, Index classes, Rng& rng)
{
    return network(image,
                   {conv({.out = 32, .kernel = 5, .padding = 2, .bias = false}), pool(), norm(),
                    act(), conv({.out = 64, .kernel = 5, .bias = false}), pool(), norm(), act(),
                    dense(128), norm(), act(), dense(classes)},
                   rng);
}

Run train_wide(Module& net, const Parts& parts, long epochs,
               const std::filesystem::path& checkpoint,
               const std::function<void(const Step&, const Run&)>& after_epoch, const Rng& rng)
{
    const Dataset& data = parts.training;
    Momentum optimizer(net, 0.9, {.weight_decay = 5e-4});
    FitOptions options;
    options.epochs = int(epochs);
    options.batch_size = std::min<Index>(128, data.size());
    options.learning_rate =
        rise_and_fall(1, epochs * long(updates_per_epoch(data.size(), options.batch_size)));
    options.validation = &parts.validation;
    options.change = [&](Matrix& x, Rng& draws) {
        shift_at_random(x, data.shape, 2, parts.black, draws);
    };
    options.after_epoch = after_epoch;
    options.checkpoint = checkpoint;
    return fit(net, optimizer, data, options, rng);
}

} // namespace lab14
