#include "labs/lab12_early_stopping/procedure.hpp"
#include "shell/options.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>
#include <cctype>

using namespace descente;

BOOST_AUTO_TEST_SUITE(procedure, *boost::unit_test::label("lab12"))

namespace {

/// Without any white space: a line may have been broken elsewhere.
std::string closed_up(const std::string& code)
{
    std::string result;
    for (const char letter : code)
        if (std::isspace(static_cast<unsigned char>(letter)) == 0) result += letter;
    return result;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_it_quotes_stands_in_the_source)
{
    for (const ProcedureLine& line : learning_procedure())
        for (const QuotedCode& quoted : line.quoted) {
            const std::string source = testing::read_file(top_folder() / quoted.file);
            BOOST_TEST(!source.empty(), "cannot read " << quoted.file);
            BOOST_TEST(!closed_up(quoted.code).empty());
            BOOST_TEST((closed_up(source).find(closed_up(quoted.code)) != std::string::npos),
                       quoted.file << " no longer has: " << quoted.code);
        }
}

BOOST_AUTO_TEST_CASE(the_listing_has_every_line_of_the_slide_with_its_code_below)
{
    for (const Language language : {Language(), Language("fr")}) {
        const std::string listing = procedure_listing().in(language);
        std::size_t place = 0;
        for (const ProcedureLine& line : learning_procedure()) {
            place = listing.find(line.slide.in(language), place);
            BOOST_REQUIRE(place != std::string::npos);
            BOOST_TEST(!line.quoted.empty());
            for (const QuotedCode& quoted : line.quoted) {
                place = listing.find(quoted.code, place);
                BOOST_REQUIRE(place != std::string::npos);
            }
        }
        BOOST_TEST(listing.back() != '\n');
    }
}

BOOST_AUTO_TEST_SUITE_END()
