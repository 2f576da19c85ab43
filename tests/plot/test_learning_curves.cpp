#include "plot/learning_curves.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(learning_curves, *boost::unit_test::label("lab03"))

using namespace descente;

BOOST_AUTO_TEST_CASE(a_drawn_curve_is_the_median_at_the_smallest_x)
{
    Panel panel;
    draw_cost(panel, verbatim("c"), {{40, 80, 160}, {20, 40, 80}, {80, 160, 320}},
              {{4, 2, 1}, {2, 1, 0.5}, {8, 4, 2}});
    const auto& series = panel.parts().series.at(0);
    BOOST_TEST(series[Role::x] == (Numbers{20, 40, 80}), boost::test_tools::per_element());
    BOOST_TEST(series[Role::y] == (Numbers{4, 2, 1}), boost::test_tools::per_element());
    BOOST_TEST(panel.parts().marks.empty());
}

BOOST_AUTO_TEST_CASE(divergence_is_marked_and_runs_that_never_began_are_left_out)
{
    Panel panel;
    draw_cost(panel, verbatim("c"), {{1, 2, 4}, {1}, {}}, {{2, 1, 0.5}, {7}, {}});
    BOOST_REQUIRE(panel.parts().marks.size() == 1U);
    BOOST_TEST(panel.parts().marks[0].diverged);
    BOOST_TEST(panel.parts().marks[0].x == 4.);
    BOOST_TEST(panel.parts().marks[0].y == 7.);
    Panel empty;
    draw_cost(empty, verbatim("c"), {{}}, {{}});
    BOOST_TEST(empty.parts().series.empty());
}

BOOST_AUTO_TEST_CASE(a_tuning_curve_is_marked_where_it_stops)
{
    Panel panel;
    draw_tuning(panel, tr("first"), {1, 2, 3}, {0.5, 0.4, 0.6}, 2);
    BOOST_TEST(panel.parts().marks.empty());
    draw_tuning(panel, tr("second"), {1, 2, 3, 4, 5, 6},
                {INFINITY, 0.5, 2, INFINITY, 1, std::nan("")}, 2);
    BOOST_TEST(panel.parts().series.at(1)[Role::y][1] == 0.5);
    const std::vector<Mark>& marks = panel.parts().marks;
    BOOST_REQUIRE(marks.size() == 3U); // at 1, at 3 but not again at 4, at 6
    const Numbers x{1, 3, 6}, y{2, 0.5, 1};
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(marks[i].diverged);
        BOOST_TEST(marks[i].x == x[i]);
        BOOST_TEST(marks[i].y == y[i]);
        BOOST_TEST(marks[i].colour == 2); // of its curve
    }
}

BOOST_AUTO_TEST_SUITE_END()
