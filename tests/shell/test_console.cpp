#include "shell/capture.hpp"
#include "shell/console.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fcntl.h>

BOOST_AUTO_TEST_SUITE(console)

using namespace descente;

namespace {

// Standard output is another file while it lives.
class Redirected {
  public:
    explicit Redirected(int file) : saved_(::dup(1))
    {
        std::fflush(stdout);
        ::dup2(file, 1);
        ::close(file);
    }
    ~Redirected()
    {
        std::fflush(stdout);
        std::clearerr(stdout);
        ::dup2(saved_, 1);
        ::close(saved_);
        set_up_console();
    }
    Redirected(const Redirected&) = delete;
    Redirected& operator=(const Redirected&) = delete;

  private:
    int saved_;
};

} // namespace

BOOST_AUTO_TEST_CASE(words_are_shown_up_to_60_characters_and_without_control_characters)
{
    BOOST_TEST(shown("a\x1b[31m\n\xff\xc2\x9bé") == "a\\x1b[31m\\x0a\\xff\\xc2\\x9bé");
    const std::string word = "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"; // 60
    BOOST_TEST(shown(word) == word);
    BOOST_TEST(shown(word + "x") == word + "…");
}

BOOST_AUTO_TEST_CASE(a_complaint_is_one_line_in_the_language_asked_for)
{
    const Capture error(2);
    complain("lab05", tr("{}: cannot be opened", "a\nb"), Language("en"));
    BOOST_TEST(error.text() == "lab05: a\\x0ab: cannot be opened\n");
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_a_failure_and_a_reader_that_went_is_none)
{
    set_up_console();
    {
        const Redirected full(::open("/dev/full", O_WRONLY));
        say_aloud("lost\n");
        BOOST_TEST(console_failed());
    }
    BOOST_TEST(!console_failed());
    auto* const before = std::signal(SIGPIPE, SIG_IGN);
    {
        int ends[2];
        BOOST_REQUIRE(::pipe(ends) == 0);
        ::close(ends[0]);
        const Redirected gone(ends[1]);
        say_aloud("unheard\n");
        BOOST_TEST(!console_failed());
    }
    std::signal(SIGPIPE, before);
}

BOOST_AUTO_TEST_SUITE_END()
