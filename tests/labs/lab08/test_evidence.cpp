#include "labs/lab08_random_labels/evidence.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab08_evidence, *boost::unit_test::label("lab08"))

using namespace lab08;

namespace {

Run ended(double updates, double test_accuracy)
{
    Run run;
    run["updates to zero"] = updates;
    run["test accuracy"] = test_accuracy;
    run["training cost"] = std::isfinite(updates) ? 0.008 : 0.3;
    return run;
}

const std::vector<Kind> three_kinds{{verbatim("true labels"), 0, Pixels::as_they_are},
                                    {verbatim("random labels"), 1, Pixels::as_they_are},
                                    {verbatim("noise"), 0, Pixels::noise}};

Study study_of(const std::vector<std::vector<Run>>& runs)
{
    std::vector<Compared> methods;
    for (std::size_t k = 0; k < three_kinds.size(); ++k)
        methods.push_back({three_kinds[k].name, 0, {}, {}, {8, runs[k].front()}});
    return Study(methods);
}

} // namespace

BOOST_AUTO_TEST_CASE(zero_is_reached_with_all_kinds_or_not)
{
    const Study all = study_of({{ended(50, 76)}, {ended(100, 9)}, {ended(20, 10)}});
    BOOST_TEST((all_reached_zero(all).outcome == Outcome::supported));
    const Study some = study_of({{ended(50, 76)}, {ended(INFINITY, 9)}, {ended(20, 10)}});
    BOOST_TEST((all_reached_zero(some).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_CASE(how_far_below_zero_a_run_stops_does_not_matter)
{
    std::vector<Run> runs;
    for (const double cost : {0.00999, 0.0092, 0.00996, 0.00999, 0.00998}) {
        runs.push_back(ended(50, 76));
        runs.back()["training cost"] = cost;
    }
    BOOST_TEST((all_reached_zero(runs).outcome == Outcome::supported));
    runs[2] = ended(INFINITY, 76); // one that did not get there
    BOOST_TEST((all_reached_zero(runs).outcome == Outcome::not_supported));
    BOOST_TEST((all_reached_zero(std::vector<Run>{}).outcome == Outcome::inconclusive));
}

BOOST_AUTO_TEST_CASE(more_random_labels_take_longer_and_err_more)
{
    const Study study = study_of({{ended(50, 76)}, {ended(100, 9)}, {ended(20, 10)}});
    BOOST_TEST(by_share(three_kinds).size() == 2U); // noise is no change of labels
    BOOST_TEST(test_errors(study, three_kinds[1]).median == 91);
    BOOST_TEST((with_random_labels(three_kinds, study).outcome == Outcome::supported));
    const Study shorter = study_of({{ended(50, 76)}, {ended(30, 9)}, {ended(20, 10)}});
    BOOST_TEST((with_random_labels(three_kinds, shorter).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_CASE(expected_and_unexpected)
{
    const Study fashion = study_of({{ended(50, 76)}, {ended(100, 9)}, {ended(20, 10)}});
    BOOST_TEST((near_chance(fashion, 10).outcome == Outcome::supported));
    BOOST_TEST((most_of_the_test_set(fashion).outcome == Outcome::supported));
    const Study cifar = study_of({{ended(50, 36)}, {ended(100, 21)}, {ended(20, 10)}});
    BOOST_TEST((near_chance(cifar, 10).outcome == Outcome::not_supported));
    BOOST_TEST(
        (most_of_the_test_set(cifar).outcome == Outcome::not_supported)); // more, yet not most
}

BOOST_AUTO_TEST_CASE(a_hill_is_higher_than_the_mean_of_its_ends)
{
    BOOST_TEST((higher_halfway({{0, 1, 0}, {1, 3, 2}}).outcome == Outcome::supported));
    BOOST_TEST((higher_halfway({{0, 1, 0}, {1, 1, 2}}).outcome == Outcome::supported)); // one is
    BOOST_TEST((higher_halfway({{0, 0, 0}, {1, 1, 2}}).outcome == Outcome::not_supported));
    BOOST_TEST((higher_halfway({}).outcome == Outcome::inconclusive));
}

BOOST_AUTO_TEST_CASE(answers_about_random_labels)
{
    const auto with = [](const Run& as_they_are, const Run& random) {
        return study_of({{as_they_are}, {random}, {ended(20, 10)}});
    };
    const Study few = with(ended(50, 76), ended(100, 9)),
                many = with(ended(50, 76), ended(500, 30)),
                never = with(ended(50, 76), ended(INFINITY, 70));
    BOOST_TEST(learns_random_labels(never) == 0u);
    BOOST_TEST(learns_random_labels(many) == 1u);
    BOOST_TEST(learns_random_labels(few) == 2u);
    BOOST_TEST(right_after_random_labels(never, 10) == 0u); // 70 beside 76
    BOOST_TEST(right_after_random_labels(many, 10) == 1u);
    BOOST_TEST(right_after_random_labels(few, 10) == 2u);
    BOOST_TEST(right_after_random_labels(with(ended(50, 15), ended(100, 9)), 10) == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
