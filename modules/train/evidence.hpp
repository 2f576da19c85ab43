// A statement put to the test: how it came out, and the sentence that says so.
//
// A lab gives what is compared; outcome, counts, means and intervals are put into words here, once.
// Seeds differ by chance. So what differs from seed to seed is compared in pairs of the same seed,
// and holds when the 95 % interval of the mean difference (Student's t) lies on its side of the
// limit. Whatever is asked of the runs, more of them make the answer surer and never harder.
#pragma once

#include "base/stats.hpp"
#include "base/text.hpp"

#include <string>
#include <utility>
#include <vector>

namespace descente {

/// It depends on a condition that the lab names, and both its sides were measured. Inconclusive:
/// the runs do not tell.
enum class Outcome { supported, not_supported, it_depends, inconclusive };

/// Before a sentence: ✓, ✗, ≈ when it depends, ? when the runs do not tell.
Text sign(Outcome outcome);

/// "supported", "not supported", "it depends", "inconclusive".
Text to_text(Outcome outcome);

/// All must hold: refuted as soon as one is, undecided while one is.
Outcome together(const std::vector<Outcome>& outcomes);

/// Of cases that no seed changes: supported when all hold, not supported when one does not.
Outcome outcome_of(int held, int cases);

/// Are these enough seeds to tell an effect from noise? Four tell nothing, but of what is the same
/// in all of them.
inline bool decide(const Spread& seeds) { return seeds.values.size() >= 5; }

/// Is `a` smaller than `b`, in pairs of the same seed?
Outcome smaller(const Spread& a, const Spread& b);

/// Two measurements with the same seeds, and the name of what they are measured of.
struct Versus {
    Text name;
    Spread a, b;
};

/// Which of these is smaller than every other; as many as there are when the runs do not tell.
std::size_t smallest_of(const std::vector<Spread>& all);

struct Evidence {
    Outcome outcome = Outcome::inconclusive;
    Text because = {};                                        ///< one sentence with the numbers
    std::vector<std::pair<std::string, Spread>> numbers = {}; ///< for labNN.json
    Text measure = {};                                        ///< what these are numbers of
    std::vector<Versus> effects = {}; ///< what was compared: a − b of each
    double p = 0;        ///< the chance of so clear an outcome by noise; 0: no noise in it
    Text condition = {}; ///< on which it depends
};

/// Its outcome: "it depends on |Ω|".
Text to_text(const Evidence& evidence);

/// Is a lower (higher) than b in every case? `what` is measured; `unit` follows each number.
///
///     lower(tr("test cost"), {{tr("small"), early, at_end}, {tr("large"), early, at_end}})
///     "test cost lower in 1 of 2; change small −0.017 (95 %: −0.021 to −0.013), …"
///
/// Several cases share the 5 % of false alarms (Holm). Of more than three, only the largest change
/// and those that do not hold are told.
Evidence lower(const Text& what, const std::vector<Versus>& cases, const Text& unit = {});
Evidence higher(const Text& what, const std::vector<Versus>& cases, const Text& unit = {});
/// One case, told with both sides: "test cost: Adam 0.546 (0.53 to 0.55), SGD 0.572; …".
Evidence lower(const Text& what, const std::pair<Text, Spread>& a,
               const std::pair<Text, Spread>& b);

/// Are a and b the same within ±margin, which is stated before the run? Supported when the interval
/// of a − b lies inside, not supported when it lies outside.
Evidence same_within(double margin, const Text& what, const std::vector<Versus>& cases,
                     const Text& unit = {});
/// Is a no lower (no higher) than b by more than this margin?
Evidence no_lower_by(double margin, const Text& what, const std::vector<Versus>& cases,
                     const Text& unit = {});
Evidence no_higher_by(double margin, const Text& what, const std::vector<Versus>& cases,
                      const Text& unit = {});

/// Do these levels rise (fall) in the order given? Page's trend test, seed by seed.
Evidence rises(const Text& what, const std::vector<std::pair<Text, Spread>>& levels,
               const Text& unit = {});
Evidence falls(const Text& what, const std::vector<std::pair<Text, Spread>>& levels,
               const Text& unit = {});

/// Is the mean over seeds no more than `limit`, no less, or in low … high?
Evidence at_most(const Text& what, const Spread& seeds, double limit, const Text& unit = {});
Evidence at_least(const Text& what, const Spread& seeds, double limit, const Text& unit = {});
Evidence within(const Text& what, const Spread& seeds, double low, double high,
                const Text& unit = {});

/// The same of all numbers that no seed changes: the rounding of 20 programs, or one count.
///
///     all_at_most(tr("relative error"), errors, 1e-6)
///     "relative error 2.3e-08 (7.3e-10 to 6.3e-08), at most 1e-06"
Evidence all_at_most(const Text& what, const std::vector<double>& all, double limit,
                     const Text& unit = {});
Evidence all_at_least(const Text& what, const std::vector<double>& all, double limit,
                      const Text& unit = {});
Evidence all_within(const Text& what, const std::vector<double>& all, double low, double high,
                    const Text& unit = {});

/// `held` of `cases` of these, counted by the lab where no seed changes the count: "sizes: 4 of 4".
Evidence counted_as(int held, int cases, const Text& of);

/// Both must hold; both sentences.
Evidence together(const Evidence& a, const Evidence& b);

/// A claim that may be true on one side of a condition only. When the sides agree, that is the
/// outcome; when they are decided differently, it depends on the condition; else it is undecided.
///
///     depends_on(verbatim("|Ω|"), {{verbatim("64"), small}, {verbatim("2048"), large}})
///     it depends on |Ω|. "64 (not supported): …; 2048 (supported): …"
Evidence depends_on(const Text& condition, const std::vector<std::pair<Text, Evidence>>& sides);

} // namespace descente
