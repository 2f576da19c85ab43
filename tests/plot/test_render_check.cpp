// What nobody could read is found from the layout's own boxes.
#include "plot/render_check.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(render_check)

using namespace descente;

static std::vector<std::string> faults_of(const Figure& figure, const std::string& size = "16:9")
{
    const auto texts = write_script({}, figure, tr("seed 1"), {.file = "x", .size = size});
    return render_faults(texts, 14);
}

BOOST_AUTO_TEST_CASE(a_plain_figure_has_no_faults)
{
    Figure figure("x", tr("A title"));
    figure.panel(tr("panel"))
        .x_axis(verbatim("x"))
        .y_axis(verbatim("y"))
        .line(verbatim("l"), {0, 1}, {0, 1})
        .mark(0.5, 0.5, tr("here"));
    for (const char* size : {"16:9", "4:3", "half"}) BOOST_TEST(faults_of(figure, size).empty());
}

BOOST_AUTO_TEST_CASE(a_legend_that_would_hide_data_stands_elsewhere)
{
    Figure figure("x", tr("A title"));
    figure.panel().legend("top right").line(tr("rises"), {0, 1}, {0, 1});
    for (const char* size : {"16:9", "4:3", "half"}) BOOST_TEST(faults_of(figure, size).empty());
}

BOOST_AUTO_TEST_CASE(a_name_may_stand_on_its_points_where_that_is_meant)
{
    arma::arma_rng::set_seed(1);
    const Matrix x(2, 4000, arma::fill::randu);
    Figure meant("x", tr("A title")), not_meant("x", tr("A title"));
    meant.panel().classes(x, Labels(4000, arma::fill::zeros), 1, {tr("crowd")});
    not_meant.panel().points({}, numbers(x.row(0)), numbers(x.row(1))).mark(0.5, 0.5, tr("crowd"));
    BOOST_TEST(faults_of(meant).empty());
    BOOST_TEST_REQUIRE(faults_of(not_meant).size() == 1u);
    BOOST_TEST(faults_of(not_meant)[0] == "'crowd' hides data");
}

BOOST_AUTO_TEST_CASE(texts_upon_each_other_outside_or_small_are_faults)
{
    const Rect page{0, 0, 100, 100};
    const std::vector<PlacedText> texts = {{"a", {10, 10, 50, 40}, page, 20},
                                           {"b", {40, 20, 120, 40}, page, 20},
                                           {"c", {10, 60, 20, 70}, page, 7}};
    const std::vector<std::string> expected = {"'b' leaves its panel", "'b' touches 'a'",
                                               "'c' is 9.3 px high"};
    BOOST_TEST(render_faults(texts, 14) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_film_tells_a_fault_once)
{
    const Rect page{0, 0, 100, 100};
    const std::vector<PlacedText> texts = {{"a", {10, 10, 50, 40}, page, 7, false, 0},
                                           {"a", {10, 10, 50, 40}, page, 7, false, 1}};
    BOOST_TEST(render_faults(texts, 14).size() == 1u); // and the frames do not touch
}

BOOST_AUTO_TEST_CASE(what_half_a_slide_cannot_hold_is_known)
{
    Figure figure("x", tr("A title"));
    for (int panels = 1; panels <= 7; ++panels) {
        figure.panel();
        BOOST_TEST(fits(figure, {}, "half") == (panels <= 6));
        BOOST_TEST(fits(figure, {}, "16:9"));
    }
    const std::vector<PlacedText> small = {{"a", {10, 10, 50, 40}, {0, 0, 100, 100}, 12}};
    BOOST_TEST(!fits(Figure("x", {}), small, "half"));
    BOOST_TEST(fits(Figure("x", {}), small, "4:3"));
}

BOOST_AUTO_TEST_SUITE_END()
