// The protocol of a comparison: who gets which value and which seed, and what Ctrl-C leaves.
#include "base/cpu.hpp"
#include "base/error.hpp"
#include "train/compare.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <mutex>

BOOST_AUTO_TEST_SUITE(compare)

using namespace descente;

namespace {

const Protocol two{.methods = {tr("low"), tr("high")},
                   .grids = {{1, 2, 3}, {1, 2, 3}},
                   .lowest = tr("cost"),
                   .seeds = 3,
                   .tuning_runs = 1};

// "low" is best at 1, "high" at 3 and always one more; each seed adds a little.
Run cost_of(const Job& job)
{
    Run run;
    const double distance = std::abs(job.value - (job.method == 0 ? 1 : 3));
    run["cost"] = double(job.method) + distance + double(job.run) / 1000;
    return run;
}

Study study_of(const Trainer& trainer) { return compared(tuned(two, trainer), two, trainer); }

} // namespace

BOOST_AUTO_TEST_CASE(each_method_gets_its_own_best_value)
{
    const Study study = study_of({cost_of});
    BOOST_TEST(study["low"].best == 1);
    BOOST_TEST(study["high"].best == 3);
    BOOST_TEST(study["high"].tuning.size() == 4U); // 3 was an end of the grid: 4.5 was tried, too
    BOOST_TEST(study.of("low", "cost").values == (std::vector<double>{0, 0.001, 0.002}));
}

BOOST_AUTO_TEST_CASE(methods_are_compared_over_five_seeds)
{
    Protocol five = two;
    five.seeds = 5;
    const Study study = compared(tuned(five, {cost_of}), five, {cost_of});
    BOOST_TEST((study.lower("low", "high", tr("cost")).outcome == Outcome::supported));
    BOOST_TEST((study.lower_than("low", tr("cost")).outcome == Outcome::not_supported));
    BOOST_TEST(study.lowest("cost") == 0U);
    BOOST_TEST(study_of({cost_of}).lowest("cost") == 2U); // three seeds do not tell
}

BOOST_AUTO_TEST_CASE(medians_are_told_in_the_order_of_the_methods)
{
    const Study study = study_of({cost_of});
    BOOST_TEST(study.told("cost").english() == "low\u00a00.001, high\u00a01");
    BOOST_TEST(study.told("cost", {"high"}).english() == "high\u00a01");
}

BOOST_AUTO_TEST_CASE(a_grid_of_which_an_end_is_best_goes_on_there)
{
    const auto best_at = [](double optimum, bool widen) {
        const auto cost = [optimum](const Job& job) {
            Run run;
            run["cost"] = std::abs(std::log(job.value / optimum));
            return run;
        };
        Protocol one{.methods = {tr("m")}, .grids = {{1, 2, 4}}, .lowest = tr("cost")};
        one.widen = widen;
        return tuned(one, {cost})[0];
    };
    BOOST_TEST(best_at(16, true).best == 16);
    BOOST_TEST(best_at(16, true).grid == (std::vector<double>{1, 2, 4, 8, 16, 32}),
               boost::test_tools::per_element());
    BOOST_TEST(!best_at(16, true).at_edge());
    BOOST_TEST(best_at(0.5, true).grid == (std::vector<double>{0.25, 0.5, 1, 2, 4}),
               boost::test_tools::per_element());
    BOOST_TEST(best_at(0.5, true).tuning.size() == 5U);
    BOOST_TEST(best_at(100, true).best == 32); // three values more at most
    BOOST_TEST(best_at(100, true).at_edge());
    BOOST_TEST(best_at(2, true).grid.size() == 3U);
    BOOST_TEST(best_at(100, false).best == 4); // a grid set by hand stays as it is
}

BOOST_AUTO_TEST_CASE(the_run_that_tunes_is_never_reported)
{
    std::mutex mutex;
    std::vector<std::uint64_t> tuning, reported;
    const auto watch = [&](const Job& job) {
        const std::lock_guard lock(mutex);
        (job.run >= tuning_run ? tuning : reported).push_back(job.run);
        return cost_of(job);
    };
    Protocol protocol = two;
    protocol.tuning_runs = 3;
    protocol.widen = false;
    compared(tuned(protocol, {watch}), protocol, {watch});
    BOOST_TEST(tuning.size() == 18U);
    std::ranges::sort(reported);
    BOOST_TEST(reported == (std::vector<std::uint64_t>{0, 0, 1, 1, 2, 2}));
}

