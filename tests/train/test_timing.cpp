#include "train/timing.hpp"

#include <boost/test/unit_test.hpp>
#include <thread>

BOOST_AUTO_TEST_SUITE(timing)

using namespace descente;

namespace {

// Work whose duration is known, on a clock that only it moves.
struct Work {
    double now = 0;
    int calls = 0;
    double median(double seconds, int slow_call = 0)
    {
        const auto call = [&] { now += ++calls == slow_call ? 1000 : seconds; };
        return median_seconds(call, [&] { return now; });
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(short_calls_are_measured_together, *boost::unit_test::label("lab01"))
{
    Work work;
    BOOST_TEST(work.median(0.000125) == 0.000125, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(work.calls == 7 * 16);
}

BOOST_AUTO_TEST_CASE(long_calls_are_measured_alone, *boost::unit_test::label("lab01"))
{
    Work work;
    BOOST_TEST(work.median(0.5) == 0.5);
    BOOST_TEST(work.calls == 7);
}

BOOST_AUTO_TEST_CASE(one_slow_call_changes_nothing, *boost::unit_test::label("lab01"))
{
    Work work;
    BOOST_TEST(work.median(0.5, 3) == 0.5);
}

BOOST_AUTO_TEST_CASE(clocks_count_work_in_seconds, *boost::unit_test::label("lab01"))
{
    const double wall = wall_seconds(), processor = processor_seconds();
    volatile int turns = 0;
    while (processor_seconds() - processor < 0.02) turns = turns + 1;
    BOOST_TEST(turns > 0);
    // Threads that wait for work count as well: 20 ms of all cores are at least one core's share of
    // it by the clock on the wall.
    BOOST_TEST((wall_seconds() - wall) * std::thread::hardware_concurrency() >= 0.019);
}

BOOST_AUTO_TEST_SUITE_END()
