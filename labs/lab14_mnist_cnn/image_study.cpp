#include "image_study.hpp"

#include "data/augment.hpp"

namespace descente {

namespace {

Schedule rise_and_cosine(double highest, long steps)
{
    const long rise = steps / 10;
    return warm_up(rise, cosine(highest, steps - rise));
}

} // namespace

ImageParts image_parts(const TrainTest& all, Index samples, Index tests, Rng& rng)
{
    const Dataset some = first(all.training, samples);
    Split two = split(some, some.size() / 12, rng);
    ImageParts parts{std::move(two.training), std::move(two.validation), first(all.test, tests)};
    const Standardiser standardiser =
        standardise_by_first({&parts.training, &parts.validation, &parts.test});
    Matrix pixel(standardiser.mean.n_elem, 1);
    standardiser.apply(pixel);
    parts.black = pixel[0];
    return parts;
}

ImageRun train_image_net(Sequential net, const ImageParts& parts, double highest_rate, long epochs,
                         const Rng& rng)
{
    ImageRun run;
    for (auto* curves : {&run.cost, &run.accuracy})
        for (auto& curve : *curves)
            curve.assign(static_cast<std::size_t>(looks_per_epoch * epochs),
                         std::numeric_limits<double>::infinity());
    run.net = std::make_shared<Sequential>(std::move(net));
    Momentum momentum(*run.net);
    const Dataset some = first(parts.training, parts.validation.size());
    FitOptions options;
    options.epochs = static_cast<int>(epochs);
    options.batch_size = std::min<Index>(64, parts.training.size());
    const Index per_epoch = updates_per_epoch(parts.training.size(), options.batch_size);
    options.learning_rate = rise_and_cosine(highest_rate, epochs * static_cast<long>(per_epoch));
    options.observer = [&](const Progress& now) {
        const long planned = looks_per_epoch * epochs;
        const long due = (now.step + 1) * planned / now.steps;
        if (due == now.step * planned / now.steps) return Next::carry_on;
        for (const std::size_t part : {0, 1}) {
            const Evaluation found = evaluate(*run.net, part == 0 ? some : parts.validation);
            run.cost[part][static_cast<std::size_t>(due - 1)] = found.cost;
            run.accuracy[part][static_cast<std::size_t>(due - 1)] = 100 * found.accuracy;
        }
        return Next::carry_on;
    };
    fit(*run.net, momentum, parts.training, options, rng);
    return run;
}

std::vector<double> test_errors(Module& net, const ImageParts& parts, int most)
{
    std::vector<double> errors;
    for (int pixels = 0; pixels <= most; ++pixels) {
        const Dataset moved = shifted_four_ways(parts.test, pixels, parts.black);
        errors.push_back(100 * (1 - evaluate(net, moved).accuracy));
    }
    return errors;
}

History train_to_the_limit(Module& net, const ImageParts& parts, long epochs,
                           const std::filesystem::path& checkpoint,
                           const std::function<void(const Progress&)>& after_epoch, const Rng& rng)
{
    Momentum momentum(net, 0.9, {.weight_decay = 5e-4});
    FitOptions options;
    options.epochs = static_cast<int>(epochs);
    options.batch_size = std::min<Index>(128, parts.training.size());
    const Index per_epoch = updates_per_epoch(parts.training.size(), options.batch_size);
    options.learning_rate = rise_and_cosine(1, epochs * static_cast<long>(per_epoch));
    options.validation = &parts.validation;
    options.change = [&](Matrix& x, Rng& draws) {
        shift_at_random(x, parts.training.shape, 2, parts.black, draws);
    };
    options.checkpoint = checkpoint;
    options.observer = [&](const Progress& progress) {
        if (progress.epoch_ended && after_epoch) after_epoch(progress);
        return Next::carry_on;
    };
    return fit(net, momentum, parts.training, options, rng);
}

} // namespace descente
