// Commands: data blocks written once, pixels as shares of the page, texts in language and quoting.
#include "plot/commands.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(figure_commands)

BOOST_AUTO_TEST_CASE(equal_rows_are_one_block)
{
    const ScriptOptions options{.file = "x", .style = ""};
    Commands commands(options);
    const std::string first = commands.data("1 2\n"), second = commands.data("3 4\n");
    BOOST_TEST(first != second);
    BOOST_TEST(commands.data("1 2\n") == first);
    BOOST_TEST(commands.blocks() == "$data1 << EOD\n1 2\nEOD\n$data2 << EOD\n3 4\nEOD\n");
}

BOOST_AUTO_TEST_CASE(columns_stand_side_by_side_and_are_never_empty)
{
    const Numbers x = {1, 2}, y = {0.5, INFINITY}, none;
    BOOST_TEST(rows_of({&x, &y}) == "1 0.5\n2 NaN\n");
    BOOST_TEST(rows_of({&none, &none}) == "NaN NaN\n");
}

BOOST_AUTO_TEST_CASE(pixels_language_latex_and_zoom)
{
    const ScriptOptions options{.file = "x",
                                .size = "16:9",
                                .language = Language("fr"),
                                .style = "",
                                .latex = true,
                                .zoom = 0.5};
    Commands commands(options);
    BOOST_TEST(commands.at(960, 270) == "screen 0.50000, screen 0.25000");
    BOOST_TEST(commands.titled(verbatim("l'an 5%")) == "title 'l''an 5\\%'");
    BOOST_TEST(commands.titled({}) == "notitle");
    BOOST_TEST(commands.font(30) == "font ',15'");
    BOOST_TEST(commands.str(Fitted{{"a", "b"}, 10}) == "'a'.\"\\n\".'b'");
}

BOOST_AUTO_TEST_SUITE_END()
