#include "train/evidence.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(evidence)

using namespace descente;

namespace {

Spread some(double shift) // five seeds, so that unanimity reaches the 5 % level
{
    return spread({1 + shift, 2 + shift, 3 + shift, 4 + shift, 5 + shift});
}

Spread mixed() { return spread({2, 1, 4, 3, 5}); }

} // namespace

BOOST_AUTO_TEST_CASE(what_all_cases_have_in_common)
{
    using enum Outcome;
    BOOST_TEST((common({supported, supported}) == supported));
    BOOST_TEST((common({not_supported}) == not_supported));
    BOOST_TEST((common({supported, not_supported}) == it_depends));
    BOOST_TEST((common({it_depends, it_depends}) == it_depends)); // not a refutation
    BOOST_TEST((common({}) == it_depends));
}

BOOST_AUTO_TEST_CASE(lower_in_every_case_is_told_case_by_case)
{
    const Evidence found = lower(
        tr("cost"), {{verbatim("A"), some(-0.5), some(0)}, {verbatim("B"), some(-0.25), some(0)}});
    BOOST_TEST((found.outcome == Outcome::supported));
    BOOST_TEST(found.because.english() == "cost lower in 2 of 2; change A -0.5, B -0.25");
    BOOST_REQUIRE(found.numbers.size() == 2);
    BOOST_TEST(found.numbers[1].first == "B");
    BOOST_TEST(found.numbers[1].second.median == -0.25);
    BOOST_TEST(found.measure.english() == "change of cost");
    BOOST_TEST(at_most(tr("cost"), some(1), 2).measure.english() == "cost");
}

BOOST_AUTO_TEST_CASE(an_undecided_case_leaves_the_whole_undecided)
{
    const Evidence found = lower(
        tr("cost"), {{verbatim("A"), some(-0.5), some(0)}, {verbatim("B"), mixed(), some(0)}});
    BOOST_TEST((found.outcome == Outcome::it_depends));
    BOOST_TEST(found.because.english() == "cost lower in 1 of 2; change A -0.5, B 0 (-1 to 1)");
    const Evidence none = lower(tr("cost"), {{verbatim("A"), mixed(), some(0)}});
    BOOST_TEST((none.outcome == Outcome::it_depends)); // shown in none, refuted in none
    const Evidence refuted = lower(tr("cost"), {{verbatim("A"), some(1), some(0)}});
    BOOST_TEST((refuted.outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_CASE(of_many_cases_the_largest_and_those_that_fail_are_told)
{
    const std::vector<Versus> cases{{verbatim("A"), some(0.1), some(0)},
                                    {verbatim("B"), some(0.5), some(0)},
                                    {verbatim("C"), some(0.2), some(0)},
                                    {verbatim("D"), mixed(), some(0)}};
    const Evidence found = higher(tr("accuracy"), cases, verbatim(" %"));
    BOOST_TEST((found.outcome == Outcome::it_depends));
    BOOST_TEST(found.because.english() == "accuracy higher in 3 of 4; most: B 0.5 %; not: D");
}

BOOST_AUTO_TEST_CASE(two_sides_are_told_in_full)
{
    const Evidence found = lower(tr("cost"), {verbatim("A"), some(-1)}, {verbatim("B"), some(0)});
    BOOST_TEST((found.outcome == Outcome::supported));
    BOOST_TEST(found.because.english() == "cost: A 2 (0 to 4), B 3 (1 to 5)");
    BOOST_TEST(found.because.in(Language("fr")).find("(0 à 4)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(counts_and_conjunctions)
{
    using enum Outcome;
    BOOST_TEST((counted_as(4, 4, tr("runs")).outcome == supported));
    BOOST_TEST((counted_as(0, 4, tr("runs")).outcome == not_supported));
    BOOST_TEST((counted_as(3, 4, tr("runs")).outcome == it_depends));
    BOOST_TEST((counted_as(0, 0, tr("runs")).outcome == it_depends));
    BOOST_TEST(counted_as(0, 0, verbatim("runs")).because.english() == "there were no runs");
    BOOST_TEST(counted_as(3, 4, verbatim("runs")).because.english() == "runs: 3 of 4");
    const Evidence both =
        together(counted_as(4, 4, verbatim("a")), counted_as(0, 4, verbatim("b")));
    BOOST_TEST((both.outcome == it_depends));
    BOOST_TEST(both.because.english() == "a: 4 of 4; b: 0 of 4");
}

// What is nothing but rounding is told as 0.
BOOST_AUTO_TEST_CASE(rounding_is_no_change)
{
    const Evidence found =
        lower(tr("cost"), {{verbatim("A"), spread({1e-16, 1}), spread({0.0, 2})}});
    BOOST_TEST(found.because.english().find("e-1") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(bounds_hold_for_all_none_or_some)
{
    const Text what = verbatim("miss"), metres = verbatim(" m");
    const Evidence all = at_most(what, spread({1, 2, 3}), 3, metres);
    BOOST_TEST((all.outcome == Outcome::supported)); // the limit itself is allowed
    BOOST_TEST(all.because.english() == "miss 2 m (1 to 3), at most 3 m");
    BOOST_TEST(all.numbers.front().first == "miss");
    BOOST_TEST((at_most(what, spread({1, 2, 3}), 2).outcome == Outcome::it_depends));
    BOOST_TEST((at_most(what, spread({3, 4}), 2).outcome == Outcome::not_supported));
    BOOST_TEST((at_most(what, spread({INFINITY}), 2).outcome == Outcome::not_supported));
    BOOST_TEST((at_least(what, spread({1}), 1).outcome == Outcome::supported));
    BOOST_TEST(at_least(what, spread({1}), 2).because.english() == "miss 1, at least 2");
    BOOST_TEST((within(what, spread({1, 2}), 1, 2).outcome == Outcome::supported));
    BOOST_TEST((within(what, spread({0, 3}), 1, 2).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_SUITE_END()
