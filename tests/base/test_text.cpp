#include "base/text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(texts)

using namespace descente;

namespace {
const Language french("fr");
}

BOOST_AUTO_TEST_CASE(a_text_is_looked_up_in_the_catalogue)
{
    const Text rate = tr("learning rate");
    BOOST_TEST(rate.english() == "learning rate");
    BOOST_TEST(rate.in(Language()) == "learning rate");
    BOOST_TEST(rate.in(french) == "pas d'apprentissage");
    BOOST_TEST(Text().empty());
    BOOST_TEST(!rate.empty());
    BOOST_TEST(Text().in(french) == ""); // and not the head of the catalogue
}

BOOST_AUTO_TEST_CASE(what_no_catalogue_has_stays_english)
{
    BOOST_TEST(tr("only this test says so: {}", 1).in(french) == "only this test says so: 1");
}

BOOST_AUTO_TEST_CASE(numbers_get_the_decimal_mark_of_the_language)
{
    const Text line = verbatim("{:.2Lf} / {}", 0.5, 12);
    BOOST_TEST(line.english() == "0.50 / 12");
    BOOST_TEST(line.in(french) == "0,50 / 12");
    BOOST_TEST(verbatim("{:.1f}", 2.5).in(french) == "2.5");       // without L as it is
    BOOST_TEST(verbatim("{:L}", 1234567).in(french) == "1234567"); // no groups in either
    BOOST_TEST(verbatim("{:.{}Lf}", 0.125, 2).in(french) == "0,12");
}

BOOST_AUTO_TEST_CASE(values_keep_their_type_until_the_text_is_written)
{
    BOOST_TEST(verbatim("{} {}", 0.1f, 0.1).english() == "0.1 0.1");
    BOOST_TEST(verbatim("{:02} {}", 7, 18446744073709551615u).english() ==
               "07 18446744073709551615");
    std::string name = "a";
    const Text text = verbatim("{}", name);
    name = "b";
    BOOST_TEST(text.english() == "a");
}

BOOST_AUTO_TEST_CASE(a_text_inside_a_text_is_written_in_the_same_language)
{
    const Text line = verbatim("{} = {:.1Lf}", tr("learning rate"), 0.1);
    BOOST_TEST(line.english() == "learning rate = 0.1");
    BOOST_TEST(line.in(french) == "pas d'apprentissage = 0,1");
}

BOOST_AUTO_TEST_CASE(words_of_no_language_are_never_a_pattern)
{
    BOOST_TEST(verbatim("{} {x} %s").in(french) == "{} {x} %s");
    BOOST_TEST(verbatim("{}", "{}").in(french) == "{}");
    BOOST_TEST(tr("{} of {}", "{0}", 2).english() == "{0} of 2");
}

BOOST_AUTO_TEST_CASE(parts_are_listed_with_commas)
{
    BOOST_TEST(listed({}).empty());
    BOOST_TEST(listed({verbatim("a"), verbatim("b"), verbatim("c")}).english() == "a, b, c");
}

BOOST_AUTO_TEST_CASE(large_numbers_are_grouped_by_thousands)
{
    BOOST_TEST(grouped(0).english() == "0");
    BOOST_TEST(grouped(999).english() == "999");
    BOOST_TEST(grouped(1000).english() == "1,000");
    BOOST_TEST(grouped(11689512).english() == "11,689,512");
    BOOST_TEST(grouped(11689512).in(french) == "11\u00a0689\u00a0512");
}

BOOST_AUTO_TEST_CASE(a_count_takes_the_form_of_the_language)
{
    const auto images = [](std::uint64_t n) { return plural("{} image", "{} images", n); };
    BOOST_TEST(images(0).english() == "0 images");
    BOOST_TEST(images(1).english() == "1 image");
    BOOST_TEST(images(2).english() == "2 images");
    BOOST_TEST(images(5000).english() == "5,000 images");
    BOOST_TEST(images(UINT64_MAX).in(french) ==
               "18\u00a0446\u00a0744\u00a0073\u00a0709\u00a0551\u00a0615 images");
    const auto starts = [](std::uint64_t n) { return plural("{} start", "{} starts", n); };
    BOOST_TEST(starts(0).in(french) == "0 départ"); // zero is no plural in French
    BOOST_TEST(starts(1).in(french) == "1 départ");
    BOOST_TEST(starts(2).in(french) == "2 départs");
    BOOST_TEST(verbatim("{}: {}", 3, starts(1)).in(french) == "3: 1 départ");
    const Text unknown = plural("{} of this test alone", "{} of these tests alone", 2);
    BOOST_TEST(unknown.in(french) == "2 of these tests alone");
}

BOOST_AUTO_TEST_CASE(languages_are_those_with_a_catalogue)
{
    const std::vector<std::string> codes = language_codes();
    BOOST_TEST(codes.at(0) == "en");
    for (const std::string& code : codes) BOOST_TEST(Language(code).code() == code);
    BOOST_TEST((french != Language()));
    BOOST_TEST((Language("xx") == Language())); // no catalogue: English
}

BOOST_AUTO_TEST_SUITE_END()
