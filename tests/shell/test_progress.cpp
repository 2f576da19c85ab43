#include "base/table.hpp"
#include "shell/capture.hpp"
#include "shell/progress.hpp"

#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(progress)

using namespace descente;

BOOST_AUTO_TEST_CASE(the_line_tells_share_and_time_left)
{
    BOOST_TEST(progress_line("SGD", 50, 200, 30, Language()) ==
               "SGD [######..................]  25 %  1:30 left");
    BOOST_TEST(progress_line("SGD", 50, 200, 30, Language("fr")) ==
               "SGD [######..................]  25 %  reste 1:30");
    BOOST_TEST(progress_line("a", 0, 10, 1, Language()) == "a [........................]   0 %");
    BOOST_TEST(progress_line("a", 12, 10, 1, Language()) ==
               "a [########################] 100 %  0:00 left");
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_terminal)
{
    const auto line = [](std::size_t columns) {
        return progress_line("entraînement", 50, 200, 30, Language(), columns);
    };
    BOOST_TEST(line(60) == "entraînement [######..................]  25 %  1:30 left");
    BOOST_TEST(line(40) == "entraînement [##......]  25 %  1:30 left");
    BOOST_TEST(line(25) == "entra []  25 %  1:30 left");
    for (std::size_t columns = 0; columns < 90; ++columns)
        BOOST_TEST(display_width(line(columns)) <= columns);
}

BOOST_AUTO_TEST_CASE(an_invisible_bar_writes_nothing)
{
    const Capture errors(2);
    {
        ProgressBar bar("x", 10, false);
        bar.advance(3);
        clear_progress_line();
    }
    BOOST_TEST(errors.text() == "");
}

BOOST_AUTO_TEST_CASE(a_visible_bar_draws_and_disappears_and_survives_threads)
{
    const Capture errors(2);
    {
        ProgressBar first("train", 4000, true);
        ProgressBar bar = std::move(first);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&bar] {
                for (int i = 0; i < 1000; ++i) bar.advance(1);
            });
        for (std::thread& thread : threads) thread.join();
    }
    const std::string drawn = errors.text();
    BOOST_TEST(drawn.starts_with("\r\x1b[Ktrain ["));
    BOOST_TEST(drawn.ends_with("\r\x1b[K"));
    const auto bars = static_cast<std::size_t>(std::count(drawn.begin(), drawn.end(), '['));
    BOOST_TEST(bars < 2000u); // 4000 steps, but no more than 20 redraws a second
    clear_progress_line();    // no bar is left on the screen: nothing to wipe
    BOOST_TEST(errors.text() == drawn);
}

BOOST_AUTO_TEST_SUITE_END()
