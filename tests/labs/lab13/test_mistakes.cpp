#include "labs/lab13_good_practices/mistakes.hpp"
#include "shell/options.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

BOOST_AUTO_TEST_SUITE(lab13_mistakes, *boost::unit_test::label("lab13"))

using namespace lab13;

BOOST_AUTO_TEST_CASE(each_has_its_place_and_its_words)
{
    BOOST_REQUIRE(mistakes().size() == static_cast<std::size_t>(Planted::augmented) + 1);
    for (std::size_t i = 0; i < mistakes().size(); ++i) {
        BOOST_TEST(static_cast<std::size_t>(mistakes()[i].planted) == i);
        for (const Text& text : {mistakes()[i].name, mistakes()[i].seen, mistakes()[i].remedy})
            BOOST_TEST(!text.english().empty());
    }
}

BOOST_AUTO_TEST_CASE(the_line_that_is_revealed_stands_in_the_lab)
{
    std::ifstream file(top_folder() / "labs/lab13_good_practices/lab13.cpp");
    std::stringstream lab;
    lab << file.rdbuf();
    for (std::size_t i = 1; i < mistakes().size(); ++i)
        BOOST_TEST(lab.str().find(mistakes()[i].line) != std::string::npos, mistakes()[i].line);
    const Mistake& mistake = mistakes()[std::size_t(Planted::no_reset)];
    BOOST_TEST(revealed(mistake).english().find("zero_grad()") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
