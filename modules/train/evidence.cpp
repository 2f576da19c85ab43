#include "train/evidence.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

constexpr double level = 0.05;

Text digits(double value, double size)
{
    if (!std::isfinite(value)) return verbatim("∞");
    return verbatim("{:.3Lg}", std::abs(value) < 1e-12 * size ? 0.0 : value);
}

/// "−0.017 (−0.035 to 0)"; what is nothing but rounding is 0, what diverged is ∞.
Text told(const Spread& number, const Text& unit)
{
    double size = 1;
    for (const double one : {number.low, number.high})
        if (std::isfinite(one)) size = std::max(size, std::abs(one));
    if (number.low == number.high) return verbatim("{}{}", digits(number.median, size), unit);
    return tr("{}{} ({} to {})", digits(number.median, size), unit, digits(number.low, size),
              digits(number.high, size));
}

/// "−0.017 (95 %: −0.021 to −0.013)"
Text told(const Mean& mean, const Text& unit)
{
    const Text value = verbatim("{}{}", digits(mean.mean, 1), unit);
    if (!std::isfinite(mean.low) || mean.low == mean.high) return value;
    return tr("{} (95 %: {} to {})", value, digits(mean.low, 1), digits(mean.high, 1));
}

bool finite(const Spread& spread)
{
    return std::ranges::all_of(spread.values, [](double one) { return std::isfinite(one); });
}

/// Is it the same in all seeds, of which there are several?
bool same_in_all(const Spread& seeds) { return seeds.values.size() > 1 && seeds.low == seeds.high; }

/// A difference against a limit: by how easy a chance, and how clear it was.
struct Test {
    Mean mean = {};
    double p = 1, size = 0; // size: the mean in deviations of one seed
};

// a − b is compared with 0. Below five seeds only what no seed changes is decided.
Test test(const Spread& a, const Spread& b)
{
    Test result{.mean = mean_of(finite_differences(a.values, b.values))};
    const Mean& mean = result.mean;
    if (mean.deviation > 0) result.size = mean.mean / mean.deviation;
    const bool no_noise = same_in_all(a) && same_in_all(b) && finite(a) && finite(b);
    if (decide(a) || no_noise) result.p = mean.deviation == 0 ? 0 : mean.p;
    return result;
}

// Lower than 0, when `p` is small enough; what is 0 in every seed is not.
Outcome below_zero(const Test& test, double p)
{
    if (p > level) return Outcome::inconclusive;
    return test.mean.mean < 0 ? Outcome::supported : Outcome::not_supported;
}

Text not_told_yet(const Spread& seeds, double size, std::size_t comparisons)
{
    if (!decide(seeds)) return tr("too few seeds to decide, 5 at least");
    const int needed = seeds_to_tell(size, comparisons);
    if (needed == 0) return tr("not even 1000 seeds would tell");
    return tr("about {} seeds would tell",
              std::max(needed, static_cast<int>(seeds.values.size()) + 1));
}

// Where the runs do not tell, how many would: `size` is that of the effect which needs most.
Evidence with_seeds_to_tell(Evidence evidence, const Spread& seeds, double size,
                            std::size_t comparisons = 1)
{
    if (evidence.outcome == Outcome::inconclusive)
        evidence.because = listed({evidence.because, not_told_yet(seeds, size, comparisons)}, "; ");
    return evidence;
}

std::vector<double> p_of(const std::vector<Test>& tests)
{
    std::vector<double> p;
    for (const Test& one : tests) p.push_back(one.p);
    return holm(p);
}

// The chance of noise in what all must hold together: the worst of those that decided it.
double chance(Outcome outcome, const std::vector<Outcome>& outcomes, const std::vector<double>& p)
{
    double worst = 0, best = 1;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (outcomes[i] == outcome) best = std::min(best, p[i]);
        worst = std::max(worst, p[i]);
    }
    return outcome == Outcome::not_supported ? best : worst;
}

