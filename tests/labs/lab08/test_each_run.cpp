#include "labs/lab08_random_labels/each_run.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(each_run, *boost::unit_test::label("lab08"))

BOOST_AUTO_TEST_CASE(each_run_ends_in_a_dot_or_says_that_it_did_not_arrive)
{
    LearningCurve stuck, longer, unbegun;
    for (const Index k : {1, 2, 4}) stuck.add(k, k, 0, 2 / double(k));
    for (const Index k : {1, 2, 4, 8}) longer.add(k, k, 0, 3.2 / double(k));
    Panel panel;
    draw_each_run(panel, "c", {stuck, unbegun, longer}, &LearningCurve::updates, 0.45,
                  {.colour = 3});
    const auto series = [&](std::size_t i) { return panel.parts().series.at(i); };
    BOOST_REQUIRE(panel.parts().series.size() == 3U); // two lines, one dot
    BOOST_TEST(series(0).label.english() == "c");
    BOOST_TEST(series(1).label.empty()); // once in the legend
    BOOST_TEST(series(0)[Role::x].size() == 3U);
    BOOST_TEST(series(1)[Role::x].size() == 4U); // runs of different length
    BOOST_CHECK(series(2).ink == Ink::dots);
    BOOST_TEST(series(2)[Role::x] == (Numbers{8}), boost::test_tools::per_element());
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(series(i).look.colour == 3);
    BOOST_REQUIRE(panel.parts().marks.size() == 1U);
    BOOST_TEST(panel.parts().marks[0].x == 4.);
    BOOST_TEST(panel.parts().marks[0].y == 0.5);
    BOOST_TEST(panel.parts().marks[0].label.english() == "not reached");
}

BOOST_AUTO_TEST_SUITE_END()
