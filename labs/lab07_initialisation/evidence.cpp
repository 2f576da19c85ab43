#include "evidence.hpp"

#include "base/magnitude.hpp"

#include <algorithm>
#include <cmath>

namespace lab07 {

bool DrawnLayer::as_on_the_slide() const
{
    constexpr double at_most = 1 + 1e-6;
    return std::abs(variance - 1) < 0.01 && bound <= at_most && bias <= at_most;
}

std::vector<Text> DrawnLayer::row() const
{
    return {verbatim(layer), verbatim("{}", n_in), verbatim("{:.4Lf}", variance),
            verbatim("{:.4Lf}", bound), verbatim("{:.4Lf}", bias)};
}

DrawnLayer drawn(const std::string& layer, const Var& W, const Var& b, Index n_in)
{
    const auto inputs = double(n_in);
    const arma::mat weights = arma::conv_to<arma::mat>::from(W.value());
    return {.layer = layer,
            .n_in = n_in,
            .variance = arma::var(arma::vectorise(weights), 1) * inputs / 2,
            .bound = largest_magnitude(W.value()) / std::sqrt(6 / inputs),
            .bias = largest_magnitude(b.value()) * std::sqrt(inputs)};
}

Evidence as_on_the_slide(const std::vector<DrawnLayer>& layers)
{
    const auto held = std::ranges::count_if(layers, &DrawnLayer::as_on_the_slide);
    return counted_as(int(held), int(layers.size()), tr("layers"));
}

namespace {

constexpr double flat = 3; // max/min below it

// Decided over the seeds; ranges reach over many powers of ten, so their logarithms are compared.
Outcome is_flat(const std::string& start, const Study& scales)
{
    const auto below = [&](const char* range) {
        const auto logarithm = [](double value) { return std::log10(value); };
        const Spread here = spread_of(scales.of(start, range).values, logarithm);
        return smaller(here, spread(std::vector<double>(here.values.size(), std::log10(flat))));
    };
    return together({below("activations, max/min"), below("gradients, max/min")});
}

} // namespace

std::size_t only_flat(const std::vector<std::string>& starts, const Study& scales)
{
    const auto outcomes =
        of_each(starts, [&](const std::string& start) { return is_flat(start, scales); });
    const auto first = std::ranges::find(outcomes, Outcome::supported);
    const bool told = std::ranges::count(outcomes, Outcome::supported) == 1 &&
                      std::ranges::count(outcomes, Outcome::inconclusive) == 0;
    return told ? std::size_t(first - outcomes.begin()) : starts.size();
}

Evidence flat_only_for(const std::vector<std::string>& starts, const Study& scales)
{
    std::vector<Outcome> as_claimed;
    std::vector<std::pair<std::string, Spread>> ranges; // two a start: forwards, backwards
    for (const Compared& start : scales.methods()) {
        const std::string name = start.name.english();
        const Outcome level = is_flat(name, scales);
        const bool claimed = std::ranges::count(starts, name) == 1;
        const bool decided = level != Outcome::inconclusive;
        const bool right = (level == Outcome::supported) == claimed;
        as_claimed.push_back(decided ? outcome_of(right, 1) : level);
        ranges.emplace_back(name, scales.of(name, "activations, max/min"));
        ranges.emplace_back(name, scales.of(name, "gradients, max/min"));
    }
    Evidence evidence =
        counted_as(int(std::ranges::count(as_claimed, Outcome::supported)), int(as_claimed.size()),
                   tr("starts (flat: max/min below {})", flat));
    evidence.outcome = together(as_claimed);
    evidence.numbers = ranges;
    return evidence;
}

Evidence stay_equal(const std::map<std::string, double>& apart)
{
    const double zero = apart.at("zero"), same = apart.at("all 0.01"),
                 random = apart.at("Kaiming (slide)");
    return {outcome_of((zero == 0) + (same < 1e-3 * random), 2),
            tr("zero {:.1Lg}, all 0.01 {:.1Lg}, Kaiming {:.1Lg} apart", zero, same, random),
            {}};
}

namespace {

Spread end(const Study& study, const std::string& start)
{
    return study.of(start, "cost at the end");
}

} // namespace

Evidence lower_than_each(const Study& study, const std::string& one,
                         const std::vector<std::string>& others)
{
    std::vector<Versus> cases;
    for (const std::string& other : others)
        cases.push_back({study[other].name, end(study, one), end(study, other)});
    return lower(tr("cost at the end from {}", study[one].name), cases);
}

std::size_t how_far(const Study& study, const std::string& start)
{
    const Spread zero = end(study, "zero"), best = end(study, "Kaiming (slide)"),
                 here = end(study, start);
    const auto less_of_the_way_than = [&](double share) {
        std::vector<double> there;
        for (std::size_t seed = 0; seed < here.values.size(); ++seed)
            there.push_back(zero.values[seed] - share * (zero.values[seed] - best.values[seed]));
        return smaller(spread(there), here);
    };
    using enum Outcome;
    if (smaller(best, zero) != supported) return 3;
    const Outcome least = less_of_the_way_than(0.1), most = less_of_the_way_than(0.9);
    if (most == not_supported) return 0;
    if (least == supported) return 2;
    return most == supported && least == not_supported ? 1 : 3;
}

Evidence none_lower(const Study& study, const std::vector<std::string>& these,
                    const std::string& other)
{
    std::vector<Versus> cases;
    for (const std::string& one : these)
        cases.push_back({study[one].name, end(study, one), end(study, other)});
    return no_lower_by(alike, tr("{} against {}", tr("cost at the end"), study[other].name), cases);
}

} // namespace lab07
