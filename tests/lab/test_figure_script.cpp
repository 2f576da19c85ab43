// The script and the table: data blocks, breaks, escaping, tics, layout, the same text each time.
#include "kernels/error.hpp"
#include "lab/figure_script.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <sstream>

using namespace descente;

BOOST_AUTO_TEST_SUITE(figure_script_text)

static const double infinity = std::numeric_limits<double>::infinity();

static std::string script_of(const Figure& figure, Language language = Language::en)
{
    return figure_script(figure, {"seed 1", "graine 1"},
                         {.file = "lab99_x",
                          .size = "16:9",
                          .theme = "light",
                          .language = language,
                          .style = "# style\n"});
}

static bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_CASE(data_stand_in_the_script_and_gaps_are_breaks)
{
    Figure figure("x", "title");
    figure.panel().line("l", {1, 2, 3, 4}, {0.1, NAN, infinity, -2.5e-7});
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "<< EOD\n1 0.1\n2 NaN\n3 NaN\n4 -2.5e-07\nEOD\n"));
    BOOST_TEST(has(script, "# style\n"));
    BOOST_TEST(!has(script, "inf"));
}

BOOST_AUTO_TEST_CASE(a_band_ends_where_a_run_is_not_finite)
{
    Figure figure("x", "title");
    figure.panel().runs("r", {0, 1}, {{1, 2}, {2, infinity}, {3, 4}});
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "<< EOD\n0 1 2 3\n1 NaN 4 NaN\nEOD\n"));
    BOOST_TEST(has(script, "filledcurves"));
}

BOOST_AUTO_TEST_CASE(quotes_are_doubled_and_nothing_else_is_special)
{
    BOOST_TEST(quoted("it's") == "'it''s'");
    BOOST_TEST(quoted("a_b^{c} @d \"e\" \\n `ls`") == "'a_b^{c} @d \"e\" \\n `ls`'");
    BOOST_TEST(quoted("two\nlines\r\tand\x7f") == "'two lines  and '");
    BOOST_TEST(quoted("β ∇ ²") == "'β ∇ ²'");
}

BOOST_AUTO_TEST_CASE(a_text_cannot_break_out_of_the_script)
{
    Figure figure("x", {"a'\nset output '/tmp/evil", ""});
    figure.panel({"p'\nquit\n", ""}).line("l\nEOD\nquit", {1, 2}, {1, 2});
    std::istringstream lines(script_of(figure));
    std::string line;
    while (std::getline(lines, line)) {
        BOOST_TEST(line != "quit");
        BOOST_TEST(line.rfind("set output '", 0) != 0u);
    }
}

BOOST_AUTO_TEST_CASE(percent_signs_in_tic_names_are_not_formats)
{
    Figure figure("x", "title");
    figure.panel().x_names({"5%", "10%"}).bars("b", Numbers{1, 2});
    BOOST_TEST(has(script_of(figure), "'5%%' 0, '10%%' 1"));
}

BOOST_AUTO_TEST_CASE(latex_special_characters_are_escaped)
{
    BOOST_TEST(latex_escaped("50 % of x_1 & {y}") == "50 \\% of x\\_1 \\& \\{y\\}");
    BOOST_TEST(latex_escaped("β = 10⁻³") == "$\\beta$ = 10$^-$$^3$");
    BOOST_TEST(latex_escaped("coût d'été") == "coût d'été");
}

BOOST_AUTO_TEST_CASE(the_same_figure_gives_the_same_bytes)
{
    const auto make = [] {
        Figure figure("x", "title", 2);
        figure.panel("a").line("l", {1, 2}, {3, 4}).mark(1, 3, "here");
        figure.panel("b").heat_map(Matrix(3, 3, arma::fill::eye), {1, 2, 3}, {1, 2, 3}, "z");
        return script_of(figure) + figure_table(figure, "foot", "lab99_x", Language::en);
    };
    BOOST_TEST(make() == make());
}

