#include "recipe.hpp"

#include "base/error.hpp"
#include "nn/models.hpp"

#include <algorithm>
#include <cmath>

namespace lab14 {

std::vector<Index> sizes_of_rival(Index parameters, const Dataset& data, Index hidden)
{
    const double from = double(data.features()), to = double(data.class_count());
    const auto off_by = [&](double w) {
        const double count = (from + 1) * w + double(hidden - 1) * (w + 1) * w + (w + 1) * to;
        return std::abs(count - double(parameters));
    };
    double width = 1;
    while (off_by(width + 1) < off_by(width)) ++width;
    return layer_sizes(data.features(), hidden, Index(width), data.class_count());
}

void check_kernel(long kernel, const Shape& image)
{
    // Half the image, less the second convolution, halved again: a pixel must be left.
    const long most = long(std::min(image.rows, image.cols) / 2) - 1;
    if (kernel > most)
        throw UsageError(tr("--kernel {} is too large for images of {}×{} pixels; take {} at most",
                            kernel, image.rows, image.cols, most));
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

void note(Run& run, const Step& now, const std::string& part, const Evaluation& evaluation)
{
    run.note(now, part + " cost", evaluation.cost);
    run.note(now, part + " accuracy", 100 * evaluation.accuracy);
}

Sequential wide_cnn(const Shape& image, Index classes, Rng& rng)
{
    return network(image,
                   {conv({.out = 32, .kernel = 5, .padding = 2, .bias = false}), pool(), norm(),
                    act(), conv({.out = 64, .kernel = 5, .bias = false}), pool(), norm(), act(),
                    dense(128), norm(), act(), dense(classes)},
                   rng);
}

Run train_wide(Module& net, const Parts& parts, FitOptions options, const Rng& rng)
{
    const Dataset& data = parts.training;
    Momentum optimizer(net, 0.9, {.weight_decay = 5e-4});
    options.batch_size = std::min<Index>(128, data.size());
    options.learning_rate =
        rise_and_fall(1, options.epochs * long(updates_per_epoch(data.size(), options.batch_size)));
    options.validation = &parts.validation;
    options.change = [&](Matrix& x, Rng& draws) {
        shift_at_random(x, data.shape, 2, parts.black, draws);
    };
    return fit(net, optimizer, data, options, rng);
}

std::string rival_in(const Study& study)
{
    const auto cost = [&](const Compared& method) {
        const std::string name = method.name.english();
        return name == "CNN" ? INFINITY : study.of(name, "validation cost").median;
    };
    return std::ranges::min_element(study.methods(), {}, cost)->name.english();
}

Evidence on_shifted_images(const Study& study, const std::string& a, const std::string& b)
{
    std::vector<Versus> moved;
    for (int pixels = 1; pixels <= most_shift; ++pixels)
        moved.push_back({verbatim("{} px", pixels), study.of(a, error_at(pixels)),
                         study.of(b, error_at(pixels))});
    return lower(tr("test error (points)"), moved);
}

std::size_t errors_for_ten(const Study& study, const std::string& a, const std::string& b)
{
    const double errors = 10 * study.of(a, error_at(0)).median / study.of(b, error_at(0)).median;
    if (errors < 6.5) return 2;
    if (errors < 9.5) return 1;
    return errors < 10.5 ? 0 : 3;
}

std::size_t right_when_shifted(const Compared& method)
{
    using enum Outcome;
    const auto right = [&](int pixels) {
        return spread_of(method.runs,
                         [&](const Run& run) { return 100 - run.number(error_at(pixels)); });
    };
    const Outcome nearly = no_lower_by(2, {}, {{{}, right(most_shift), right(0)}}).outcome;
    const Outcome more_than_half = at_least({}, right(most_shift), 50).outcome;
    if (nearly == supported) return 0;
    if (nearly == inconclusive || more_than_half == inconclusive) return 3;
    return more_than_half == supported ? 1 : 2;
}

Evidence reached(double goal, double of_one)
{
    return all_at_least(tr("test accuracy"), {of_one}, goal, verbatim(" %"));
}

} // namespace lab14
