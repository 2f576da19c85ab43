// Legends and labels keep off the curves.
#include "plot/room.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(figure_room)

using namespace descente;

static View one_view(const Figure& figure)
{
    return lay_out(figure, 0, {}, "16:9", Language()).views[0];
}

BOOST_AUTO_TEST_CASE(the_legend_takes_a_corner_without_ink)
{
    Figure rising("x", verbatim("t")), falling("x", verbatim("t")), full("x", verbatim("t"));
    rising.panel().line(verbatim("l"), {0, 1}, {0, 1});
    falling.panel().line(verbatim("l"), {0, 1}, {1, 0});
    BOOST_TEST(one_view(rising).key.place == "top left");
    BOOST_TEST(one_view(falling).key.place == "top right");
    Numbers x, y;
    for (int i = 0; i < 400; ++i) x.push_back(i), y.push_back(i % 2);
    full.panel().line(verbatim("l"), x, y);
    BOOST_TEST(one_view(full).key.place == "above");
}

BOOST_AUTO_TEST_CASE(ink_lies_along_the_curve_and_breaks_at_gaps)
{
    Figure figure("x", verbatim("t"));
    figure.panel().line(verbatim("l"), {0, 1, 2, 3}, {0, 0, NAN, 1});
    const View view = one_view(figure);
    const std::vector<Place> ink = ink_of(view);
    BOOST_TEST(ink.size() > 20u);
    for (const Place& p : ink)
        BOOST_TEST((std::abs(p[0] - view.px(3)) < 1 || p[0] <= view.px(1) + 1));
}

BOOST_AUTO_TEST_CASE(bars_side_by_side_have_their_ink_side_by_side)
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .x_names({verbatim("a")})
        .bars(verbatim("l"), Numbers{1})
        .bars(verbatim("h"), Numbers{3});
    const View view = one_view(figure);
    bool lower = false;
    for (const Place& p : ink_of(view)) {
        BOOST_TEST(
            (p[0] > view.px(0) - 1 || p[1] < view.py(1) + 1)); // on the left no higher than 1
        lower = lower || p[0] < view.px(0) - 1;
    }
    BOOST_TEST(lower);
}

BOOST_AUTO_TEST_CASE(labels_keep_off_each_other_and_inside_the_axes)
{
    Figure figure("x", verbatim("t"));
    figure.panel().points(verbatim("p"), {0, 1}, {0, 1});
    const View view = one_view(figure);
    FreeRoom room(view);
    const double x = view.rect.right, y = view.rect.middle_y();
    const Rect first = room.label({{"a label"}, 22.5}, x, y, {{1, 0}, {-1, 1}});
    const Rect second = room.label({{"a label"}, 22.5}, x, y, {{1, 0}, {-1, 1}});
    BOOST_TEST(!first.overlaps(second));
    for (const Rect& r : {first, second}) {
        BOOST_TEST(r.right <= view.rect.right + 1e-9);
        BOOST_TEST(r.left >= view.rect.left);
    }
}

BOOST_AUTO_TEST_CASE(a_label_reaches_over_its_circle, *boost::unit_test::label("lab16"))
{
    Figure figure("x", verbatim("t"));
    figure.panel().points(verbatim("p"), {0, 1}, {0, 1});
    const View view = one_view(figure);
    const double x = view.rect.middle_x(), y = view.rect.middle_y(), radius = 60;
    for (const Place& side : {Place{1, 0}, Place{-1, 0}, Place{0, 0.9}, Place{1, -1.1}}) {
        FreeRoom room(view);
        const Rect box = room.label({{"a label"}, 22.5}, x, y, {side}, radius);
        const double dx = x - std::clamp(x, box.left, box.right),
                     dy = y - std::clamp(y, box.bottom, box.top);
        BOOST_TEST(std::hypot(dx, dy) >= radius - 1e-9);
    }
}

BOOST_AUTO_TEST_SUITE_END()
