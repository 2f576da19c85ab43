#include "evidence.hpp"

#include "base/magnitude.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace lab07 {

bool Drawn::as_on_the_slide() const
{
    constexpr double at_most = 1 + 1e-6;
    return std::abs(variance - 1) < 0.01 && bound <= at_most && bias <= at_most;
}

std::vector<Text> Drawn::row() const
{
    return {verbatim(layer), verbatim("{}", n_in), verbatim("{:.4Lf}", variance),
            verbatim("{:.4Lf}", bound), verbatim("{:.4Lf}", bias)};
}

Drawn drawn(const std::string& layer, const Var& W, const Var& b, Index n_in)
{
    const auto inputs = double(n_in);
    const arma::mat weights = arma::conv_to<arma::mat>::from(W.value());
    return {.layer = layer,
            .n_in = n_in,
            .variance = arma::var(arma::vectorise(weights), 1) * inputs / 2,
            .bound = largest_magnitude(W.value()) / std::sqrt(6 / inputs),
            .bias = largest_magnitude(b.value()) * std::sqrt(inputs)};
}

Evidence as_on_the_slide(const std::vector<Drawn>& layers)
{
    const auto held = std::ranges::count_if(layers, &Drawn::as_on_the_slide);
    return counted_as(int(held), int(layers.size()), tr("layers"));
}

namespace {

constexpr double flat = 3; // max/min below it

bool is_flat(const std::string& start, const Study& scales)
{
    return std::max(scales.of(start, "activations, max/min").median,
                    scales.of(start, "gradients, max/min").median) < flat;
}

} // namespace

std::size_t only_flat(const std::vector<std::string>& starts, const Study& scales)
{
    const auto holds = [&](const std::string& start) { return is_flat(start, scales); };
    const auto first = std::ranges::find_if(starts, holds);
    return std::ranges::count_if(starts, holds) == 1 ? std::size_t(first - starts.begin())
                                                     : starts.size();
}

Evidence flat_only_for(const std::vector<std::string>& starts, const Study& scales)
{
    int as_claimed = 0;
    std::vector<std::pair<std::string, Spread>> ranges; // two a start: forwards, backwards
    for (const Compared& start : scales.methods()) {
        const std::string name = start.name.english();
        as_claimed += is_flat(name, scales) == (std::ranges::count(starts, name) == 1);
        ranges.emplace_back(name, scales.of(name, "activations, max/min"));
        ranges.emplace_back(name, scales.of(name, "gradients, max/min"));
    }
    Evidence evidence = counted_as(as_claimed, int(scales.methods().size()),
                                   tr("starts (flat: max/min below {})", flat));
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
    std::set<std::size_t> answers;
    for (std::size_t seed = 0; seed < here.values.size(); ++seed) {
        const double whole = zero.values[seed] - best.values[seed];
        const double share = (zero.values[seed] - here.values[seed]) / whole;
        answers.insert(!(whole > 0) ? 3 : share >= 0.9 ? 0 : share >= 0.1 ? 1 : 2);
    }
    return answers.size() == 1 ? *answers.begin() : 3;
}

Evidence none_lower(const Study& study, const std::vector<std::string>& these,
                    const std::string& other)
{
    std::vector<Versus> cases;
    int not_lower = 0;
    for (const std::string& one : these) {
        cases.push_back({study[one].name, end(study, one), end(study, other)});
        not_lower += smaller(cases.back().a, cases.back().b) != Outcome::supported;
    }
    Evidence evidence = lower(tr("{} against {}", tr("cost at the end"), study[other].name), cases);
    const bool told = decide(end(study, other));
    evidence.outcome = told ? outcome_of(not_lower, int(cases.size())) : Outcome::it_depends;
    return evidence;
}

} // namespace lab07
