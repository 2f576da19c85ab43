// Quoting, escaping, measuring and fitting texts.
#include "lab/figure_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(figure_text)

BOOST_AUTO_TEST_CASE(quotes_are_doubled_and_nothing_else_is_special)
{
    BOOST_TEST(quoted("it's") == "'it''s'");
    BOOST_TEST(quoted("a_b^{c} @d \"e\" \\n `ls`") == "'a_b^{c} @d \"e\" \\n `ls`'");
    BOOST_TEST(quoted("two\nlines\r\tand\x7f") == "'two lines  and '");
    BOOST_TEST(quoted("β ∇ ²") == "'β ∇ ²'");
}

BOOST_AUTO_TEST_CASE(latex_special_characters_are_escaped)
{
    BOOST_TEST(latex_escaped("50 % of x_1 & {y}") == "50 \\% of x\\_1 \\& \\{y\\}");
    BOOST_TEST(latex_escaped("β = 10⁻³") == "$\\beta$ = 10$^-$$^3$");
    BOOST_TEST(latex_escaped("coût d'été") == "coût d'été");
}

BOOST_AUTO_TEST_CASE(wide_letters_are_wider)
{
    BOOST_TEST(text_width("MMM") > text_width("iii"));
    BOOST_TEST(text_width("éé") == text_width("ee"),
               boost::test_tools::tolerance(1e-12)); // letters, not bytes
}

BOOST_AUTO_TEST_CASE(a_text_shrinks_a_little_then_breaks_then_shrinks_more)
{
    const std::string text = "a title of several words";
    const double whole = text_width(text) * 30 * px_per_point;
    BOOST_TEST(fitted(text, whole, 30, 2).points == 30);
    BOOST_TEST(fitted(text, 0.9 * whole, 30, 2).lines.size() == 1u);
    const Fitted two = fitted(text, 0.6 * whole, 30, 2);
    BOOST_TEST(two.lines.size() == 2u);
    BOOST_TEST(two.lines[0] + " " + two.lines[1] == text);
    for (const double width : {0.05, 0.3, 0.6, 0.9, 2.0})
        BOOST_TEST(fitted(text, width * whole, 30, 2).width() <= width * whole * 1.002);
    BOOST_TEST(fitted("", 10, 30, 2).empty());
}

BOOST_AUTO_TEST_SUITE_END()
