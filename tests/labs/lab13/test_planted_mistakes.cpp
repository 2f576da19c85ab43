#include "labs/lab13_good_practices/planted_mistakes.hpp"
#include "shell/options.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

using namespace descente;

BOOST_AUTO_TEST_SUITE(planted_mistakes, *boost::unit_test::label("lab13"))

BOOST_AUTO_TEST_CASE(each_has_its_place_and_both_languages)
{
    BOOST_REQUIRE(mistakes().size() == static_cast<std::size_t>(Planted::augmented) + 1);
    BOOST_TEST(mistake(Planted::nothing).name.english() == "no mistake");
    BOOST_TEST(mistake(Planted::last_relu).name.english() == "ReLU after the last layer");
    BOOST_TEST(mistake(Planted::augmented).name.english() == "augmentation left on");
    for (const PlantedMistake& m : mistakes())
        for (const Text& text : {m.name, m.seen, m.remedy}) {
            BOOST_TEST(!text.english().empty());
            BOOST_TEST(!text.in(Language("fr")).empty());
        }
}

BOOST_AUTO_TEST_CASE(the_line_that_is_revealed_stands_in_the_lab)
{
    std::ifstream file(top_folder() / "labs/lab13_good_practices.cpp");
    std::stringstream lab;
    lab << file.rdbuf();
    for (std::size_t i = 1; i < mistakes().size(); ++i)
        BOOST_TEST(lab.str().find(mistakes()[i].line) != std::string::npos, mistakes()[i].line);
    BOOST_TEST(revealed(Planted::no_reset).english().find("zero_grad()") != std::string::npos);
    BOOST_TEST(revealed(Planted::no_reset).in(Language("fr")).find("remède") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
