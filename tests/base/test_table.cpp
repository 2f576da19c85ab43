#include "base/table.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(table)

using namespace descente;

BOOST_AUTO_TEST_CASE(width_counts_characters_not_bytes)
{
    BOOST_TEST(display_width("") == 0u);
    BOOST_TEST(display_width("rate") == 4u);
    BOOST_TEST(display_width("coût α→β") == 8u);
    BOOST_TEST(display_width("e\u0301t") == 2u); // e and a combining accent
}

BOOST_AUTO_TEST_CASE(numbers_stand_right_and_words_left)
{
    BOOST_TEST(aligned_table({"coût", "α", "n"}, {{"été", "0.1", "5"}, {"x", "–", "12"}, {"y"}}) ==
               "coût    α   n\n"
               "────  ───  ──\n"
               "été   0.1   5\n"
               "x       –  12\n"
               "y\n");
}

BOOST_AUTO_TEST_CASE(one_word_makes_a_column_of_words)
{
    BOOST_TEST(aligned_table({"a", "b"}, {{"1", "x"}, {"10", "2"}, {"", "300"}}) == " a  b\n"
                                                                                    "──  ───\n"
                                                                                    " 1  x\n"
                                                                                    "10  2\n"
                                                                                    "    300\n");
}

BOOST_AUTO_TEST_CASE(a_csv_has_the_cells_of_the_tsv)
{
    BOOST_TEST(csv_from_tsv("# α, raw\nx\ty\n0.1\t2\n\na,b\tsay \"x\"\n1\t\n\t1\n") ==
               "# α, raw\nx,y\n0.1,2\n\n\"a,b\",\"say \"\"x\"\"\"\n1,\n,1\n");
}

BOOST_AUTO_TEST_SUITE_END()
