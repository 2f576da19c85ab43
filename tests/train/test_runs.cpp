#include "base/cpu.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

using namespace descente;

namespace {

// Two threads whatever the machine has, and everything as before afterwards.
struct TwoThreads {
    int before = threads();
    TwoThreads() { set_threads(2); }
    ~TwoThreads()
    {
        set_threads(before);
        request_stop(false);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(runs, TwoThreads)

BOOST_AUTO_TEST_CASE(every_run_happens_once)
{
    std::vector<int> calls(100, 0);
    for_each_run(100, [&](int i) { ++calls[static_cast<std::size_t>(i)]; });
    BOOST_TEST(calls == std::vector<int>(100, 1), boost::test_tools::per_element());
    for_each_run(0, [](int) { throw std::logic_error("there is no run"); });
}

BOOST_AUTO_TEST_CASE(kernels_inside_use_one_thread)
{
    std::vector<int> inside(4, 0);
    for_each_run(4, [&](int i) { inside[static_cast<std::size_t>(i)] = threads(); });
    BOOST_TEST(inside == std::vector<int>(4, 1), boost::test_tools::per_element());
    for_each_run(1, [&](int) { inside[0] = threads(); });
    BOOST_TEST(inside[0] == 2); // a single run keeps all threads
    BOOST_TEST(threads() == 2);
}

BOOST_AUTO_TEST_CASE(the_first_exception_comes_out_after_all_have_ended)
{
    std::vector<int> calls(10, 0);
    std::string message;
    try {
        for_each_run(10, [&](int i) {
            ++calls[static_cast<std::size_t>(i)];
            if (i == 3 || i == 7) throw std::runtime_error("run " + std::to_string(i));
        });
    } catch (const std::runtime_error& error) {
        message = error.what();
    }
    BOOST_TEST(message == "run 3");
    BOOST_TEST(std::count(calls.begin(), calls.end(), 1) == 10);
}

BOOST_AUTO_TEST_CASE(no_run_starts_after_a_stop)
{
    set_threads(1); // one after the other, so that the count is known
    int calls = 0;
    for_each_run(10, [&](int i) {
        ++calls;
        if (i == 4) request_stop();
    });
    BOOST_TEST(calls == 5);
    BOOST_TEST(stop_requested());
    request_stop(false);
    BOOST_TEST(!stop_requested());
}

BOOST_AUTO_TEST_CASE(runs_that_measure_two_things)
{
    const std::vector<Spread> result = spread_over_runs(3, [](int run) {
        return std::vector<double>{1.0 + run, 10.0 * run};
    });
    BOOST_TEST_REQUIRE(result.size() == 2);
    BOOST_TEST(result[0].median == 2);
    BOOST_TEST(result[1].high == 20);
    const std::vector<double> in_order{0, 10, 20};
    BOOST_TEST(result[1].values == in_order, boost::test_tools::per_element());
    BOOST_TEST(spread_over_runs(0, [](int) { return std::vector<double>{1}; }).empty());
}

BOOST_AUTO_TEST_CASE(a_run_cut_short_is_left_out)
{
    set_threads(1); // one after the other
    const std::vector<Spread> result = spread_over_runs(4, [](int run) {
        if (run == 2) request_stop();
        return std::vector<double>{double(run)};
    });
    request_stop(false);
    BOOST_TEST_REQUIRE(result.size() == 1);
    const std::vector<double> complete{0, 1};
    BOOST_TEST(result[0].values == complete, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_signal_handler_may_ask_for_the_stop)
{
    const auto handler = std::signal(SIGUSR1, [](int) { request_stop(); });
    std::raise(SIGUSR1);
    std::signal(SIGUSR1, handler);
    BOOST_TEST(stop_requested());
}

BOOST_AUTO_TEST_CASE(runs_over_values_and_seeds_lie_by_value_then_seed,
                     *boost::unit_test::label("lab06"))
{
    struct Result {
        double value = 0;
        int seed = -1;
    };
    const auto run = [](double value, int seed) { return Result{value, seed}; };
    const auto results = runs_over({0.5, 1.5, 2.5}, 2, Result{}, run);
    BOOST_REQUIRE(results.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(of_each(results[i], &Result::seed) == (std::vector<int>{0, 1}),
                   boost::test_tools::per_element());
        const auto twice = of_each(results[i], [](const Result& r) { return 2 * r.value; });
        BOOST_TEST(twice == std::vector<double>(2, 2 * static_cast<double>(i) + 1),
                   boost::test_tools::per_element());
    }

    request_stop();
    const auto stopped = runs_over({0.5}, 2, Result{}, run);
    request_stop(false);
    BOOST_TEST(stopped[0][1].seed == -1);
}

BOOST_AUTO_TEST_CASE(all_runs_puts_each_result_in_its_place)
{
    const auto products = all_runs(3, 4, [](std::size_t i, std::size_t j) { return 10 * i + j; });
    BOOST_REQUIRE(products.size() == 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_REQUIRE(products[i].size() == 4U);
        for (std::size_t j = 0; j < 4; ++j) BOOST_TEST(products[i][j] == 10 * i + j);
    }
    request_stop();
    const auto none = all_runs(1, 2, [](std::size_t, std::size_t) { return std::string("run"); });
    BOOST_TEST(none[0][1].empty());
}

BOOST_AUTO_TEST_SUITE_END()