constexpr std::size_t told_one_by_one = 3;

Text change(const Versus& one, const Test& test, const Text& unit)
{
    if (!finite(one.a) || !finite(one.b)) // which of them diverged?
        return tr("{} {} against {}", one.name, told(one.a, unit), told(one.b, unit));
    return verbatim("{} {}", one.name, told(test.mean, unit));
}

/// Few cases are told one by one; of many, the largest change and those that do not hold.
Text told(const std::vector<Versus>& cases, const std::vector<Test>& tests,
          const std::vector<Outcome>& outcomes, const Text& unit)
{
    Text all, refuted, undecided;
    const Versus* most = nullptr;
    double largest = -1;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Text one = change(cases[i], tests[i], unit);
        all = listed({all, one});
        if (outcomes[i] == Outcome::not_supported) refuted = listed({refuted, one});
        if (outcomes[i] == Outcome::inconclusive) undecided = listed({undecided, one});
        if (outcomes[i] != Outcome::supported || std::abs(tests[i].mean.mean) <= largest) continue;
        largest = std::abs(tests[i].mean.mean);
        most = &cases[i];
    }
    if (cases.size() <= told_one_by_one) return tr("change {}", all);
    Text list = most == nullptr
                    ? Text()
                    : tr("most: {}", change(*most, tests[std::size_t(most - &cases[0])], unit));
    if (!refuted.empty()) list = listed({list, tr("not: {}", refuted)}, "; ");
    return undecided.empty() ? list : listed({list, tr("undecided: {}", undecided)}, "; ");
}

/// sign 1: is a lower; −1: is it higher?
Evidence compared(const Text& what, const std::vector<Versus>& cases, const Text& unit, int sign)
{
    Evidence evidence;
    evidence.measure = tr("change of {}", what);
    evidence.effects = cases;
    std::vector<Test> tests;
    for (const Versus& one : cases) {
        tests.push_back(test(one.a, one.b));
        evidence.numbers.emplace_back(one.name.english(), paired_difference(one.a, one.b));
    }
    const std::vector<double> p = p_of(tests);
    std::vector<Outcome> outcomes;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        Test one = tests[i];
        one.mean.mean *= sign;
        outcomes.push_back(below_zero(one, p[i]));
    }
    evidence.outcome = together(outcomes);
    evidence.p = chance(evidence.outcome, outcomes, p);
    const long all = std::ssize(cases);
    const long true_ones = std::ranges::count(outcomes, Outcome::supported);
    const Text lead = sign > 0 ? tr("lower in {} of {}", true_ones, all)
                               : tr("higher in {} of {}", true_ones, all);
    evidence.because = verbatim("{} {}; {}", what, lead, told(cases, tests, outcomes, unit));
    if (cases.empty()) return evidence;
    double least = INFINITY;
    for (std::size_t i = 0; i < tests.size(); ++i)
        if (outcomes[i] == Outcome::inconclusive) least = std::min(least, std::abs(tests[i].size));
    return with_seeds_to_tell(evidence, cases[0].a, least, cases.size());
}

} // namespace

namespace {

struct Said {
    const char* sign;
    Text word;
};

Said said_of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::supported:
        return {"✓", tr("supported")};
    case Outcome::not_supported:
        return {"✗", tr("not supported")};
    case Outcome::it_depends:
        return {"≈", tr("it depends")};
    case Outcome::inconclusive:
        break;
    }
    return {"?", tr("inconclusive")};
}

} // namespace

Text sign(Outcome outcome) { return verbatim(said_of(outcome).sign); }

Text to_text(Outcome outcome) { return said_of(outcome).word; }

Text to_text(const Evidence& evidence)
{
    if (evidence.outcome == Outcome::it_depends && !evidence.condition.empty())
        return tr("it depends on {}", evidence.condition);
    return to_text(evidence.outcome);
}

