#include "shell/budget.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

BOOST_AUTO_TEST_SUITE(budget)

using namespace descente;

namespace {

const Count epochs("epochs", 7, {1, 100}, tr("epochs"));
const Count samples("samples", 20000, 3000, {500, 48000}, tr("images"));
const Count depth("depth", 8, {1, 100}, tr("images"));

const LabInfo example = {.number = 5,
                         .title = tr("epochs"),
                         .question = tr("epochs"),
                         .claim = tr("epochs"),
                         .knobs = {{&epochs, &samples, &depth}}};

Options parse(const std::vector<std::string>& arguments = {})
{
    return parse_options(arguments, example, "/top");
}

/// Of a lab whose default run takes `whole` seconds: 1 for its data, 1 for ten pictures, 1 more in
/// any run, and the rest for two studies, of which a rehearsal runs a tenth.
Pace pace_of(const Options& options, double whole)
{
    const double share = epochs.value() / 7 * (samples.value() / 20000) * options.seeds / 5.0;
    const double studies = (whole - 3) * share;
    const double drawing = std::min(1.0, options.rehearsal ? options.drawing : 1);
    return {.seconds = 2 + drawing + (options.rehearsal ? studies / 10 : studies),
            .reading = 1,
            .drawing = drawing,
            .drawn = 10 * drawing,
            .pictures = 10,
            .growing = 1 + studies,
            .study_ends = {studies / 2, studies}};
}

/// Seconds from the first rehearsal to the end of the run.
double ends_after(Options& options, double whole)
{
    double spent = 0;
    fit_to_budget(example, options, [&](const Options& smaller) {
        BOOST_TEST(smaller.quiet);
        BOOST_TEST(smaller.rehearsal);
        BOOST_TEST(smaller.out_folder != options.out_folder);
        const Pace pace = pace_of(smaller, whole);
        spent += pace.seconds;
        return pace;
    });
    // Its last study ends in time.
    const Pace run = pace_of(options, whole);
    return spent + std::min(run.seconds, 3 + options.study_ends.back());
}

} // namespace

BOOST_AUTO_TEST_CASE(epochs_give_way_first_then_samples_then_seeds)
{
    Options options = parse();
    const Sizes sizes(example, options);
    BOOST_TEST(sizes.set(1, options) == 1.0);
    BOOST_TEST(!epochs.turned());
    BOOST_TEST(!samples.turned());
    BOOST_TEST(sizes.set(0.5, options) == 0.5, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(epochs == 4); // 3.5, and samples make up for the rest
    BOOST_TEST(samples == 17500);
    BOOST_TEST(options.seeds == 5);
    BOOST_TEST(sizes.set(0.1, options) == 0.1, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(epochs == 1);
    BOOST_TEST(samples == 14000);
    BOOST_TEST(options.seeds == 5);
    BOOST_TEST(sizes.set(0.01, options) == 0.01, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(epochs == 1);
    BOOST_TEST(samples == 3500);
    BOOST_TEST(options.seeds == 2);
    BOOST_TEST(sizes.set(0, options) == sizes.least(), boost::test_tools::tolerance(1e-9));
    BOOST_TEST(options.seeds == 1);
    BOOST_TEST(samples == 3000);
    BOOST_TEST(depth == 8); // no size of the work
}

BOOST_AUTO_TEST_CASE(what_was_written_stays)
{
    Options options = parse({"--epochs", "9", "--seeds", "3"});
    Sizes(example, options).set(0, options);
    BOOST_TEST(epochs == 9);
    BOOST_TEST(samples == 3000);
    BOOST_TEST(options.seeds == 3);
}

BOOST_AUTO_TEST_CASE(a_run_ends_with_its_budget)
{
    for (const double seconds : {12, 20, 40})
        for (const double whole : {50, 100}) {
            Options options = parse();
            options.budget = seconds;
            BOOST_TEST(ends_after(options, whole) == seconds, boost::test_tools::tolerance(0.15));
            BOOST_TEST(options.scaled);
            BOOST_TEST(options.study_ends[0] == options.study_ends[1] / 2,
                       boost::test_tools::tolerance(1e-9));
        }
}

BOOST_AUTO_TEST_CASE(a_run_stands_in_for_the_others_of_its_method_and_study)
{
    StandIns stand_ins;
    const auto train = [](const Job& job) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        Run run;
        run["value"] = job.value;
        return run;
    };
    BOOST_TEST(!stand_ins.instead_of(0, {.method = 1}));
    BOOST_TEST(stand_ins.train(0, {.method = 1, .value = 0.3}, train).number("value") == 0.3);
    BOOST_TEST(!stand_ins.instead_of(0, {.method = 2}));
    BOOST_TEST(!stand_ins.instead_of(1, {.method = 1}));
    BOOST_TEST(stand_ins.seconds() == 0);
    for (const double more : {1, 2}) {
        const auto run = stand_ins.instead_of(0, {.method = 1, .value = 3, .run = 2});
        BOOST_REQUIRE(run);
        BOOST_TEST(run->number("value") == 0.3);
        BOOST_TEST(stand_ins.seconds() >= more * 0.02);
    }
}

BOOST_AUTO_TEST_CASE(a_run_that_ends_in_time_is_left_as_it_is)
{
    Options options = parse();
    options.budget = 40;
    BOOST_TEST(ends_after(options, 20) < 40.0);
    BOOST_TEST(!options.scaled);
    BOOST_TEST(epochs == 7);
    BOOST_TEST(!epochs.turned());
    BOOST_TEST(samples == 20000);
    BOOST_TEST(options.seeds == 5);
}

BOOST_AUTO_TEST_CASE(less_than_the_smallest_run_there_is_none)
{
    Options options = parse();
    options.budget = 5;
    ends_after(options, 1000);
    BOOST_TEST(epochs == 1);
    BOOST_TEST(samples == 3000);
    BOOST_TEST(options.seeds == 1);
}

BOOST_AUTO_TEST_SUITE_END()
