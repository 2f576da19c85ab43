#include "labs/lab12_early_stopping/evidence.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab12_evidence, *boost::unit_test::label("lab12"))

using namespace lab12;

namespace {

void check(int patience, const std::vector<double>& costs, int best_epoch, int epochs)
{
    const Stop stop = stop_with(patience, costs);
    BOOST_TEST(stop.best_epoch == best_epoch);
    BOOST_TEST(stop.epochs == epochs);
}

// A training with these validation costs that ends at the last of these.
Run ended(const std::vector<double>& costs, double final_cost, double test_cost = 0)
{
    Run run;
    for (const double cost : costs) run.note(Step(), "validation cost", cost);
    run["final cost"] = final_cost;
    run["test cost"] = test_cost;
    return run;
}

// Each size stopped early and to the end, three runs alike each.
Kind kind_of(const std::vector<std::pair<Run, Run>>& of_size)
{
    std::vector<Compared> methods;
    for (std::size_t s = 0; s < sizes.size(); ++s) {
        methods.push_back({early(sizes[s]), 0, {}, {}, {3, of_size[s].first}});
        methods.push_back({to_the_end(sizes[s]), 0, {}, {}, {3, of_size[s].second}});
    }
    return {verbatim("labels"), Study(methods)};
}

} // namespace

BOOST_AUTO_TEST_CASE(stopping_by_hand)
{
    check(2, {3, 2, 4, 5, 1}, 1, 4);
    check(3, {3, 2, 4, 5, 1}, 4, 5);
    check(2, {3, 2, 4}, 1, 3);    // it ended before the patience did
    check(2, {1, 1, 1, 1}, 0, 3); // no lower is no better
    check(2, {}, -1, 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_never_best)
{
    const double nan = NAN;
    check(3, {nan, 2, nan, nan, 1}, 4, 5);
    check(2, {nan, 2, nan, nan, 1}, 1, 4);
    check(2, {nan, nan, nan}, -1, 2);
}

BOOST_AUTO_TEST_CASE(the_lowest_cost_is_restored_to_the_last_bit_or_not)
{
    const Run exact = ended({3, 2, 4}, 2), last = ended({3, 2, 4}, 4);
    const Run nearly = ended({3, 2, 4}, std::nextafter(2.0, 3.0));
    const auto outcome = [&](const Run& a, const Run& b) {
        return restored_exactly(kind_of({{a, last}, {exact, last}, {b, last}})).outcome;
    };
    BOOST_TEST((outcome(exact, exact) == Outcome::supported)); // runs to the end are not asked
    BOOST_TEST((outcome(last, exact) == Outcome::not_supported));
    BOOST_TEST((outcome(exact, nearly) == Outcome::not_supported));
    const Kind none = kind_of({{last, last}, {nearly, last}, {last, last}});
    BOOST_TEST((restored_exactly(none).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_CASE(each_size_is_beside_itself)
{
    const auto test = [](double cost) { return ended({}, 0, cost); };
    const Kind kind = kind_of({{test(1), test(2)}, {test(1), test(4)}, {test(1), test(8)}});
    const std::vector<Versus> cases = early_beside_end(kind, verbatim("test cost"));
    BOOST_REQUIRE(cases.size() == 3u);
    BOOST_TEST(cases[1].name.english() == "right");
    BOOST_TEST(cases[1].a.median == 1);
    BOOST_TEST(cases[1].b.median == 4);
    BOOST_TEST((rises_with_size(kind).outcome == Outcome::supported)); // by 1, 3 and 7
    const std::vector<Versus> both = of_both({kind, kind}, that_overfit, verbatim("test cost"));
    BOOST_REQUIRE(both.size() == 4u);
    BOOST_TEST(both[2].name.english() == "right, labels");
    BOOST_TEST(both[2].b.median == 4);
}

BOOST_AUTO_TEST_CASE(the_best_size_is_that_of_the_runs_that_stopped_early)
{
    const auto best = [](double small_cost, double right_cost, double large_cost) {
        const Run end = ended({}, 0.1); // what ran to the end is not asked
        return best_size(kind_of({{ended({}, small_cost), end},
                                  {ended({}, right_cost), end},
                                  {ended({}, large_cost), end}}));
    };
    BOOST_TEST(best(3, 2, 1) == 2u);
    BOOST_TEST(best(3, 1, 2) == 1u);
}

BOOST_AUTO_TEST_CASE(what_stopping_gains_is_a_lower_cost_and_right_answers_or_not)
{
    const auto run = [](double cost, double accuracy) {
        Run one = ended({}, 0, cost);
        one["test accuracy"] = accuracy;
        return one;
    };
    const Run end = run(2, 80);
    const auto gained = [&](const Run& a, const Run& b, const Run& c) {
        return gained_by_stopping(kind_of({{a, end}, {b, end}, {c, end}}));
    };
    const Run both = run(1, 90), cost = run(1, 80), fewer = run(1, 70), none = run(3, 90);
    BOOST_TEST(gained(both, both, both) == 0u);
    BOOST_TEST(gained(cost, cost, fewer) == 1u);
    BOOST_TEST(gained(cost, both, cost) == 3u);
    BOOST_TEST(gained(none, none, end) == 2u);
    BOOST_TEST(gained(cost, none, cost) == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
