#include "evidence.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace lab08 {

std::vector<Kind> by_share(const std::vector<Kind>& kinds)
{
    std::vector<Kind> kept;
    for (const Kind& kind : kinds)
        if (kind.pixels == Pixels::as_they_are) kept.push_back(kind);
    return kept;
}

Evidence reached_zero(const std::vector<Run>& runs, const Text& of)
{
    const auto reached = [](const Run& run) {
        return std::isfinite(run.number("updates to zero"));
    };
    return counted_as(int(std::ranges::count_if(runs, reached)), int(runs.size()), of);
}

Evidence all_reached_zero(const Study& study)
{
    std::vector<Run> all;
    for (const Compared& kind : study.methods())
        all.insert(all.end(), kind.runs.begin(), kind.runs.end());
    return reached_zero(all, tr("runs all right and below {:L}", 0.01));
}

Spread test_errors(const Study& study, const Kind& kind)
{
    const auto wrong = [](const Run& run) { return 100 - run.number("test accuracy"); };
    return spread_of(study[kind.name.english()].runs, wrong);
}

Evidence rises(const std::vector<Kind>& kinds, const Study& study)
{
    std::vector<Spread> updates, errors;
    for (const Kind& kind : by_share(kinds)) {
        updates.push_back(study.of(kind.name.english(), "updates to zero"));
        errors.push_back(test_errors(study, kind));
    }
    int rises = 0;
    const int steps = int(updates.size()) - 1;
    for (const auto& numbers : {updates, errors})
        for (std::size_t k = 1; k < numbers.size(); ++k)
            rises += numbers[k].median > numbers[k - 1].median;
    return {outcome_of(rises, 2 * steps),
            tr("rises: {} of {}; {:.0Lf} to {:.0Lf} updates, {:.0Lf} to {:.0Lf} % wrong", rises,
               2 * steps, updates.front().median, updates.back().median, errors.front().median,
               errors.back().median),
            {{"updates, true", updates.front()}, {"updates, random", updates.back()}}};
}

Evidence near_chance(const Study& study, Index classes)
{
    const Spread right = study.of("random labels", "test accuracy");
    return {
        outcome_of(right.high < chance(classes) + 10, 1), verbatim("{:.1Lf} %", right.median), {}};
}

Evidence most_of_the_test_set(const Study& study)
{
    Evidence evidence = study.lower("random labels", "true labels", tr("test accuracy"));
    const bool most = study.of("true labels", "test accuracy").median > 50;
    evidence.outcome = common({evidence.outcome, outcome_of(most, 1)});
    return evidence;
}

std::size_t learns_random_labels(const Study& study)
{
    const Spread random = study.of("random labels", "updates to zero");
    const Spread as_they_are = study.of("true labels", "updates to zero");
    if (!std::isfinite(random.low)) return 0;
    if (!std::isfinite(random.high)) return 3;
    return random.median >= 10 * as_they_are.median ? 1 : 2;
}

std::size_t right_after_random_labels(const Study& study, Index classes)
{
    const Spread random = study.of("random labels", "test accuracy");
    const Spread as_they_are = study.of("true labels", "test accuracy");
    std::set<std::size_t> answers;
    for (std::size_t seed = 0; seed < random.values.size(); ++seed) {
        const bool by_chance = random.values[seed] < chance(classes) + 10;
        const bool nearly = random.values[seed] > as_they_are.values[seed] - 10;
        answers.insert(by_chance ? 2 : nearly ? 0 : 1);
    }
    return answers.size() == 1 ? *answers.begin() : 3;
}

Evidence higher_halfway(const std::vector<std::vector<double>>& walks)
{
    int hills = 0;
    double halfway = 0;
    for (const std::vector<double>& cost : walks) {
        const double middle = cost.at(cost.size() / 2);
        hills += middle > (cost.front() + cost.back()) / 2;
        halfway = std::max(halfway, middle);
    }
    return counted_as(hills, int(walks.size()),
                      tr("straight lines between two minima (halfway up to {:.2Lf})", halfway));
}

} // namespace lab08