BOOST_AUTO_TEST_CASE(the_table_reads_back_exactly)
{
    const Numbers x = {0.1, 1.0 / 3, 1e-300, 12345678901234567.0}, y = {M_PI, -0.0, NAN, infinity};
    Figure figure("x", {"title", "titre"});
    figure.panel().x_axis({"rate (1/step)", "pas"}).y_axis("cost").line({"curve", "courbe"}, x, y);
    const std::string table = figure_table(figure, "seed 1", "lab99_x", Language::en);
    BOOST_TEST(has(table, "# lab99_x · title\n# seed 1\n"));
    BOOST_TEST(has(table, "# series 1: line, curve\n# rate (1/step)\tcost\n"));
    std::istringstream lines(table);
    std::string line;
    std::size_t i = 0;
    while (std::getline(lines, line)) {
        if (line.empty() || line[0] == '#') continue;
        const std::size_t tab = line.find('\t');
        BOOST_REQUIRE(tab != std::string::npos);
        BOOST_TEST(std::stod(line.substr(tab + 1)) == (i == 2 ? -0.0 : y[i]),
                   boost::test_tools::tolerance(0.0));
        if (++i == 2) break;
    }
    BOOST_TEST(has(table, "\n0.3333333333333333\t-0\n1e-300\tnan\n1.2345678901234568e+16\tinf\n"));
}

BOOST_AUTO_TEST_CASE(matrix_values_keep_every_digit)
{
    Matrix z(1, 2);
    z(0, 0) = static_cast<Real>(1) / 3, z(0, 1) = static_cast<Real>(0.1);
    Figure figure("x", "t");
    figure.panel().heat_map(z, {1, 2}, {5}, "z");
    const std::string table = figure_table(figure, {}, "f", Language::en);
    const std::size_t at = table.find("\n1\t5\t");
    BOOST_REQUIRE(at != std::string::npos);
    BOOST_TEST(static_cast<Real>(std::stod(table.substr(at + 5))) == z(0, 0));
}

static std::vector<std::string> names(const std::vector<Tic>& tics)
{
    std::vector<std::string> out;
    for (const Tic& tic : tics)
        if (!tic.label.empty()) out.push_back(tic.label);
    return out;
}

BOOST_AUTO_TEST_CASE(tics_are_round_and_speak_the_language)
{
    const auto linear = names(axis_tics(0, 1, Scale::linear, 6, Language::fr));
    const std::vector<std::string> tenths = {"0", "0,2", "0,4", "0,6", "0,8", "1,0"};
    BOOST_TEST(linear == tenths, boost::test_tools::per_element());
    const auto powers = names(axis_tics(1e-7, 10, Scale::logarithmic, 9, Language::en));
    BOOST_TEST(powers.size() == 9u);
    BOOST_TEST(powers.front() == "10⁻⁷");
    BOOST_TEST(powers.back() == "10¹");
    const auto narrow = names(axis_tics(0.05, 2, Scale::logarithmic, 9, Language::en));
    const std::vector<std::string> plain = {"0.05", "0.1", "0.2", "0.5", "1", "2"};
    BOOST_TEST(narrow == plain, boost::test_tools::per_element());
    const auto large = names(axis_tics(0, 2e6, Scale::linear, 3, Language::en));
    BOOST_TEST(large.back() == "2·10⁶");
}

BOOST_AUTO_TEST_CASE(tics_stay_inside_the_axis)
{
    for (const auto& [low, high] : {std::pair{0.013, 0.41}, {3.0, 4.1}, {1e-9, 3e5}, {17.0, 18.0}})
        for (const Scale scale : {Scale::linear, Scale::logarithmic}) {
            const double slack = 1e-6 * (high - low);
            const auto tics = axis_tics(low, high, scale, 6, Language::en);
            BOOST_TEST(names(tics).size() >= 2u);
            for (const Tic& tic : tics)
                BOOST_TEST((tic.at >= low - slack && tic.at <= high + slack));
        }
}

BOOST_AUTO_TEST_CASE(french_figures_have_french_text_and_comma)
{
    Figure figure("x", {"cost", "coût"});
    figure.panel()
        .x_axis({"learning rate", "pas d'apprentissage"})
        .line({"raw", "brut"}, {0, 0.5, 1}, {0, 0.5, 1});
    const std::string script = script_of(figure, Language::fr);
    BOOST_TEST(has(script, "'pas d''apprentissage'"));
    BOOST_TEST(has(script, "'0,2' 0.2"));
    BOOST_TEST(has(script, "'graine 1'"));
    BOOST_TEST(!has(script, "learning rate"));
}

