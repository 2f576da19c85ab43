#include "labs/lab13_good_practices/mistakes.hpp"
#include "shell/options.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

BOOST_AUTO_TEST_SUITE(lab13_mistakes, *boost::unit_test::label("lab13"))

using namespace lab13;

BOOST_AUTO_TEST_CASE(each_has_its_place_and_its_words)
{
    const std::vector<Mistake> all = mistakes(3, 0.2);
    BOOST_REQUIRE(all.size() == static_cast<std::size_t>(Planted::augmented) + 1);
    for (std::size_t i = 0; i < all.size(); ++i) {
        BOOST_TEST(static_cast<std::size_t>(all[i].planted) == i);
        for (const Text& text : {all[i].name, all[i].seen, all[i].remedy})
            BOOST_TEST(!text.english().empty());
    }
    // e/(e + 2), and its cost.
    const std::string softmax_twice = all[std::size_t(Planted::double_softmax)].seen.english();
    BOOST_TEST(softmax_twice.find("e/(e + 2) = 0.58") != std::string::npos);
    BOOST_TEST(softmax_twice.ends_with("above 0.55"));
}

BOOST_AUTO_TEST_CASE(the_line_that_is_revealed_stands_in_the_lab)
{
    std::ifstream file(top_folder() / "labs/lab13_good_practices/lab13.cpp");
    std::stringstream lab;
    const std::vector<Mistake> all = mistakes(10, 0.2);
    lab << file.rdbuf();
    for (std::size_t i = 1; i < all.size(); ++i)
        BOOST_TEST(lab.str().find(all[i].line) != std::string::npos, all[i].line);
    const Mistake& mistake = all[std::size_t(Planted::no_reset)];
    BOOST_TEST(revealed(mistake).english().find("zero_grad()") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
