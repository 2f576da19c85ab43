#include "shell/capture.hpp"
#include "shell/interrupt.hpp"
#include "temporary.hpp"
#include "train/runs.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>

BOOST_AUTO_TEST_SUITE(interrupt)

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_CASE(the_first_signal_asks_to_stop)
{
    request_stop(false);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        const Capture errors(2);
        {
            const InterruptGuard guard("stopping\n");
            BOOST_TEST(!stop_requested());
            ::raise(signal);
            BOOST_TEST(stop_requested());
            BOOST_TEST(InterruptGuard::signal() == signal);
        }
        BOOST_TEST(errors.text() == "stopping\n");
        request_stop(false);
    }
}

BOOST_AUTO_TEST_CASE(the_second_signal_ends_the_program)
{
    const pid_t child = ::fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {
        struct sigaction normal = {}; // the test program has handlers of its own
        normal.sa_handler = SIG_DFL;
        ::sigaction(SIGINT, &normal, nullptr);
        const InterruptGuard guard(nullptr);
        ::raise(SIGINT);
        if (!stop_requested()) ::_exit(1);
        ::raise(SIGINT);
        ::_exit(2); // not reached
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(WIFSIGNALED(status));
    BOOST_TEST(WTERMSIG(status) == SIGINT);
}

// A signal of another kind is a second one, too; the exit status names it.
BOOST_AUTO_TEST_CASE(before_the_second_ends_it_a_shell_clears_up)
{
    const TemporaryFolder folder;
    write_file(folder / "half", "written");
    const std::string clearing = "rm '" + (folder / "half").string() + "'; kill -s $0 $$";
    const pid_t child = ::fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {
        const InterruptGuard guard(nullptr, clearing.c_str());
        ::raise(SIGINT);
        ::raise(SIGTERM);
        ::_exit(2); // not reached
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(WIFSIGNALED(status));
    BOOST_TEST(WTERMSIG(status) == SIGTERM);
    BOOST_TEST(!std::filesystem::exists(folder / "half"));
}

BOOST_AUTO_TEST_CASE(handlers_are_put_back)
{
    struct sigaction before = {}, after = {};
    ::sigaction(SIGINT, nullptr, &before);
    {
        const InterruptGuard guard(nullptr);
        ::raise(SIGPIPE); // ignored: nothing happens
    }
    ::sigaction(SIGINT, nullptr, &after);
    BOOST_TEST((before.sa_handler == after.sa_handler));
    request_stop(false);
}

BOOST_AUTO_TEST_SUITE_END()