Outcome together(const std::vector<Outcome>& outcomes)
{
    using enum Outcome;
    for (const Outcome worst : {not_supported, inconclusive, it_depends})
        if (std::ranges::count(outcomes, worst) > 0) return worst;
    return outcomes.empty() ? inconclusive : supported;
}

Outcome outcome_of(int held, int cases)
{
    if (cases == 0) return Outcome::inconclusive;
    return held == cases ? Outcome::supported : Outcome::not_supported;
}

Outcome smaller(const Spread& a, const Spread& b)
{
    const Test found = test(a, b);
    return below_zero(found, found.p);
}

std::size_t smallest_of(const std::vector<Spread>& all)
{
    const auto least = std::ranges::min_element(all, {}, &Spread::median);
    std::vector<Versus> others;
    for (const Spread& other : all)
        if (&other != &*least) others.push_back({{}, *least, other});
    return lower({}, others).outcome == Outcome::supported ? std::size_t(least - all.begin())
                                                           : all.size();
}

Evidence lower(const Text& what, const std::vector<Versus>& cases, const Text& unit)
{
    return compared(what, cases, unit, 1);
}

Evidence higher(const Text& what, const std::vector<Versus>& cases, const Text& unit)
{
    return compared(what, cases, unit, -1);
}

Evidence lower(const Text& what, const std::pair<Text, Spread>& a, const std::pair<Text, Spread>& b)
{
    const Versus pair{verbatim("{} − {}", a.first, b.first), a.second, b.second};
    const Test found = test(pair.a, pair.b);
    Evidence evidence{.outcome = below_zero(found, found.p),
                      .because = tr("{}: {} {}, {} {}", what, a.first, told(a.second, {}), b.first,
                                    told(b.second, {})),
                      .numbers = {{a.first.english(), a.second}, {b.first.english(), b.second}},
                      .measure = what,
                      .effects = {pair},
                      .p = found.p};
    if (finite(pair.a) && finite(pair.b))
        evidence.because =
            listed({evidence.because, tr("difference {}", told(found.mean, {}))}, "; ");
    return with_seeds_to_tell(evidence, pair.a, found.size);
}

