// Where moving pictures are shown: what gnuplot is told, that nobody waits for it, and one line
// when there is nowhere to show anything.
#include "shell/screen.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

BOOST_AUTO_TEST_SUITE(screen)

using namespace descente;
using namespace descente::testing;

namespace {

/// A gnuplot that answers with its terminals, keeps what it is told in `told`, and for each line
/// does what `answer` says (sh, the line is $line).
std::filesystem::path fake_gnuplot(const TemporaryFolder& folder, const std::string& terminals,
                                   const std::string& answer)
{
    const std::filesystem::path program = folder / "gnuplot";
    write_file(program, "#!/bin/sh\n[ \"$1\" = -e ] && echo '" + terminals +
                            "' >&2 && exit\nwhile IFS= read -r line; do\necho \"$line\" >> " +
                            (folder / "told").string() + "\n" + answer + "\ndone\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return program;
}

const std::string draws = "[ \"$line\" = \"set mouse; print 'drawn'\" ] && echo drawn";

bool becomes_ready(Screen& screen)
{
    for (int i = 0; i < 1000 && !screen.ready(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return screen.ready();
}

std::filesystem::path show(Screen& screen)
{
    std::filesystem::path written;
    screen.show([&](const std::filesystem::path& script, const std::string& size, double) {
        BOOST_TEST(size == "16:9");
        write_file(script, "plot x\n");
        written = script;
    });
    return written;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_picture_goes_to_the_best_window_and_the_next_one_when_it_is_drawn)
{
    const TemporaryFolder folder;
    const Environment display("DISPLAY", ":0");
    std::filesystem::path script;
    {
        Screen screen(fake_gnuplot(folder, "dumb png x11 qt wxt sixelgd", draws));
        BOOST_TEST(screen.trouble().empty());
        BOOST_TEST(!screen.is_terminal());
        BOOST_TEST(screen.ready());
        script = show(screen);
        BOOST_TEST(becomes_ready(screen));
        BOOST_TEST((show(screen) == script));
        BOOST_TEST(becomes_ready(screen));
    }
    BOOST_TEST(!std::filesystem::exists(script));
    const std::string told = read_file(folder / "told");
    BOOST_TEST(told.find("shown_in = \"qt noraise ctrlq") != std::string::npos);
    const std::string load =
        "unset mouse; reset; load '" + script.string() + "'\nset mouse; print 'drawn'\n";
    BOOST_TEST(told.find(load, told.find(load) + 1) != std::string::npos); // twice
    BOOST_TEST(told.ends_with("pause 0.4; exit\n"));
}

BOOST_AUTO_TEST_CASE(a_gnuplot_that_does_not_draw_is_never_waited_for)
{
    const TemporaryFolder folder;
    const Environment display("DISPLAY", ":0");
    Screen screen(fake_gnuplot(folder, "qt", ":"));
    show(screen);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i) BOOST_TEST(!screen.ready());
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(5)));
}

BOOST_AUTO_TEST_CASE(keys_come_from_the_window_and_a_closed_one_stays_closed)
{
    const TemporaryFolder folder;
    const Environment display("DISPLAY", ":0");
    Screen screen(fake_gnuplot(folder, "x11",
                               draws + " && printf 'key s\\nkey  \\nwarning: x\\nkey q\\n"
                                       "key Close\\n'"));
    BOOST_TEST(screen.key() == 0);
    show(screen);
    std::string keys;
    for (int i = 0; i < 1000 && keys.size() < 3; ++i) {
        if (const char key = screen.key()) keys += key;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    BOOST_TEST(keys == "s q");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    BOOST_TEST(!screen.ready()); // or the next picture would open it again
}

BOOST_AUTO_TEST_CASE(a_gnuplot_that_dies_does_not_end_the_program)
{
    const TemporaryFolder folder;
    const Environment display("DISPLAY", ":0");
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    const std::filesystem::path program = folder / "gnuplot";
    write_file(program, "#!/bin/sh\n[ \"$1\" = -e ] && echo ' qt ' && exit\nexit 1\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    {
        Screen screen(program);
        BOOST_TEST(screen.trouble().empty());
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        show(screen);
        BOOST_TEST(!screen.ready());
        BOOST_TEST(screen.key() == 0);
    }
    std::signal(SIGPIPE, before);
}

BOOST_AUTO_TEST_CASE(without_display_and_terminal_one_line_says_so)
{
    const TemporaryFolder folder;
    const Environment display("DISPLAY", ""), wayland("WAYLAND_DISPLAY", ""), term("TERM", "dumb");
    Screen none{std::filesystem::path{}};
    Screen dark(fake_gnuplot(folder, "dumb qt wxt sixelgd", draws));
    for (Screen* screen : {&none, &dark}) {
        BOOST_TEST(screen->trouble().english().starts_with("--live: "));
        BOOST_TEST(screen->trouble().in(Language("fr")).starts_with("--live\u00a0: "));
        BOOST_TEST(screen->trouble().english().find('\n') == std::string::npos);
        BOOST_TEST(screen->trouble().english().find("make setup-live") != std::string::npos);
        BOOST_TEST(!screen->ready());
    }
    BOOST_TEST(!std::filesystem::exists(folder / "told"));
}

BOOST_AUTO_TEST_SUITE_END()