BOOST_AUTO_TEST_CASE(divergence_is_drawn, *boost::unit_test::label("lab04"))
{
    Figure figure("x", "t");
    figure.panel()
        .line("l", {0, 1, 2, 3}, {2, 4, 1e30, NAN})
        .diverged(2, 1e30, {"gone", "parti"}, 1);
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "pointtype 2"));
    BOOST_TEST(has(script, "'gone'"));
    BOOST_TEST(!has(script, ":1.06e+30]")); // it does not flatten what was there before
}

BOOST_AUTO_TEST_CASE(row_0_of_an_image_is_at_the_top)
{
    Matrix pixels(6, 1); // 2 rows × 3 columns
    for (Index r = 0; r < 2; ++r)
        for (Index c = 0; c < 3; ++c) pixels(r + 2 * c, 0) = static_cast<Real>(3 * r + c);
    Figure figure("x", "t");
    figure.panel().image_grid(pixels, {2, 3, 1}, 1);
    // In drawing order: the upper row from left to right, then the lower one. 51 a step.
    BOOST_TEST(
        has(script_of(figure),
            "<< EOD\n0 0 0\n51 51 51\n102 102 102\n153 153 153\n204 204 204\n255 255 255\n"));
}

BOOST_AUTO_TEST_CASE(channels_are_red_green_blue)
{
    Figure figure("x", "t");
    figure.panel().image_grid(Matrix{Column{0, 1, 0.2f}}, {1, 1, 3}, 1);
    BOOST_TEST(has(script_of(figure), "<< EOD\n0 255 51\n"));
}

BOOST_AUTO_TEST_CASE(signed_images_are_white_at_zero)
{
    Figure figure("x", "t");
    figure.panel().image_grid(Matrix{Column{0, 1, -1}}, {3, 1, 1}, 1, {}, true);
    BOOST_TEST(has(script_of(figure), "<< EOD\n255 255 255\n200 70 0\n0 90 160\n"));
}

BOOST_AUTO_TEST_CASE(uneven_heat_map_values_become_names_of_equal_cells)
{
    Figure figure("x", "t");
    figure.panel().heat_map(Matrix(2, 3, arma::fill::eye), {1, 10, 1000}, {0, 1}, "z");
    BOOST_TEST(has(script_of(figure), "('1' 0, '10' 1, '1000' 2)"));
}

BOOST_AUTO_TEST_CASE(cells_without_a_number_are_drawn_apart)
{
    Matrix z(2, 2, arma::fill::ones);
    z(1, 1) = static_cast<Real>(NAN);
    Figure figure("x", "t");
    figure.panel().heat_map(z, {0, 1}, {0, 1}, "z");
    BOOST_TEST(has(script_of(figure), "linecolor rgb nothing"));
    BOOST_TEST(has(script_of(figure), "<< EOD\n1 1 0.5 1.5 0.5 1.5\nEOD\n"));
}

BOOST_AUTO_TEST_CASE(a_logarithmic_axis_cannot_start_at_zero)
{
    Figure figure("x", "t");
    figure.panel().x_axis("x", Scale::logarithmic).x_range(0, 1).line("l", {1}, {1});
    BOOST_CHECK_THROW(script_of(figure), ShapeError);
}

BOOST_AUTO_TEST_CASE(only_an_animation_draws_earlier_frames)
{
    Figure figure("x", "t");
    for (int k = 0; k < 3; ++k) {
        figure.next_frame();
        figure.panel().line("l", {0, 1}, {0, static_cast<double>(k + 1)});
    }
    const std::string script = script_of(figure);
    BOOST_TEST(has(script, "frames = 3\n"));
    BOOST_TEST(has(script, "# ---- frame 1 of 3 ----\nif (format eq 'gif') {"));
    BOOST_TEST(has(script, "# ---- frame 3 of 3 ----\nset multiplot"));
    // One range for all frames.
    const std::size_t first = script.find("set yrange"), last = script.rfind("set yrange");
    BOOST_TEST(script.substr(first, script.find('\n', first) - first) ==
               script.substr(last, script.find('\n', last) - last));
}

BOOST_AUTO_TEST_CASE(wide_letters_are_wider)
{
    BOOST_TEST(text_width("MMM") > text_width("iii"));
    BOOST_TEST(text_width("éé") == text_width("ee"),
               boost::test_tools::tolerance(1e-12)); // letters, not bytes
}

BOOST_AUTO_TEST_SUITE_END()
