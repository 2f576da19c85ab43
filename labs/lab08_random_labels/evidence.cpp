#include "evidence.hpp"

#include <algorithm>
#include <cmath>

namespace lab08 {

std::vector<Kind> by_share(const std::vector<Kind>& kinds)
{
    std::vector<Kind> kept;
    for (const Kind& kind : kinds)
        if (kind.pixels == Pixels::as_they_are) kept.push_back(kind);
    return kept;
}

Evidence all_reached_zero(const std::vector<Run>& runs)
{
    const auto cost = [](const Run& run) { return run.number("training cost"); };
    return all_at_most(plural("training cost of {} run", "training cost of {} runs", runs.size()),
                       of_each(runs, cost), zero);
}

Evidence all_reached_zero(const Study& study)
{
    std::vector<Run> runs;
    for (const Compared& kind : study.methods())
        runs.insert(runs.end(), kind.runs.begin(), kind.runs.end());
    return all_reached_zero(runs);
}

Spread test_errors(const Study& study, const Kind& kind)
{
    const auto wrong = [](const Run& run) { return 100 - run.number("test accuracy"); };
    return spread_of(study[kind.name.english()].runs, wrong);
}

Evidence with_random_labels(const std::vector<Kind>& kinds, const Study& study)
{
    std::vector<std::pair<Text, Spread>> updates, errors;
    for (const Kind& kind : by_share(kinds)) {
        updates.emplace_back(kind.name, study.of(kind.name.english(), "updates to zero"));
        errors.emplace_back(kind.name, test_errors(study, kind));
    }
    return together(rises(tr("updates to zero"), updates),
                    rises(tr("test errors"), errors, verbatim(" %")));
}

Evidence near_chance(const Study& study, Index classes)
{
    return at_most(tr("test accuracy"), study.of("random labels", "test accuracy"),
                   chance(classes) + 10, verbatim(" %"));
}

Evidence most_of_the_test_set(const Study& study)
{
    return together(study.lower("random labels", "true labels", tr("test accuracy")),
                    at_least(tr("with true labels"), study.of("true labels", "test accuracy"), 50,
                             verbatim(" %")));
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
    using enum Outcome;
    const Spread random = study.of("random labels", "test accuracy");
    const Spread as_they_are = study.of("true labels", "test accuracy");
    const Outcome by_chance = near_chance(study, classes).outcome;
    const Outcome nearly = no_lower_by(10, {}, {{{}, random, as_they_are}}).outcome;
    if (by_chance == supported) return 2;
    if (by_chance == inconclusive || nearly == inconclusive) return 3;
    return nearly == supported ? 0 : 1;
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
    Evidence evidence =
        counted_as(hills, int(walks.size()),
                   tr("straight lines between two minima (halfway up to {:.2Lf})", halfway));
    evidence.outcome = walks.empty() ? Outcome::inconclusive : outcome_of(hills > 0, 1);
    return evidence;
}

} // namespace lab08
