// Series as gnuplot draws them: data blocks, gaps, bands, cells.
#include "base/error.hpp"
#include "script_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(series_drawing)

using namespace descente;

BOOST_AUTO_TEST_CASE(data_stand_in_the_script_and_gaps_are_breaks)
{
    Figure figure("x", tr("title"));
    figure.panel().line(verbatim("l"), {1, 2, 3, 4}, {0.1, NAN, infinity, -2.5e-7});
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "<< e\n1 0.1\n2 NaN\n3 NaN\n4 -2.5e-07\ne\n"));
    BOOST_TEST(has(script, "# style\n"));
    BOOST_TEST(!has(script, "inf"));
}

BOOST_AUTO_TEST_CASE(a_band_ends_where_a_run_is_not_finite)
{
    Figure figure("x", tr("title"));
    figure.panel().runs(verbatim("r"), {0, 1}, {{1, 2}, {2, infinity}, {3, 4}});
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "<< e\n0 1 2 3\n1 2 4 NaN\ne\n"));
    BOOST_TEST(has(script, "using 1:($2+0*$4):($4+0*$2) with filledcurves")); // both edges end
}

BOOST_AUTO_TEST_CASE(noisy_curves_are_solid)
{
    Numbers x, smooth, noisy;
    for (int i = 0; i < 60; ++i) {
        x.push_back(i);
        smooth.push_back(i * i);
        noisy.push_back(i % 3 == 0 ? 1 : 0);
    }
    Figure figure("x", verbatim("t"));
    figure.panel().line(verbatim("s"), x, smooth, {.colour = 2}).runs(verbatim("n"), x, {noisy});
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "using 1:2 with lines linetype 2,"));
    BOOST_TEST(has(script, "using 1:3 with lines linetype 1 dashtype solid\n"));
}

BOOST_AUTO_TEST_CASE(points_and_error_bars_take_any_look)
{
    // gnuplot refuses a width, a dash or a size given twice.
    const Look look{.colour = 3, .dash = Dash::dotted, .width = 0.5, .with_points = true};
    Figure figure("x", verbatim("t"));
    figure.panel()
        .points(verbatim("p"), {1}, {1}, look, 2)
        .spreads(verbatim("s"), {1}, {{1, 0, 2, {}}}, look);
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "with points linetype 3 pointsize 3.6*mark linewidth 1,"));
    BOOST_TEST(
        has(script, "yerrorbars linecolor rgb colour(3) dashtype solid linewidth 1.5 pointtype 0"));
}

BOOST_AUTO_TEST_CASE(every_kind_of_series_can_be_pale)
{
    const Look pale{.colour = 4, .thin_raw = true};
    const std::vector<Spread> one{{1, 0, 2, {}}};
    Figure figure("x", verbatim("t"));
    figure.panel()
        .points({}, {0}, {1}, pale)
        .runs({}, {0}, {{1}}, pale)
        .spreads({}, {0}, one, pale);
    figure.panel().bars(verbatim("A"), one, pale).bars(verbatim("B"), one, {.colour = 4});
    const std::string script = script_of(figure);
    for (const char* how :
         {"with points linetype 4 pointsize 1.8*mark linewidth 2 linecolor rgb pale(4)",
          "with filledcurves linecolor rgb pale(4)", "with yerrorbars linecolor rgb pale(4)",
          "with boxes linecolor rgb pale(4)", "with boxes linecolor rgb colour(4)"})
        BOOST_TEST(has(script, how));
}

BOOST_AUTO_TEST_CASE(uneven_heat_map_values_become_names_of_equal_cells)
{
    Figure figure("x", verbatim("t"));
    figure.panel().heat_map(Matrix(2, 3, arma::fill::eye), {1, 10, 1000}, {0, 1}, verbatim("z"));
    BOOST_TEST(has(script_of(figure), "('1' 0, '10' 1, '1000' 2)"));
}

BOOST_AUTO_TEST_CASE(cells_without_a_number_are_drawn_apart)
{
    Matrix z(2, 2, arma::fill::ones);
    z(1, 1) = static_cast<Real>(NAN);
    Figure figure("x", verbatim("t"));
    figure.panel().heat_map(z, {0, 1}, {0, 1}, verbatim("z"));
    BOOST_TEST(has(script_of(figure), "behind fillcolor rgb nothing"));
}

BOOST_AUTO_TEST_CASE(signed_cells_have_their_palette_and_values_that_stand_out)
{
    Figure figure("x", verbatim("t"));
    const Numbers x{0, 1, 2};
    figure.panel().heat_map(Matrix{{-9, 0, 9}}, x, {0}, {}, false, true).signed_colours();
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "@signed_palette\n"));
    BOOST_TEST(has(script, "<< e\n0 0 −9 0.000\n1 0 0 0.500\n2 0 9 1.000\ne\n"));
    BOOST_TEST(has(script, "using 1:2:3:(text_on_signed($4)) with labels"));
    Figure usual("x", verbatim("t"));
    usual.panel().heat_map(Matrix{{-9, 0, 9}}, x, {0}, verbatim("z"));
    BOOST_TEST(has(script_of(usual), "@usual_palette\n"));
}

BOOST_AUTO_TEST_CASE(heat_maps_that_compare_share_one_colour_range)
{
    Figure figure("x", verbatim("t"), 2);
    for (const Real size : {Real(1), Real(5)})
        figure.panel()
            .heat_map(size * Matrix(2, 2, arma::fill::eye), {0, 1}, {0, 1}, verbatim("z"))
            .colour_range(0, 3);
    const std::string script = script_of(figure);
    const std::size_t first = script.find("set cbrange [0:3]");
    BOOST_TEST(first != std::string::npos);
    BOOST_TEST(script.find("set cbrange [0:3]", first + 1) != std::string::npos);
    BOOST_CHECK_THROW(figure.panel().colour_range(1, 1), ShapeError);
}

BOOST_AUTO_TEST_CASE(values_in_cells_that_nobody_could_read_are_left_out)
{
    const auto script = [](Index columns) {
        const Numbers x = linear_space(1, double(columns), int(columns));
        Matrix z(1, columns);
        z.fill(Real(0.25));
        Figure figure("x", verbatim("t"));
        figure.panel().heat_map(z, x, {0}, verbatim("z"), false, true);
        return script_of(figure);
    };
    BOOST_TEST(has(script(5), "with labels"));
    BOOST_TEST(!has(script(80), "with labels"));
}

BOOST_AUTO_TEST_CASE(bars_have_solid_borders_in_every_colour)
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .bars(verbatim("a"), Numbers{1})
        .bars(verbatim("b"), std::vector<Spread>{{1, 0, 2, {}}});
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "colour(1) dashtype solid fillstyle @bar_fill_1,"));
    BOOST_TEST(has(script, "colour(2) dashtype solid fillstyle @bar_fill_2,"));
    BOOST_TEST(has(script, " 1 0 2\ne\n")); // the range over seeds
    BOOST_TEST(has(script, "with vectors heads"));
}

BOOST_AUTO_TEST_SUITE_END()
