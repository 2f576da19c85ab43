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

BOOST_AUTO_TEST_CASE(a_signal_handler_may_ask_for_the_stop)
{
    const auto handler = std::signal(SIGUSR1, [](int) { request_stop(); });
    std::raise(SIGUSR1);
    std::signal(SIGUSR1, handler);
    BOOST_TEST(stop_requested());
}

BOOST_AUTO_TEST_SUITE_END()
