#include "io/files.hpp"
#include "io/whole_file.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace descente;
using namespace descente::testing;
namespace fs = std::filesystem;

namespace {

// A folder with one file of old content.
struct WholeFolder {
    WholeFolder() { save("old content"); }

    void save(const std::string& content) const
    {
        NewFile fresh(file, tr("list"));
        fresh.write(content);
        fresh.finish();
    }
    std::string content() const { return read_whole_file(file, tr("list")); }
    std::size_t files() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(temporary.path()), fs::directory_iterator()));
    }

    TemporaryFolder temporary;
    fs::path file = temporary.path() / "file";
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(whole_file, WholeFolder)

BOOST_AUTO_TEST_CASE(any_bytes_come_back)
{
    std::string bytes;
    for (int byte = 0; byte < 1000; ++byte) bytes += static_cast<char>(byte);
    for (const std::string& content : {bytes, std::string(), std::string("\r\n\0\n", 4)}) {
        save(content);
        BOOST_TEST((WholeFolder::content() == content));
        BOOST_TEST(files() == 1);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_too_large_is_not_read)
{
    BOOST_TEST(read_start(file, tr("list"), 3) == "old");
    BOOST_TEST(read_start(file, tr("list"), 100) == "old content");
    BOOST_TEST(read_whole_file(file, tr("list"), 11) == "old content");
    fs::resize_file(file, std::uintmax_t{1} << 40U); // takes no room on the disk
    BOOST_CHECK_EXCEPTION(
        read_whole_file(file, tr("list"), 1000), DataError,
        says({file.string(), "has 1,099,511,627,776 bytes, too many for a list; check the name"}));
    BOOST_TEST(read_start(file, tr("list"), 3) == "old");
}

BOOST_AUTO_TEST_CASE(texts_are_read_however_they_were_saved)
{
    const auto text = [&](const std::string& bytes) {
        save(bytes);
        return read_text_file(file, tr("list"), 100);
    };
    using namespace std::string_literals;
    BOOST_TEST(text("é\n") == "é\n");
    BOOST_TEST(text("\xef\xbb\xbf"
                    "é\n") == "é\n");
    BOOST_TEST(text("\xff\xfe\xe9\0\n\0"s) == "é\n");
    BOOST_TEST(text("\xfe\xff\0\xe9\0\n"s) == "é\n");
    BOOST_TEST(text("\xff\xfe\x3d\xd8\x00\xde"s) == "😀"); // a pair of surrogates
    BOOST_TEST(text("") == "");
    for (const std::string& bytes : {"\xe9\n"s, "\xff\xfe\x3d\xd8"s})
        BOOST_CHECK_EXCEPTION(text(bytes), DataError, says({file.string(), "save it as UTF-8"}));
}

BOOST_AUTO_TEST_CASE(pieces_are_appended_and_appear_together)
{
    {
        NewFile fresh(file, tr("list"));
        fresh.write("one ");
        fresh.write("two");
        BOOST_TEST(content() == "old content");
        fresh.finish();
        BOOST_TEST(content() == "one two");
    }
    BOOST_TEST(content() == "one two");
    BOOST_TEST(files() == 1);
}

BOOST_AUTO_TEST_CASE(an_unfinished_file_leaves_the_old_one)
{
    {
        NewFile fresh(file, tr("list"));
        fresh.write("half of");
    }
    BOOST_TEST(content() == "old content");
    BOOST_TEST(files() == 1);
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_file)
{
    // A limit on the size of files makes write() fail half-way, as a full disk does.
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 500;
    setrlimit(RLIMIT_FSIZE, &small);
    std::string line;
    try {
        save(std::string(1000, 'x'));
    } catch (const DataError& error) {
        line = error.what();
    }
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    BOOST_TEST(line.find("the list cannot be written") != std::string::npos, line);
    BOOST_TEST(line.find(file.string()) == 0);
    BOOST_TEST(content() == "old content");
    BOOST_TEST(files() == 1);
    // The same when not a single byte finds room.
    fs::create_symlink("/dev/full", file.string() + fmt::format(".new-{}", ::getpid()));
    BOOST_CHECK_THROW(save("x"), DataError);
    BOOST_TEST(content() == "old content");
    BOOST_TEST(files() == 1);
}

BOOST_AUTO_TEST_CASE(places_that_cannot_be_written)
{
    BOOST_CHECK_EXCEPTION(NewFile(temporary.path() / "missing" / "file", tr("list")), DataError,
                          says({"the list cannot be written", "missing/file"}));
    BOOST_CHECK_EXCEPTION(NewFile(temporary.path(), tr("list")), DataError, says({"not a file"}));
    const fs::path pipe = temporary.path() / "pipe";
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    BOOST_CHECK_EXCEPTION(NewFile(pipe, tr("list")), DataError, says({"not a file"}));
    BOOST_TEST(fs::is_fifo(pipe)); // not renamed over
    BOOST_TEST(files() == 2);
}

BOOST_AUTO_TEST_CASE(only_a_file_is_read)
{
    const fs::path pipe = temporary.path() / "pipe"; // reading one would wait for ever
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    for (const fs::path& place : {temporary.path() / "none", temporary.path(), pipe})
        BOOST_CHECK_EXCEPTION(read_whole_file(place, tr("list")), DataError,
                              says({place.string(), "no list there", "check the name"}));
}

BOOST_AUTO_TEST_SUITE_END()
