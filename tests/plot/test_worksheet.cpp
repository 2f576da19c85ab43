// Worksheets: what is asked is empty on the sheet and full on its answers; whatever is in a name.
#include "base/error.hpp"
#include "plot/worksheet.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(worksheets_of_plot)

using namespace descente;
using namespace descente::testing;

namespace {

SheetPage page_of(const Text& footer)
{
    Worksheet sheet;
    sheet.say(verbatim("Add them up."))
        .grids({{.rows = {{label(verbatim("sum")), given(17), asked(42)}}}})
        .question(verbatim("Why?"), verbatim("because"));
    return {verbatim("A page"), sheet, footer};
}

bool has(const SheetPage& page, bool answers, const std::string& text)
{
    for (const PlacedText& placed : placed_texts(page, answers, Language()))
        if (placed.text == text) return true;
    return false;
}

FigureStyle style()
{
    return {.formats = {"pdf"},
            .style_file = std::filesystem::path(__FILE__).parent_path() / "../../plots/style.gp"};
}

} // namespace

BOOST_AUTO_TEST_CASE(answers_stand_on_the_answers_alone)
{
    const SheetPage page = page_of(verbatim("foot"));
    for (const char* always : {"A page", "sum", "17", "Why?", "foot"})
        if (std::string(always) != "A page") BOOST_TEST(has(page, false, always));
    for (const char* answer : {"42", "because"}) {
        BOOST_TEST(!has(page, false, answer));
        BOOST_TEST(has(page, true, answer));
    }
    BOOST_TEST(page.sheet.numbers(SheetCell::Kind::asked) == Numbers{42},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(numbers_are_short)
{
    const auto said = [](double number) { return short_number(number).english(); };
    BOOST_TEST(said(-3) == "-3");
    BOOST_TEST(said(-1e-9) == "0");
    BOOST_TEST(said(0.125) == "0.125");
    BOOST_TEST(said(-5.0 / 7) == "-5/7");
    BOOST_TEST(said(0.1234321) == "0.1234");
    BOOST_TEST(is_short(2.0 / 3));
    BOOST_TEST(!is_short(std::sqrt(2)));
    BOOST_TEST(!is_short(not_a_number));
}

BOOST_AUTO_TEST_CASE(a_page_that_is_too_long_is_refused)
{
    Worksheet sheet;
    for (int i = 0; i < 40; ++i) sheet.question(verbatim("Why?"), {}, 3);
    BOOST_CHECK_THROW(placed_texts({{}, sheet, {}}, false, Language()), ShapeError);
}

// Nothing of a name is a command: not gnuplot's quotes, `…`, system(), nor a line's end.
BOOST_AUTO_TEST_CASE(odd_names_are_only_text)
{
    const TemporaryFolder folder;
    std::vector<SheetPage> pages;
    for (const char* name :
         {"O'Brien", "'; system('touch harmed'); '", "`touch harmed`", "$(touch harmed)",
          "a\nset output 'harmed'\n", "\\", "@format {x}", "李小龙 محمد", ""})
        pages.push_back(page_of(verbatim(name)));
    const auto file = write_worksheets(folder.path(), "all", pages, true, style());
    BOOST_TEST(file == folder.path() / "all.pdf");
    long count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        count += entry.path().filename() != "";
    BOOST_TEST(count == 1);
}

BOOST_AUTO_TEST_SUITE_END()
