#include "labs/lab13_good_practices/figures.hpp"
#include "labs/lab13_good_practices/mistakes.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab13_figures, *boost::unit_test::label("lab13"))

using namespace lab13;

namespace {

Run run_of(bool zero, double accuracy)
{
    Run run;
    run["final cost"] = zero ? 1e-4 : 2;
    if (zero) run["zero since"] = 10;
    run["validation accuracy"] = accuracy;
    return run;
}

// Those that are not named do not get to zero.
Study study_of(const std::vector<Planted>& at_zero, double shifted_accuracy)
{
    std::vector<Compared> methods;
    for (const Mistake& mistake : mistakes(10, 0.2)) {
        const bool zero = std::ranges::count(at_zero, mistake.planted) > 0;
        const bool shifted = mistake.planted == Planted::shifted_labels;
        methods.emplace_back();
        methods.back().name = mistake.name;
        methods.back().runs.assign(5, run_of(zero, shifted ? shifted_accuracy : 80));
    }
    return Study(methods);
}

} // namespace

BOOST_AUTO_TEST_CASE(the_check_is_right_when_only_the_right_program_and_shifted_labels_reach_zero)
{
    using enum Planted;
    const Study good = study_of({nothing, shifted_labels}, 2);
    BOOST_CHECK(right_and_wrong(good, 1e-3, 500).outcome == Outcome::supported);
    BOOST_CHECK(shown_by_validation(good, 10, 1e-3, 500).outcome == Outcome::supported);
    BOOST_CHECK(alarms(good, 1e-3).outcome == Outcome::supported);
    const Study silent = study_of({nothing, shifted_labels, buried, augmented}, 12);
    BOOST_CHECK(right_and_wrong(silent, 1e-3, 500).outcome == Outcome::not_supported);
    BOOST_CHECK(shown_by_validation(silent, 10, 1e-3, 500).outcome == Outcome::not_supported);
    BOOST_CHECK(alarms(silent, 1e-3).outcome == Outcome::not_supported);
    const Study seen = study_of({nothing}, 2); // shifted labels would be nothing special
    BOOST_CHECK(shown_by_validation(seen, 10, 1e-3, 500).outcome == Outcome::not_supported);
    BOOST_CHECK(right_and_wrong(study_of({}, 2), 1e-3, 500).outcome == Outcome::not_supported);
    std::vector<Compared> once = good.methods(); // one run of a wrong program that gets there
    once[std::size_t(last_relu)].runs[3] = run_of(true, 80);
    BOOST_CHECK(right_and_wrong(Study(once), 1e-3, 500).outcome == Outcome::not_supported);
}

BOOST_AUTO_TEST_CASE(one_mistake_that_the_check_does_not_see_is_named)
{
    using enum Planted;
    const std::vector<std::string> two{"labels shifted by one", "gradient not reset"};
    BOOST_TEST(only_one_at_zero(two, study_of({nothing, no_reset}, 2)) == 1U);
    BOOST_TEST(only_one_at_zero(two, study_of({nothing}, 2)) == 2U);
    BOOST_TEST(only_one_at_zero(two, study_of({shifted_labels, no_reset}, 2)) == 2U);
    std::vector<Compared> some = study_of({shifted_labels}, 2).methods();
    some[1].runs[0] = run_of(false, 2);
    BOOST_TEST(only_one_at_zero(two, Study(some)) == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
