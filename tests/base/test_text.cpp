#include "base/text.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(texts)

BOOST_AUTO_TEST_CASE(a_text_says_the_same_in_both_languages)
{
    const Text rate{"learning rate", "pas d'apprentissage"};
    BOOST_TEST(rate.in(Language::en) == "learning rate");
    BOOST_TEST(rate.in(Language::fr) == "pas d'apprentissage");
    const Text symbol = "α";
    BOOST_TEST(symbol.in(Language::en) == symbol.in(Language::fr));
    BOOST_TEST(Text().empty());
    BOOST_TEST(!rate.empty());
}

BOOST_AUTO_TEST_CASE(numbers_get_the_decimal_mark_of_their_language)
{
    const Text line = text("cost {:.2Lf} after {} epochs", "coût {:.2Lf} après {} epochs", 0.5, 12);
    BOOST_TEST(line.english() == "cost 0.50 after 12 epochs");
    BOOST_TEST(line.in(Language("fr")) == "coût 0,50 après 12 epochs");
}

BOOST_AUTO_TEST_CASE(a_number_without_l_stays_as_it_is)
{
    BOOST_TEST(text("{:.1f}", "{:.1f}", 2.5).in(Language("fr")) == "2.5");
    BOOST_TEST(text("{:L}", "{:L}", 1234567).in(Language("fr")) ==
               "1234567"); // no grouping in either
}

BOOST_AUTO_TEST_CASE(a_text_inside_a_text_is_put_in_in_its_language)
{
    const Text inner{"a bag", "un sac"};
    const Text line = text("this is {}", "ceci est {}", inner);
    BOOST_TEST(line.english() == "this is a bag");
    BOOST_TEST(line.in(Language("fr")) == "ceci est un sac");
}

BOOST_AUTO_TEST_CASE(large_numbers_are_grouped_by_thousands)
{
    BOOST_TEST(grouped(999).english() == "999");
    BOOST_TEST(grouped(1000).english() == "1,000");
    BOOST_TEST(grouped(11689512).english() == "11,689,512");
    BOOST_TEST(grouped(11689512).in(Language("fr")) == "11\u00a0689\u00a0512");
}

BOOST_AUTO_TEST_SUITE_END()
