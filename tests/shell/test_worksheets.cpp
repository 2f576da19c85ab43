// Worksheets of a class: who is on the list, and one number, one sheet.
#include "shell/worksheets.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(worksheets_of_a_class)

using namespace descente;
using namespace descente::testing;

namespace {

struct Read {
    std::vector<Student> students;
    std::vector<std::string> repeated;
};

Read read(const std::string& text)
{
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "names.txt") << text;
    Read found;
    found.students = students_of(folder.path() / "names.txt", found.repeated);
    return found;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_line_is_a_name_with_a_number_or_without)
{
    const Read found =
        read("\xef\xbb\xbf Ann Müller \r\n\n4711 O'Brien\n4712;Zoë\n12\n   \n3D Joe\n");
    BOOST_REQUIRE(found.students.size() == 5U);
    BOOST_TEST(found.students[0].name == "Ann Müller");
    BOOST_TEST(found.students[0].number >= 100'000U);
    BOOST_TEST(found.students[1].number == 4711U);
    BOOST_TEST(found.students[1].name == "O'Brien");
    BOOST_TEST(found.students[2].number == 4712U);
    BOOST_TEST(found.students[2].name == "Zoë");
    BOOST_TEST(found.students[3].number == 12U);
    BOOST_TEST(found.students[3].name.empty());
    BOOST_TEST(found.students[4].name == "3D Joe");
    BOOST_TEST(found.repeated.empty());
}

BOOST_AUTO_TEST_CASE(a_name_keeps_its_number_wherever_it_stands)
{
    BOOST_TEST(read("Ann\nBob\n").students[1].number == read("Bob\nCy\n").students[0].number);
}

BOOST_AUTO_TEST_CASE(a_line_that_is_there_twice_is_one_student)
{
    const Read found = read("Ann\nBob\nAnn\n");
    BOOST_TEST(found.students.size() == 2U);
    BOOST_REQUIRE(found.repeated.size() == 1U);
    BOOST_TEST(found.repeated[0] == "Ann");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_refused)
{
    BOOST_CHECK_THROW(read("4711 Ann\n4711 Bob\n"), DataError);
    BOOST_CHECK_THROW(read("\n \n"), DataError);
    BOOST_CHECK_THROW(read("Ann \xff\xff\x80\n"), DataError);
}

BOOST_AUTO_TEST_SUITE_END()
