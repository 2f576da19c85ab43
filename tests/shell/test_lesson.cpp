#include "base/error.hpp"
#include "shell/lesson.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lesson)

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_CASE(what_stands_under_the_slide_up_to_the_next_part)
{
    const TemporaryFolder folder;
    const auto source = folder.path() / "lab99.cpp";
    write_file(source, "#include <x>\n"
                       "// ---- the slide: a rule ----\n"
                       "a;\n"
                       "// ---- the experiment ----\n"
                       "b;\n"
                       "// ---- the slides, further ----\n"
                       "c;\n");
    BOOST_TEST(lesson_of(source) == "// ---- the slide: a rule ----\n"
                                    "a;\n"
                                    "// ---- the slides, further ----\n"
                                    "c;\n");
}

BOOST_AUTO_TEST_CASE(without_a_source_or_a_lesson_it_says_so)
{
    const TemporaryFolder folder;
    const auto source = folder.path() / "lab99.cpp";
    BOOST_CHECK_THROW(lesson_of(source), DataError);
    write_file(source, "// nothing of the kind\n");
    BOOST_CHECK_EXCEPTION(lesson_of(source), DataError, [](const DataError& error) {
        return std::string(error.what()).find("lab99.cpp") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(the_source_is_found_by_its_number)
{
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() / "labs" / "lab98_one");
    std::filesystem::create_directories(folder.path() / "labs" / "lab99_two");
    BOOST_TEST(source_of("lab99", folder.path()) ==
               folder.path() / "labs" / "lab99_two" / "lab99.cpp");
    BOOST_TEST(source_of("lab97", folder.path()).empty());
    BOOST_TEST(source_of("lab99", folder.path() / "nowhere").empty());
}

BOOST_AUTO_TEST_SUITE_END()
