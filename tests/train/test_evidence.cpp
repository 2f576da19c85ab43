#include "train/evidence.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(evidence)

using namespace descente;
using enum Outcome;

namespace {

Spread some(double shift)
{
    return spread({1 + shift, 2 + shift, 3 + shift, 4 + shift, 5 + shift});
}

Spread mixed() { return spread({2, 1, 4, 3, 5}); }

// Lower than some(0) by about 0.5, more or less.
Spread about_half() { return spread({0.5, 1.4, 2.6, 3.5, 4.5}); }

bool says(const Evidence& evidence, const char* words)
{
    return evidence.because.english().find(words) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_CASE(all_must_hold_together)
{
    BOOST_TEST((together({supported, supported}) == supported));
    BOOST_TEST((together({supported, not_supported}) == not_supported)); // one refutes
    BOOST_TEST((together({supported, inconclusive}) == inconclusive));
    BOOST_TEST((together({not_supported, inconclusive}) == not_supported));
    BOOST_TEST((together({supported, it_depends}) == it_depends));
    BOOST_TEST((together({inconclusive, it_depends}) == inconclusive));
    BOOST_TEST((together(std::vector<Outcome>()) == inconclusive)); // nothing was measured
}

BOOST_AUTO_TEST_CASE(smaller_in_pairs_of_the_same_seed)
{
    BOOST_TEST((smaller(about_half(), some(0)) == supported));
    BOOST_TEST((smaller(some(0), about_half()) == not_supported));
    BOOST_TEST((smaller(some(0), mixed()) == inconclusive));
    BOOST_TEST((smaller(some(0), some(0)) == not_supported)); // alike in every seed
    BOOST_TEST((smaller(spread({}), spread({})) == inconclusive));
    // One seed of eight the other way does not undo seven: no criterion gets harder with seeds.
    const Spread zero = spread({0, 0, 0, 0, 0, 0, 0, 0});
    BOOST_TEST((smaller(spread({-5, -4, -6, -5, -4, -6, -5, 1}), zero) == supported));
}

BOOST_AUTO_TEST_CASE(below_five_seeds_only_what_no_seed_changes_is_decided)
{
    BOOST_TEST((smaller(spread({1, 2, 3, 4}), spread({11, 12.1, 13, 14})) == inconclusive));
    BOOST_TEST((smaller(spread({1, 2}), spread({2, 3})) == inconclusive)); // by chance alike
    BOOST_TEST((smaller(spread({1}), spread({2})) == inconclusive));
    BOOST_TEST((smaller(spread({1, 1}), spread({2, 2})) == supported));
    BOOST_TEST((smaller(spread({2, 2}), spread({1, 1})) == not_supported));
    BOOST_TEST((smaller(spread({1, 1}), spread({INFINITY, INFINITY})) == inconclusive));
    const Evidence few =
        lower(tr("cost"), {verbatim("A"), spread({1, 2})}, {verbatim("B"), spread({2, 4})});
    BOOST_TEST(says(few, "too few seeds to decide, 5 at least"));
}

BOOST_AUTO_TEST_CASE(a_run_that_diverged_is_the_worst)
{
    const Spread diverged = spread({INFINITY, 2.4, NAN, 4.5, 5.5});
    BOOST_TEST((smaller(some(0), diverged) == supported));
    BOOST_TEST((smaller(some(0), spread({INFINITY, NAN, NAN, NAN, NAN})) == supported));
    const Evidence found = lower(tr("cost"), {{verbatim("A"), some(0), diverged}});
    BOOST_TEST(says(found, "A 3 (1 to 5) against 5.5 (2.4 to ∞)"));
}

BOOST_AUTO_TEST_CASE(lower_in_every_case_is_told_case_by_case)
{
    const Evidence found = lower(
        tr("cost"), {{verbatim("A"), some(-0.5), some(0)}, {verbatim("B"), about_half(), some(0)}});
    BOOST_TEST((found.outcome == supported));
    BOOST_TEST(found.because.english() ==
               "cost lower in 2 of 2; change A -0.5, B -0.5 (95 %: -0.588 to -0.412)");
    BOOST_TEST(found.because.in(Language("fr")).find("(95 % : -0,588 à -0,412)") !=
               std::string::npos);
    BOOST_REQUIRE(found.numbers.size() == 2);
    BOOST_TEST(found.numbers[1].first == "B");
    BOOST_TEST(found.numbers[1].second.median == -0.5);
    BOOST_TEST(found.measure.english() == "change of cost");
    BOOST_REQUIRE(found.effects.size() == 2);
    BOOST_TEST(found.effects[0].a.median == some(-0.5).median);
}

BOOST_AUTO_TEST_CASE(an_undecided_case_leaves_the_whole_undecided_and_a_refuted_one_refutes_it)
{
    const Evidence found = lower(
        tr("cost"), {{verbatim("A"), some(-0.5), some(0)}, {verbatim("B"), mixed(), some(0)}});
    BOOST_TEST((found.outcome == inconclusive));
    BOOST_TEST(found.because.english() == "cost lower in 1 of 2; change A -0.5, B 0 (95 %: -1.24 "
                                          "to 1.24); not even 1000 seeds would tell");
    const Evidence refuted =
        lower(tr("cost"), {{verbatim("A"), some(1), some(0)}, {verbatim("B"), some(-1), some(0)}});
    BOOST_TEST((refuted.outcome == not_supported));
    BOOST_TEST((lower(tr("cost"), {}).outcome == inconclusive));
}

BOOST_AUTO_TEST_CASE(several_cases_share_the_false_alarms)
{
    // p = 2 %: enough for one comparison, not for the smallest of seven.
    const Spread zero = spread({0, 0, 0, 0, 0}), low = spread({-0.2, -1.2, -1.4, -0.5, -1.5});
    BOOST_TEST((mean_of(low.values).p > 0.01 && mean_of(low.values).p < 0.025));
    BOOST_TEST((lower(tr("cost"), {{verbatim("A"), low, zero}}).outcome == supported));
    const std::vector<Versus> seven(7, Versus{verbatim("A"), low, zero});
    const Evidence found = lower(tr("cost"), seven);
    BOOST_TEST((found.outcome == inconclusive));
    BOOST_TEST(says(found, "cost lower in 0 of 7; undecided: A"));
    BOOST_TEST(says(found, "seeds would tell"));
    BOOST_TEST(found.p > 0.05);
}

BOOST_AUTO_TEST_CASE(of_many_cases_the_largest_and_those_that_fail_are_told)
{
    const std::vector<Versus> cases{{verbatim("A"), some(0.1), some(0)},
                                    {verbatim("B"), some(0.5), some(0)},
                                    {verbatim("C"), some(-0.2), some(0)},
                                    {verbatim("D"), mixed(), some(0)}};
    const Evidence found = higher(tr("accuracy"), cases, verbatim(" %"));
    BOOST_TEST((found.outcome == not_supported));
    BOOST_TEST(found.because.english() == "accuracy higher in 2 of 4; most: B 0.5 %; not: C -0.2 "
                                          "%; undecided: D 0 % (95 %: -1.24 to 1.24)");
}

BOOST_AUTO_TEST_CASE(two_sides_are_told_in_full)
{
    const Evidence found = lower(tr("cost"), {verbatim("A"), some(-1)}, {verbatim("B"), some(0)});
    BOOST_TEST((found.outcome == supported));
    BOOST_TEST(found.because.english() == "cost: A 2 (0 to 4), B 3 (1 to 5); difference -1");
    BOOST_TEST(found.because.in(Language("fr")).find("(0 à 4)") != std::string::npos);
    BOOST_TEST(found.effects.at(0).name.english() == "A − B");
}

BOOST_AUTO_TEST_CASE(no_difference_is_shown_by_a_margin_that_was_stated)
{
    const auto outcome = [](double margin, double shift) {
        const std::vector<Versus> pair{{verbatim("A"), some(shift), about_half()}};
        return std::array{same_within(margin, tr("cost"), pair).outcome,
                          no_lower_by(margin, tr("cost"), pair).outcome,
                          no_higher_by(margin, tr("cost"), pair).outcome};
    };
    // A − B is shift + 0.5, give or take 0.09.
    BOOST_TEST((outcome(1, 0) == std::array{supported, supported, supported}));
    BOOST_TEST((outcome(0.3, 0) == std::array{not_supported, supported, not_supported}));
    BOOST_TEST((outcome(0.3, -1) == std::array{not_supported, not_supported, supported}));
    BOOST_TEST((outcome(0.5, 0) == std::array{inconclusive, supported, inconclusive}));
    const Evidence found =
        same_within(1, tr("cost"), {{verbatim("A"), some(0), about_half()}}, verbatim(" m"));
    BOOST_TEST(found.because.english() ==
               "change of cost: A 0.5 m (95 %: 0.412 to 0.588); asked: ±1 m");
    // Nothing is shown to be the same by too few seeds.
    const Evidence few =
        same_within(1, tr("cost"), {{verbatim("A"), spread({1, 2}), spread({1.1, 2})}});
    BOOST_TEST((few.outcome == inconclusive));
}

BOOST_AUTO_TEST_CASE(levels_that_rise)
{
    const std::vector<std::pair<Text, Spread>> up{{verbatim("0"), some(0)},
                                                  {verbatim("1"), some(2)},
                                                  {verbatim("2"), some(1)},
                                                  {verbatim("3"), some(3)}};
    const Evidence found = rises(tr("cost"), up);
    BOOST_TEST((found.outcome == supported)); // 2 to 1 is a step down
    BOOST_TEST(found.because.english() == "cost: 0 3 (1 to 5) to 3 6 (4 to 8) over 4 levels; "
                                          "Page's L = 145, p = 0.00089");
    BOOST_TEST((falls(tr("cost"), up).outcome == not_supported));
    BOOST_TEST((rises(tr("cost"), {up[0], up[0]}).outcome == inconclusive));
    const std::vector<std::pair<Text, Spread>> few{{verbatim("0"), spread({1, 2})},
                                                   {verbatim("1"), spread({3, 4})}};
    BOOST_TEST((rises(tr("cost"), few).outcome == inconclusive));
}

BOOST_AUTO_TEST_CASE(it_depends_on_a_condition_that_has_a_name)
{
    const auto side = [](double shift) {
        return lower(tr("cost"), {{verbatim("A"), some(shift), some(0)}});
    };
    const Text small = verbatim("64"), large = verbatim("2048"), size = verbatim("|Ω|");
    const Evidence depends = depends_on(size, {{small, side(1)}, {large, side(-1)}});
    BOOST_TEST((depends.outcome == it_depends));
    BOOST_TEST(depends.condition.english() == "|Ω|");
    BOOST_TEST(to_text(depends).english() == "it depends on |Ω|");
    BOOST_TEST(depends.because.english() == "64 (not supported): cost lower in 0 of 1; change A 1; "
                                            "2048 (supported): cost lower in 1 of 1; change A -1");
    BOOST_TEST(depends.numbers.at(1).first == "2048, A");
    BOOST_TEST(depends.effects.at(1).name.english() == "2048, A");

    const Evidence both = depends_on(size, {{small, side(-2)}, {large, side(-1)}});
    BOOST_TEST((both.outcome == supported));
    BOOST_TEST(both.condition.empty());
    const Evidence open = lower(tr("cost"), {{verbatim("A"), mixed(), some(0)}});
    BOOST_TEST((depends_on(size, {{small, open}, {large, side(-1)}}).outcome == inconclusive));
    BOOST_TEST((depends_on(size, {}).outcome == inconclusive));
    // Two sides, of which the surer one has a p of 3 %: one of them may be a false alarm.
    Evidence unsure = side(-1), other = side(1);
    unsure.p = other.p = 0.03;
    BOOST_TEST((depends_on(size, {{small, unsure}, {large, other}}).outcome == inconclusive));
    unsure.p = 0.02;
    BOOST_TEST((depends_on(size, {{small, unsure}, {large, other}}).outcome == it_depends));
}

BOOST_AUTO_TEST_CASE(counts_and_conjunctions)
{
    BOOST_TEST((counted_as(4, 4, tr("runs")).outcome == supported));
    BOOST_TEST((counted_as(0, 4, tr("runs")).outcome == not_supported));
    BOOST_TEST((counted_as(3, 4, tr("runs")).outcome == not_supported)); // not all
    BOOST_TEST((counted_as(0, 0, tr("runs")).outcome == inconclusive));
    BOOST_TEST(counted_as(0, 0, verbatim("runs")).because.english() == "there were no runs");
    BOOST_TEST(counted_as(3, 4, verbatim("runs")).because.english() == "runs: 3 of 4");
    const Evidence both =
        together(counted_as(4, 4, verbatim("a")), counted_as(0, 4, verbatim("b")));
    BOOST_TEST((both.outcome == not_supported));
    BOOST_TEST(both.because.english() == "a: 4 of 4; b: 0 of 4");
}

// What is nothing but rounding is told as 0.
BOOST_AUTO_TEST_CASE(rounding_is_no_change)
{
    const Evidence found =
        lower(tr("cost"), {{verbatim("A"), spread({1e-16, 0}), spread({0.0, 0})}});
    BOOST_TEST(found.because.english().find("e-1") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(bounds_of_what_no_seed_changes_hold_for_all_or_not)
{
    const Text what = verbatim("miss"), metres = verbatim(" m");
    const Evidence all = all_at_most(what, {1, 2, 3}, 3, metres);
    BOOST_TEST((all.outcome == supported)); // the limit itself is allowed
    BOOST_TEST(all.because.english() == "miss 2 m (1 to 3), at most 3 m");
    BOOST_TEST(all.numbers.front().first == "miss");
    BOOST_TEST((all_at_most(what, {1, 2, 3}, 2).outcome == not_supported));
    BOOST_TEST((all_at_most(what, {INFINITY}, 2).outcome == not_supported));
    BOOST_TEST((all_at_least(what, {1}, 1).outcome == supported));
    BOOST_TEST(all_at_least(what, {1}, 2).because.english() == "miss 1, at least 2");
    BOOST_TEST((all_within(what, {1, 2}, 1, 2).outcome == supported));
    BOOST_TEST((all_within(what, {0, 1}, 1, 2).outcome == not_supported));
}

BOOST_AUTO_TEST_CASE(bounds_over_seeds_are_those_of_the_mean)
{
    const Text what = verbatim("miss");
    BOOST_TEST((at_most(what, some(0), 5).outcome == supported)); // 3 ± 1.96
    BOOST_TEST((at_most(what, some(0), 4).outcome == inconclusive));
    BOOST_TEST((at_most(what, some(0), 1).outcome == not_supported));
    BOOST_TEST((at_least(what, some(0), 1).outcome == supported));
    BOOST_TEST((within(what, some(0), 1, 5).outcome == supported));
    BOOST_TEST((within(what, some(0), 1, 4).outcome == inconclusive));
    BOOST_TEST((within(what, some(0), 6, 7).outcome == not_supported));
    BOOST_TEST(at_most(what, some(0), 5).because.english() ==
               "miss 3 (95 %: 1.04 to 4.96), at most 5");
    BOOST_TEST(says(at_most(what, some(0), 4), "seeds would tell"));
    BOOST_TEST((at_most(what, spread({1, 2}), 100).outcome == inconclusive)); // too few
    BOOST_TEST((at_most(what, spread({1, 1}), 1).outcome == supported));
    BOOST_TEST((at_most(what, spread({1, 1, 1, 1, INFINITY}), 3).outcome == inconclusive));
    BOOST_TEST(
        (at_most(what, spread(std::vector<double>(5, INFINITY)), 3).outcome == not_supported));
}

BOOST_AUTO_TEST_SUITE_END()