BOOST_AUTO_TEST_CASE(several_tuning_runs_choose_by_their_median)
{
    const auto unlucky_once = [](const Job& job) {
        return job.run == tuning_run && job.value == 1 ? Run() : cost_of(job);
    };
    BOOST_TEST(tuned(two, {unlucky_once})[0].best == 2);
    Protocol thrice = two;
    thrice.tuning_runs = 3;
    const std::vector<Compared> best = tuned(thrice, {unlucky_once});
    BOOST_TEST(best[0].best == 1);
}

BOOST_AUTO_TEST_CASE(a_value_that_diverges_is_not_chosen_and_a_run_that_diverges_is_the_worst)
{
    const auto one_diverges = [](const Job& job) {
        return job.method == 0 && job.value == 1 ? Run() : cost_of(job);
    };
    const Study study = study_of({one_diverges});
    BOOST_TEST(study["low"].best == 2);
    BOOST_TEST(Run().number("cost") == INFINITY);
}

BOOST_AUTO_TEST_CASE(after_a_stop_the_seeds_that_all_methods_finished_are_left)
{
    const std::vector<Compared> best = tuned(two, {cost_of});
    const auto stops_in = [](std::uint64_t run) {
        return [run](const Job& job) {
            if (job.run == run && job.method == 1) request_stop();
            if (stop_requested()) throw Interrupted(); // as a loop over steps does
            return cost_of(job);
        };
    };
    set_threads(1);
    const Study study = compared(best, two, {stops_in(2)});
    BOOST_TEST(study["low"].runs.size() == 2U);
    BOOST_TEST(study["high"].runs.size() == 2U);
    BOOST_TEST(compared(best, two, {cost_of}).size() == 0U); // stopped already
    request_stop(false);
    const Study first = compared(best, two, {stops_in(0)}); // "low" alone has finished
    BOOST_TEST(first["low"].runs.size() == 1U);
    BOOST_CHECK_THROW(first["high"], Interrupted);
    BOOST_CHECK_THROW(first.methods(), Interrupted);
    BOOST_CHECK_THROW(first.lower("low", "high", tr("cost")), Interrupted);
    request_stop(false);
    // The stop came while it ran, but its loops were done: it is whole.
    const auto stops_late = [](const Job& job) {
        request_stop();
        return cost_of(job);
    };
    BOOST_TEST(compared(best, two, {stops_late})["low"].runs.size() == 1U);
    request_stop(false);
    set_threads(0);
}

BOOST_AUTO_TEST_CASE(a_run_that_is_kept_is_not_trained_again)
{
    std::mutex mutex;
    std::map<std::pair<std::size_t, std::uint64_t>, Run> folder;
    int trained = 0;
    Trainer trainer{.train = [&](const Job& job) {
        const std::lock_guard lock(mutex);
        ++trained;
        return cost_of(job);
    }};
    trainer.keep = [&](const Job& job, const Run& run) {
        const std::lock_guard lock(mutex);
        folder.emplace(std::pair{job.method, job.run}, run);
    };
    const std::vector<Compared> best = tuned(two, {cost_of});
    const Spread first = compared(best, two, trainer).of("low", "cost");
    BOOST_TEST(trained == 6);
    trainer.recall = [&](const Job& job) {
        return std::make_unique<Run>(folder.at({job.method, job.run}));
    };
    BOOST_TEST(compared(best, two, trainer).of("low", "cost").values == first.values);
    BOOST_TEST(trained == 6);
}

BOOST_AUTO_TEST_CASE(seeds_that_are_late_are_left_out_for_all_methods)
{
    const auto late = [](const Job& job) {
        return job.run == 2 || (job.run == 1 && job.method == 1);
    };
    const Study study = study_of({.train = cost_of, .late = late});
    BOOST_TEST(study["low"].runs.size() == 1U);
    BOOST_TEST(study["high"].runs.size() == 1U);
    BOOST_TEST(study["low"].best == 1);
}

BOOST_AUTO_TEST_CASE(a_name_that_nobody_knows_is_an_error_that_tells_the_known_ones)
{
    const Study study = study_of({cost_of});
    BOOST_CHECK_THROW(study["lower"], ShapeError);
    BOOST_CHECK_THROW(study.of("low", "costs"), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
