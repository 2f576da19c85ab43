// The whole script: no text breaks out of it, and the same figure gives the same one.
#include "plot/table.hpp"
#include "script_text.hpp"

#include <boost/test/unit_test.hpp>
#include <regex>
#include <sstream>

BOOST_AUTO_TEST_SUITE(figure_script_text)

using namespace descente;

BOOST_AUTO_TEST_CASE(a_text_cannot_break_out_of_the_script)
{
    Figure figure("x", tr("a'\nset output '/tmp/evil"));
    figure.panel(verbatim("p'\nquit\n")).line(tr("l\ne\nquit"), {1, 2}, {1, 2});
    std::istringstream lines(script_of(figure));
    std::string line;
    while (std::getline(lines, line)) {
        BOOST_TEST(line != "quit");
        BOOST_TEST(line.rfind("set output '", 0) != 0u);
    }
}

BOOST_AUTO_TEST_CASE(percent_signs_in_tic_names_are_not_formats)
{
    Figure figure("x", tr("title"));
    figure.panel().x_names({verbatim("5%"), verbatim("10%")}).bars(verbatim("b"), Numbers{1, 2});
    BOOST_TEST(has(script_of(figure), "'5%%' 0, '10%%' 1"));
}

BOOST_AUTO_TEST_CASE(the_same_figure_gives_the_same_bytes)
{
    const auto make = [] {
        Figure figure("x", tr("title"), 2);
        figure.panel(verbatim("a")).line(verbatim("l"), {1, 2}, {3, 4}).mark(1, 3, tr("here"));
        figure.panel(verbatim("b"))
            .heat_map(Matrix(3, 3, arma::fill::eye), {1, 2, 3}, {1, 2, 3}, verbatim("z"));
        return script_of(figure) + figure_table(figure, tr("foot"), "lab99_x", Language());
    };
    BOOST_TEST(make() == make());
}

BOOST_AUTO_TEST_CASE(french_figures_have_french_text_and_comma)
{
    Figure figure("x", tr("cost"));
    figure.panel().x_axis(tr("learning rate")).line(tr("raw"), {0, 0.5, 1}, {0, 0.5, 1});
    const std::string script = script_of(figure, Language("fr"));
    BOOST_TEST(has(script, "'pas d''apprentissage'"));
    BOOST_TEST(has(script, "'0,2' 0.2"));
    BOOST_TEST(has(script, "'graine 1'"));
    BOOST_TEST(!has(script, "learning rate"));
}

BOOST_AUTO_TEST_CASE(only_an_animation_draws_earlier_frames)
{
    Figure figure("x", verbatim("t"));
    for (int k = 0; k < 3; ++k) {
        figure.next_frame();
        figure.panel().line(verbatim("l"), {0, 1}, {0, static_cast<double>(k + 1)});
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

BOOST_AUTO_TEST_CASE(a_film_counts_its_pictures_and_lasts_long_enough)
{
    Figure film("x", verbatim("t"));
    for (int k = 0; k < 16; ++k) film.next_frame().panel().line({}, {0, 1}, {0, 1});
    BOOST_TEST(has(script_of(film), "set label (format eq 'gif' ? '16 / 16' : '')"));
    BOOST_TEST(has(script_of(film), "delay = 50\n")); // 16 pictures of half a second
    BOOST_TEST(has(script_of(film.frame_seconds(2)), "delay = 200\n"));
}

BOOST_AUTO_TEST_CASE(letters_of_a_smaller_page_have_whole_sizes)
{
    Figure figure("x", verbatim("title"));
    figure.panel(verbatim("panel")).x_axis(verbatim("x")).line(verbatim("l"), {0, 1}, {0, 1});
    const std::regex broken(R"((font ',|points = )\d+\.)");
    BOOST_TEST(std::regex_search(script_of(figure), broken));
    BOOST_TEST(!std::regex_search(script_of(figure, Language(), 2.0 / 3), broken));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_that_says_so)
{
    Figure figure("x", verbatim("t"));
    figure.panel().line(verbatim("l"), {0, 1}, {0, 1});
    const auto write = [&](const char* path) { write_script(path, figure, {}, {.file = "x"}); };
    BOOST_CHECK_EXCEPTION(write("/dev/full"), std::system_error, [](const std::system_error& e) {
        return e.code() == std::errc::no_space_on_device;
    });
    BOOST_CHECK_EXCEPTION(write("/no/such/folder/x.gp"), std::system_error,
                          [](const std::system_error& e) {
                              return e.code() == std::errc::no_such_file_or_directory;
                          });
}

BOOST_AUTO_TEST_SUITE_END()