namespace {

// Does the mean of a − b lie in low … high?
struct Place {
    Outcome outcome;
    Mean mean;
    double p, size;
};

Place place_of(const Spread& a, const Spread& b, double low, double high)
{
    const auto beyond = [&](double limit) { // b, moved there
        return spread_of(b.values, [&](double value) { return value + limit; });
    };
    Place place{.outcome = Outcome::supported, .mean = {}, .p = 0, .size = INFINITY};
    for (const double limit : {low, high}) {
        if (!std::isfinite(limit)) continue;
        const Test found = test(a, beyond(limit));
        const bool inside = limit == high ? found.mean.mean <= 0 : found.mean.mean >= 0;
        place.outcome = together({place.outcome, found.p > level ? Outcome::inconclusive
                                                 : inside        ? Outcome::supported
                                                                 : Outcome::not_supported});
        place.p = std::max(place.p, found.p);
        place.size = std::min(place.size, std::abs(found.size));
        place.mean = {found.mean.mean + limit, found.mean.low + limit, found.mean.high + limit,
                      found.mean.deviation, found.p};
    }
    return place;
}

Evidence bounded(const Text& what, const Spread& seeds, double low, double high,
                 const Text& allowed, const Text& unit)
{
    const Spread zero = spread(std::vector<double>(seeds.values.size(), 0));
    const Place found = place_of(seeds, zero, low, high);
    Evidence evidence{.outcome = found.outcome,
                      .because =
                          verbatim("{} {}, {}{}", what,
                                   finite(seeds) ? told(found.mean, unit) : told(seeds, unit),
                                   allowed, unit),
                      .numbers = {{what.english(), seeds}},
                      .measure = what,
                      .p = found.p};
    return with_seeds_to_tell(evidence, seeds, found.size);
}

Evidence all_bounded(const Text& what, const std::vector<double>& all, double low, double high,
                     const Text& allowed, const Text& unit)
{
    const auto inside = [&](double value) { return low <= value && value <= high; };
    const Spread measured = spread(all);
    return {.outcome = outcome_of(int(std::ranges::count_if(all, inside)), int(all.size())),
            .because = verbatim("{} {}, {}{}", what, told(measured, unit), allowed, unit),
            .numbers = {{what.english(), measured}},
            .measure = what};
}

Text at_most_text(double limit) { return tr("at most {:.3Lg}", limit); }
Text at_least_text(double limit) { return tr("at least {:.3Lg}", limit); }
Text within_text(double low, double high) { return tr("between {:.4Lg} and {:.4Lg}", low, high); }

// All differences in low … high.
Evidence margin(const Text& what, const std::vector<Versus>& cases, double low, double high,
                const Text& allowed, const Text& unit)
{
    Evidence evidence{.measure = tr("change of {}", what), .effects = cases};
    std::vector<Outcome> outcomes;
    double least = INFINITY; // the case that is hardest to tell
    Text list;
    for (const Versus& one : cases) {
        const Place found = place_of(one.a, one.b, low, high);
        outcomes.push_back(found.outcome);
        evidence.p = std::max(evidence.p, found.p);
        if (found.outcome == Outcome::inconclusive) least = std::min(least, found.size);
        evidence.numbers.emplace_back(one.name.english(), paired_difference(one.a, one.b));
        list = listed({list, change(one, {.mean = found.mean}, unit)});
    }
    evidence.outcome = together(outcomes);
    evidence.because = tr("change of {}: {}; asked: {}{}", what, list, allowed, unit);
    return cases.empty() ? evidence : with_seeds_to_tell(evidence, cases[0].a, least);
}

} // namespace

Evidence at_most(const Text& what, const Spread& seeds, double limit, const Text& unit)
{
    return bounded(what, seeds, -INFINITY, limit, at_most_text(limit), unit);
}

Evidence at_least(const Text& what, const Spread& seeds, double limit, const Text& unit)
{
    return bounded(what, seeds, limit, INFINITY, at_least_text(limit), unit);
}

Evidence within(const Text& what, const Spread& seeds, double low, double high, const Text& unit)
{
    return bounded(what, seeds, low, high, within_text(low, high), unit);
}

Evidence all_at_most(const Text& what, const std::vector<double>& all, double limit,
                     const Text& unit)
{
    return all_bounded(what, all, -INFINITY, limit, at_most_text(limit), unit);
}

Evidence all_at_least(const Text& what, const std::vector<double>& all, double limit,
                      const Text& unit)
{
    return all_bounded(what, all, limit, INFINITY, at_least_text(limit), unit);
}

Evidence all_within(const Text& what, const std::vector<double>& all, double low, double high,
                    const Text& unit)
{
    return all_bounded(what, all, low, high, within_text(low, high), unit);
}

Evidence same_within(double most, const Text& what, const std::vector<Versus>& cases,
                     const Text& unit)
{
    return margin(what, cases, -most, most, verbatim("±{:.3Lg}", most), unit);
}

Evidence no_lower_by(double most, const Text& what, const std::vector<Versus>& cases,
                     const Text& unit)
{
    return margin(what, cases, -most, INFINITY, at_least_text(-most), unit);
}

Evidence no_higher_by(double most, const Text& what, const std::vector<Versus>& cases,
                      const Text& unit)
{
    return margin(what, cases, -INFINITY, most, at_most_text(most), unit);
}

