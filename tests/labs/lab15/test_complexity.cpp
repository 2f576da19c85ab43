#include "base/error.hpp"
#include "labs/lab15_why_it_generalises/complexity.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>

using namespace descente;

BOOST_AUTO_TEST_SUITE(complexity, *boost::unit_test::label("lab15"))

BOOST_AUTO_TEST_CASE(words_of_the_example_of_lempel_and_ziv)
{
    BOOST_TEST(lempel_ziv_words("0001101001000101") == 6); // 0·001·10·100·1000·101
}

BOOST_AUTO_TEST_CASE(words_parsed_by_hand)
{
    BOOST_TEST(lempel_ziv_words("") == 0);
    BOOST_TEST(lempel_ziv_words("1") == 1);
    BOOST_TEST(lempel_ziv_words("00") == 2);               // 0·0, the last word a copy alone
    BOOST_TEST(lempel_ziv_words("00000000") == 2);         // 0·0000000: a copy runs into itself
    BOOST_TEST(lempel_ziv_words("0101010101") == 3);       // 0·1·01010101
    BOOST_TEST(lempel_ziv_words("0110") == 3);             // 0·1·10
    BOOST_TEST(lempel_ziv_words("1010001001011000") == 6); // 1·0·100·01001·011·000
    BOOST_TEST(lempel_ziv_words("00100100") == 3); // 0·01·00100: not dictionary words (LZ78)
}

BOOST_AUTO_TEST_CASE(both_directions_count)
{
    // 0·001 forwards, 1·0·00 backwards: 2/2·(2 + 3)
    BOOST_TEST(lempel_ziv_complexity("0001") == 5.);
    BOOST_TEST(lempel_ziv_complexity("1000") == 5.);
    BOOST_TEST(lempel_ziv_complexity("0001101001000101") == 24.); // 4/2·(6 + 6)
}

BOOST_AUTO_TEST_CASE(a_constant_needs_its_length_only)
{
    BOOST_TEST(lempel_ziv_complexity(std::string(128, '0')) == 7.);
    BOOST_TEST(lempel_ziv_complexity(std::string(128, '1')) == 7.);
    std::string almost(128, '0');
    almost[127] = '1';
    BOOST_TEST(lempel_ziv_complexity(almost) == 3.5 * (2 + 3)); // 0·0…01; 1·0·0…0
}

BOOST_AUTO_TEST_CASE(the_names_of_the_symbols_do_not_matter)
{
    BOOST_TEST(lempel_ziv_complexity("0001101001000101") ==
               lempel_ziv_complexity("1110010110111010"));
}

BOOST_AUTO_TEST_CASE(nothing_has_no_complexity)
{
    BOOST_CHECK_THROW(lempel_ziv_complexity(""), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
