// Single keys, in a process that has a terminal of its own.
#include "shell/keyboard.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <poll.h>
#include <pty.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(keyboard)

using namespace descente;

namespace {

/// In the child: says "?" when it listens, then each key in brackets, until q.
[[noreturn]] void answer_keys()
{
    {
        Keyboard keyboard;
        keyboard.key();
        static_cast<void>(!::write(STDOUT_FILENO, "?", 1));
        for (char key = 0; key != 'q'; std::this_thread::sleep_for(std::chrono::milliseconds(2))) {
            key = keyboard.key();
            const std::string said = {'[', key, ']'};
            if (key != 0) static_cast<void>(!::write(STDOUT_FILENO, said.data(), said.size()));
        }
    }
    static_cast<void>(!::write(STDOUT_FILENO, "!", 1));
    ::pause();
    ::_exit(0);
}

std::string heard_until(int terminal, char last)
{
    std::string heard;
    pollfd input{terminal, POLLIN, 0};
    for (char c = 0; c != last && ::poll(&input, 1, 10'000) == 1 && ::read(terminal, &c, 1) == 1;)
        heard += c;
    return heard;
}

bool shows_what_is_typed(int terminal)
{
    termios now{};
    ::tcgetattr(terminal, &now);
    return (now.c_lflag & (ECHO | ICANON)) == (ECHO | ICANON);
}

} // namespace

BOOST_AUTO_TEST_CASE(keys_come_one_by_one_and_the_terminal_is_left_as_it_was)
{
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) answer_keys();
    BOOST_TEST(heard_until(terminal, '?') == "?");
    BOOST_TEST(!shows_what_is_typed(terminal));
    const std::string keys = "a \x1b[A\x1bOPsq"; // with an arrow and F1, which are no keys of ours
    BOOST_TEST(::write(terminal, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
    BOOST_TEST(heard_until(terminal, '!') == "[a][ ][s][q]!");
    BOOST_TEST(shows_what_is_typed(terminal));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(terminal);
}

BOOST_AUTO_TEST_SUITE_END()
