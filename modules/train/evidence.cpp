#include "train/evidence.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

/// "−0.017 (−0.035 to 0)"; what is nothing but rounding is 0, what diverged is ∞.
Text told(const Spread& number, const Text& unit)
{
    double size = 1;
    for (const double one : {number.low, number.high})
        if (std::isfinite(one)) size = std::max(size, std::abs(one));
    const auto digits = [&](double value) {
        if (!std::isfinite(value)) return verbatim("∞");
        return verbatim("{:.3Lg}", std::abs(value) < 1e-12 * size ? 0.0 : value);
    };
    if (number.low == number.high) return verbatim("{}{}", digits(number.median), unit);
    return tr("{}{} ({} to {})", digits(number.median), unit, digits(number.low),
              digits(number.high));
}

Text listed(const Text& before, const char* separator, const Text& next)
{
    return before.empty() ? next : verbatim("{}{}{}", before, separator, next);
}

constexpr std::size_t told_one_by_one = 3;

/// Few cases are told one by one; of many, the largest change and those that do not hold.
Text told(const std::vector<Versus>& cases, const std::vector<bool>& held, const Text& unit)
{
    const auto change = [&](const Versus& one) {
        const Spread difference = paired_difference(one.a, one.b);
        if (!std::isfinite(difference.median)) // which of them diverged?
            return tr("{} {} against {}", one.name, told(one.a, unit), told(one.b, unit));
        return verbatim("{} {}", one.name, told(difference, unit));
    };
    if (cases.size() <= told_one_by_one) {
        Text list;
        for (const Versus& one : cases) list = listed(list, ", ", change(one));
        return tr("change {}", list);
    }
    Text others;
    const Versus* most = nullptr;
    const auto size = [](const Versus& one) {
        return std::abs(paired_difference(one.a, one.b).median);
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (!held[i]) others = listed(others, ", ", cases[i].name);
        if (held[i] && (most == nullptr || size(cases[i]) > size(*most))) most = &cases[i];
    }
    const Text first = most == nullptr ? Text() : tr("most: {}", change(*most));
    return others.empty() ? first : listed(first, "; ", tr("not: {}", others));
}

/// sign 1: is a lower; −1: is it higher?
Evidence compared(const Text& what, const std::vector<Versus>& cases, const Text& unit, int sign)
{
    Evidence evidence;
    evidence.measure = tr("change of {}", what);
    std::vector<Outcome> outcomes;
    std::vector<bool> held;
    for (const Versus& one : cases) {
        outcomes.push_back(sign > 0 ? smaller(one.a, one.b) : smaller(one.b, one.a));
        held.push_back(outcomes.back() == Outcome::supported);
        evidence.numbers.emplace_back(one.name.english(), paired_difference(one.a, one.b));
    }
    const long all = std::ssize(cases);
    const long true_ones = std::ranges::count(held, true);
    evidence.outcome = common(outcomes);
    const bool few = all > 0 && !decide(cases.front().a);
    if (few) held.assign(held.size(), true); // nothing is refuted either
    const Text lead = few        ? tr("too few seeds to decide")
                      : sign > 0 ? tr("lower in {} of {}", true_ones, all)
                                 : tr("higher in {} of {}", true_ones, all);
    evidence.because = verbatim("{} {}; {}", what, lead, told(cases, held, unit));
    return evidence;
}

} // namespace

Text sign(Outcome outcome)
{
    return verbatim(outcome == Outcome::supported       ? "✓"
                    : outcome == Outcome::not_supported ? "✗"
                                                        : "?");
}

Outcome outcome_of(int held, int cases)
{
    if (held == cases && cases > 0) return Outcome::supported;
    return held == 0 && cases > 0 ? Outcome::not_supported : Outcome::it_depends;
}

Outcome common(const std::vector<Outcome>& outcomes)
{
    if (outcomes.empty()) return Outcome::it_depends;
    const auto like_the_first = [&](Outcome one) { return one == outcomes.front(); };
    return std::ranges::all_of(outcomes, like_the_first) ? outcomes.front() : Outcome::it_depends;
}

Outcome smaller(const Spread& a, const Spread& b)
{
    if (!decide(a)) return Outcome::it_depends;
    const double level = std::max(0.05, std::pow(0.5, static_cast<double>(a.values.size())));
    if (paired_permutation_p(a.values, b.values) <= level) return Outcome::supported;
    if (paired_permutation_p(b.values, a.values) <= level) return Outcome::not_supported;
    return Outcome::it_depends;
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
    const Text because =
        tr("{}: {} {}, {} {}", what, a.first, told(a.second, {}), b.first, told(b.second, {}));
    return {smaller(a.second, b.second),
            because,
            {{a.first.english(), a.second}, {b.first.english(), b.second}},
            what};
}

namespace {

Evidence bounded(const Text& what, const Spread& measured, double low, double high,
                 const Text& allowed, const Text& unit)
{
    const auto inside = [&](double value) { return low <= value && value <= high; };
    const long held = std::ranges::count_if(measured.values, inside);
    return {outcome_of(static_cast<int>(held), static_cast<int>(measured.values.size())),
            verbatim("{} {}, {}{}", what, told(measured, unit), allowed, unit),
            {{what.english(), measured}},
            what};
}

} // namespace

Evidence at_most(const Text& what, const Spread& measured, double limit, const Text& unit)
{
    return bounded(what, measured, -INFINITY, limit, tr("at most {:.3Lg}", limit), unit);
}

Evidence at_least(const Text& what, const Spread& measured, double limit, const Text& unit)
{
    return bounded(what, measured, limit, INFINITY, tr("at least {:.3Lg}", limit), unit);
}

Evidence within(const Text& what, const Spread& measured, double low, double high, const Text& unit)
{
    return bounded(what, measured, low, high, tr("between {:.4Lg} and {:.4Lg}", low, high), unit);
}

Evidence counted_as(int held, int cases, const Text& of)
{
    if (cases == 0) return {Outcome::it_depends, tr("there were no {}", of), {}};
    return {outcome_of(held, cases), tr("{}: {} of {}", of, held, cases), {}};
}

Evidence together(const Evidence& a, const Evidence& b)
{
    Evidence both = a;
    both.outcome = common({a.outcome, b.outcome});
    both.because = verbatim("{}; {}", a.because, b.because);
    both.numbers.insert(both.numbers.end(), b.numbers.begin(), b.numbers.end());
    return both;
}

} // namespace descente
