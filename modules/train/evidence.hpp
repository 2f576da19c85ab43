// A statement put to the test: how it came out, and the sentence that says so.
//
// A lab gives what is compared; outcome, counts, medians and ranges are put into words here, once.
#pragma once

#include "base/stats.hpp"
#include "base/text.hpp"

#include <string>
#include <utility>
#include <vector>

namespace descente {

enum class Outcome { supported, not_supported, it_depends };

/// Before a sentence: ✓, ✗, or ? when it depends.
Text sign(Outcome outcome);

/// Of cases that hold or do not: supported when all hold, not supported when none does.
Outcome outcome_of(int held, int cases);

/// What all cases have in common, else it depends. (That a statement was shown in none of its
/// cases does not refute it: each may be undecided.)
Outcome common(const std::vector<Outcome>& outcomes);

/// Are these enough seeds to tell an effect, or that there is none, from noise? Of two, noise alone
/// agrees every other time.
inline bool decide(const Spread& seeds) { return seeds.values.size() >= 3; }

/// Is `a` smaller than `b`, seed by seed? Supported or not at the 5 % level of the paired
/// permutation test; with three or four seeds, which cannot reach it, when all of them agree. One
/// or two decide nothing.
Outcome smaller(const Spread& a, const Spread& b);

struct Evidence {
    Outcome outcome = Outcome::it_depends;
    Text because;                                        ///< one sentence with the numbers
    std::vector<std::pair<std::string, Spread>> numbers; ///< for labNN.json
    Text measure = {};                                   ///< what these are numbers of
};

/// Two measurements with the same seeds, and the name of what they are measured of.
struct Versus {
    Text name;
    Spread a, b;
};

/// Is a lower (higher) than b in every case? `what` is measured; `unit` follows each number.
///
///     lower(tr("test cost"), {{tr("small"), early, at_end}, {tr("large"), early, at_end}})
///     "test cost lower in 1 of 2; change small −0.017 (−0.035 to 0), large −0.019"
///
/// Of more than three cases, only the largest change and those that do not hold are told.
Evidence lower(const Text& what, const std::vector<Versus>& cases, const Text& unit = {});
Evidence higher(const Text& what, const std::vector<Versus>& cases, const Text& unit = {});
/// One case, told with both sides: "test cost: Adam 0.546 (0.53 to 0.55), SGD 0.572".
Evidence lower(const Text& what, const std::pair<Text, Spread>& a,
               const std::pair<Text, Spread>& b);

/// Is what was measured no more than `limit`, no less, or in low … high, each time?
///
///     at_most(tr("relative error"), errors, 1e-6)
///     "relative error 2.3e-08 (7.3e-10 to 6.3e-08), at most 1e-06"
Evidence at_most(const Text& what, const Spread& measured, double limit, const Text& unit = {});
Evidence at_least(const Text& what, const Spread& measured, double limit, const Text& unit = {});
Evidence within(const Text& what, const Spread& measured, double low, double high,
                const Text& unit = {});

/// `held` of `cases` of these, counted by the lab: "restarts: 4 of 4".
Evidence counted_as(int held, int cases, const Text& of);

/// What both outcomes have in common; both sentences.
Evidence together(const Evidence& a, const Evidence& b);

} // namespace descente