namespace {

Evidence trend(const Text& what, const std::vector<std::pair<Text, Spread>>& levels,
               const Text& unit, bool upwards)
{
    Evidence evidence{.measure = what};
    std::vector<Spread> in_order;
    for (const auto& [name, spread] : levels) {
        in_order.push_back(spread);
        evidence.numbers.emplace_back(name.english(), spread);
    }
    Trend found = page_trend(in_order);
    if (!upwards) std::swap(found.rising, found.falling);
    const bool may =
        std::ranges::all_of(in_order, decide) || std::ranges::all_of(in_order, same_in_all);
    evidence.p = may ? std::min(1.0, 2 * std::min(found.rising, found.falling)) : 1;
    if (evidence.p <= level)
        evidence.outcome =
            found.rising < found.falling ? Outcome::supported : Outcome::not_supported;
    if (levels.empty()) return evidence;
    const auto at = [&](const std::pair<Text, Spread>& one) {
        return verbatim("{} {}", one.first, told(one.second, unit));
    };
    evidence.effects = {{verbatim("{} − {}", levels.back().first, levels.front().first),
                         levels.back().second, levels.front().second}};
    evidence.because =
        tr("{}: {} to {} over {} levels; Page's L = {:.4Lg}, p = {:.2Lg}", what, at(levels.front()),
           at(levels.back()), std::ssize(levels), found.L, evidence.p);
    return with_seeds_to_tell(evidence, in_order[0], found.effect_size);
}

} // namespace

Evidence rises(const Text& what, const std::vector<std::pair<Text, Spread>>& levels,
               const Text& unit)
{
    return trend(what, levels, unit, true);
}

Evidence falls(const Text& what, const std::vector<std::pair<Text, Spread>>& levels,
               const Text& unit)
{
    return trend(what, levels, unit, false);
}

Evidence counted_as(int held, int cases, const Text& of)
{
    if (cases == 0) return {Outcome::inconclusive, tr("there were no {}", of), {}};
    return {outcome_of(held, cases), tr("{}: {} of {}", of, held, cases), {}};
}

Evidence together(const Evidence& a, const Evidence& b)
{
    Evidence both = a;
    both.outcome = together({a.outcome, b.outcome});
    both.because = verbatim("{}; {}", a.because, b.because);
    both.numbers.insert(both.numbers.end(), b.numbers.begin(), b.numbers.end());
    both.effects.insert(both.effects.end(), b.effects.begin(), b.effects.end());
    both.p = chance(both.outcome, {a.outcome, b.outcome}, {a.p, b.p});
    if (a.condition.empty()) both.condition = b.condition;
    return both;
}

Evidence depends_on(const Text& condition, const std::vector<std::pair<Text, Evidence>>& sides)
{
    Evidence all{.condition = condition};
    std::vector<double> p;
    for (const auto& [name, side] : sides) p.push_back(side.p);
    p = holm(p); // each side may be a false alarm
    std::vector<Outcome> outcomes;
    Text list;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const auto& [name, side] = sides[i];
        const bool sure = side.outcome != Outcome::inconclusive && p[i] <= level;
        outcomes.push_back(sure ? side.outcome : Outcome::inconclusive);
        list = listed({list, verbatim("{} ({}): {}", name, to_text(outcomes.back()), side.because)},
                      "; ");
        for (const auto& [what, number] : side.numbers)
            all.numbers.emplace_back(name.english() + ", " + what, number);
        for (const Versus& one : side.effects)
            all.effects.push_back({verbatim("{}, {}", name, one.name), one.a, one.b});
        if (all.measure.empty()) all.measure = side.measure;
        all.p = std::max(all.p, p[i]);
    }
    const bool alike =
        std::ranges::count(outcomes, outcomes.empty() ? Outcome::inconclusive : outcomes.front()) ==
        std::ssize(outcomes);
    if (std::ranges::count(outcomes, Outcome::inconclusive) > 0 || outcomes.empty())
        all.outcome = Outcome::inconclusive;
    else
        all.outcome = alike ? outcomes.front() : Outcome::it_depends;
    all.because = list;
    if (all.outcome != Outcome::it_depends) all.condition = {};
    return all;
}

} // namespace descente
