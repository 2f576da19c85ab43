// Windows: what gnuplot is sent, one process a name, and one line when there can be no window.
#include "shell/live_view.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdlib>

BOOST_AUTO_TEST_SUITE(live_view)

using namespace descente;
using namespace descente::testing;

namespace {

/// A gnuplot that answers with its terminals, and otherwise writes what it is sent to a new file
/// of its folder.
std::filesystem::path recording_gnuplot(const TemporaryFolder& folder, const char* terminals)
{
    const std::filesystem::path program = folder / "gnuplot";
    write_file(program, "#!/bin/sh\n[ \"$1\" = -e ] && echo '" + std::string(terminals) +
                            "' >&2 && exit\necho \"$1\" > " + folder.path().string() +
                            "/arguments\ncat > " + folder.path().string() + "/window$$\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return program;
}

std::string windows_in(const TemporaryFolder& folder, int& count)
{
    std::string all;
    count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        if (entry.path().filename().string().starts_with("window"))
            all += read_file(entry.path()), ++count;
    return all;
}

struct Variable { // of the environment, for a while
    Variable(const char* variable, const char* value)
        : name(variable), was_set(std::getenv(variable) != nullptr)
    {
        if (was_set) before = std::getenv(variable);
        ::setenv(variable, value, 1);
    }
    ~Variable() { was_set ? ::setenv(name, before.c_str(), 1) : ::unsetenv(name); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

    const char* name;
    bool was_set;
    std::string before;
};

/// Writes a script, and where it stands into a file called `number`.
std::function<void(const std::filesystem::path&)> written(const TemporaryFolder& folder,
                                                          const char* number)
{
    return [&folder, number](const std::filesystem::path& script) {
        write_file(script, "plot x\n");
        write_file(folder / number, script.string());
    };
}

} // namespace

BOOST_AUTO_TEST_CASE(a_script_reaches_the_window_of_its_name)
{
    const TemporaryFolder folder;
    const Variable display("DISPLAY", ":0");
    {
        LiveView live(recording_gnuplot(folder, "dumb png qt svg x11"));
        BOOST_TEST(live.trouble().empty());
        live.show("cost", written(folder, "1"));
        live.show("cost", written(folder, "2")); // the same window again
        live.show("rate", written(folder, "3"));
    } // waits for the ends of what was sent
    int count = 0;
    const std::string sent = windows_in(folder, count);
    BOOST_TEST(count == 2);
    for (const char* part : {"format = 'window'; ", "window = 'qt'; "})
        BOOST_TEST(sent.find(part) != std::string::npos);
    const auto load = [&](const char* number) {
        return "load '" + read_file(folder / number) + "'\n";
    };
    for (const char* number : {"1", "2", "3"}) {
        BOOST_TEST(sent.find(load(number)) != std::string::npos);
        BOOST_TEST(!std::filesystem::exists(read_file(folder / number))); // nothing stays behind
    }
    BOOST_TEST(sent.find(load("2")) > sent.find(load("1")));
    BOOST_TEST(read_file(folder / "arguments") == "-persist\n"); // stays open after the program
}

BOOST_AUTO_TEST_CASE(without_windows_or_display_one_line_says_so)
{
    const TemporaryFolder folder;
    const Variable display("DISPLAY", ""), wayland("WAYLAND_DISPLAY", "");
    LiveView nox(recording_gnuplot(folder, "dumb png svg")), none(std::filesystem::path{}),
        dark(recording_gnuplot(folder, "dumb qt wxt"));
    for (LiveView* live : {&nox, &none, &dark}) {
        BOOST_TEST(live->trouble().english().starts_with("--live: "));
        BOOST_TEST(live->trouble().in(Language("fr")).starts_with("--live\u00a0: "));
        BOOST_TEST(live->trouble().english().find('\n') == std::string::npos);
        live->show("cost", written(folder, "1"));
    }
    BOOST_TEST(nox.trouble().english().find("gnuplot-qt") != std::string::npos);
    BOOST_TEST(dark.trouble().english().find("display") != std::string::npos);
    int count = 0;
    windows_in(folder, count);
    BOOST_TEST(count == 0);
}

BOOST_AUTO_TEST_CASE(a_window_that_dies_does_not_end_the_program)
{
    const TemporaryFolder folder;
    const Variable display("DISPLAY", ":0");
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    const std::filesystem::path program = folder / "gnuplot";
    write_file(program, "#!/bin/sh\n[ \"$1\" = -e ] && echo ' qt ' && exit\nexit 1\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    {
        LiveView live(program);
        BOOST_TEST(live.trouble().empty());
        for (int k = 0; k < 3; ++k) live.show("cost", written(folder, "1"));
    }
    std::signal(SIGPIPE, before);
}

BOOST_AUTO_TEST_SUITE_END()
