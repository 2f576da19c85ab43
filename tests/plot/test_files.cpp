// Files: pictures of the right size that are not blank, whole or not at all, and one line when not.
#include "base/error.hpp"
#include "plot/files.hpp"
#include "temporary.hpp"

#include <atomic>
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/search_path.hpp>
#include <boost/process/start_dir.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(figure_files)

using namespace descente;
using namespace descente::testing;
namespace fs = std::filesystem;

namespace {

fs::path style_file() { return fs::path(__FILE__).parent_path() / "../../plots/style.gp"; }

unsigned big_endian(const std::string& bytes, std::size_t at)
{
    unsigned value = 0;
    for (std::size_t i = at; i < at + 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes.at(i));
    return value;
}

std::size_t entries(const fs::path& folder)
{
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

Figure simple(const std::string& name = "simple")
{
    Figure figure(name, tr("A title"));
    figure.panel()
        .x_axis(verbatim("x"))
        .y_axis(verbatim("y"))
        .line(verbatim("l"), {0, 1, 2}, {1, NAN, 3});
    return figure;
}

Figure everything()
{
    Figure figure("all", tr("It's 100 % of {{a_b}}^2 @x `ls` \"q\" \\n"), 3);
    figure.panel(tr("lines"))
        .x_axis(verbatim("x"), Scale::logarithmic)
        .line(verbatim("l"), {1, 10, 100}, {1, 2, 3})
        .vertical(10, verbatim("v"))
        .horizontal(2, verbatim("h"))
        .shade(1, 3, verbatim("s"))
        .mark(10, 2, verbatim("m"), 2)
        .diverged(100, 3)
        .arrow(1, 1, 10, 2);
    figure.panel(tr("runs"))
        .runs(verbatim("r"), {0, 1, 2}, {{1, 2, 3}, {2, 3, INFINITY}})
        .spreads(verbatim("s"), {0, 1}, {Spread{1, 0, 2, {}}, Spread{2, 1, 3, {}}});
    figure.panel(tr("bars"))
        .x_names({verbatim("5%"), verbatim("b_1")})
        .bars(verbatim("b"), Numbers{1, 2})
        .bars(verbatim("c"), std::vector<Spread>{{1, 0, 2, {}}, {2, 1, 3, {}}});
    figure.panel(tr("histogram"))
        .histogram(verbatim("h"), {1, 2, 2, 3}, 3)
        .points(verbatim("p"), {1, 2}, {1, 1});
    figure.panel(tr("heat"))
        .heat_map(Matrix(2, 3, arma::fill::eye), {1, 10, 1000}, {0, 1}, verbatim("z"), false, true);
    figure.panel(tr("contour"))
        .contour(Matrix(3, 3, arma::fill::eye), {0, 1, 2}, {0, 1, 2}, {0.25, 0.5})
        .line(tr("path"), {0, 2}, {0, 2}, {.with_points = true});
    figure.panel(tr("images"))
        .image_grid(Matrix(6, 3, arma::fill::eye), {2, 3, 1}, 2,
                    {verbatim("a"), verbatim("b"), verbatim("c'")}, true);
    figure.panel(tr("graph"))
        .boxes({.boxes = {{0, 0, "leaf", "x", verbatim("2"), verbatim("4")},
                          {1, 0, "square", "", verbatim("4"), verbatim("1")}},
                .arrows = {{0, 1, {}}},
                .layers = 2,
                .rows = 1});
    figure.panel(tr("nothing")).line(tr("none"), {1}, {NAN});
    return figure;
}

bool no_gnuplot()
{
    if (!find_gnuplot().empty()) return false;
    BOOST_TEST_MESSAGE("gnuplot is not here: nothing rendered");
    return true;
}

} // namespace

BOOST_AUTO_TEST_CASE(pictures_have_the_promised_size)
{
    if (no_gnuplot()) return;
    const std::vector<std::tuple<std::string, unsigned, unsigned>> sizes = {
        {"16:9", 1920, 1080}, {"4:3", 1440, 1080}, {"half", 960, 1080}};
    for (const auto& [size, width, height] : sizes) {
        const TemporaryFolder folder;
        FigureWriter writer(folder / "new", "lab99", {.size = size, .style_file = style_file()});
        BOOST_TEST(writer.write(simple(), tr("foot")).size() == 3u);
        const std::string png = read_file(folder / "new/lab99_simple.png");
        BOOST_REQUIRE(png.size() > 4000u); // a blank page of one colour takes less
        BOOST_TEST(png.substr(0, 8) == "\x89PNG\r\n\x1a\n");
        BOOST_TEST(big_endian(png, 16) == width);
        BOOST_TEST(big_endian(png, 20) == height);
        BOOST_TEST(entries(folder / "new") == 3u); // nothing half-written stays behind
    }
}

BOOST_AUTO_TEST_CASE(every_series_in_every_format_theme_and_language)
{
    if (no_gnuplot()) return;
    for (const std::string& theme : picture_themes) {
        const TemporaryFolder folder;
        FigureStyle style{.formats = picture_formats, .theme = theme, .style_file = style_file()};
        style.language = theme == "dark" ? Language("fr") : Language();
        const auto files =
            FigureWriter(folder.path(), "lab99", style).write(everything(), tr("seed 1"));
        BOOST_TEST(files.size() == 9u); // tsv, gp, six formats, and the picture inside the tex
        for (const fs::path& file : files) BOOST_TEST(fs::file_size(file) > 300u);
        BOOST_TEST(read_file(folder / "lab99_all.pdf").substr(0, 5) == "%PDF-");
        BOOST_TEST(read_file(folder / "lab99_all.gif").substr(0, 4) == "GIF8");
        BOOST_TEST(read_file(folder / "lab99_all.svg").find("</svg>") != std::string::npos);
        BOOST_TEST(read_file(folder / "lab99_all.tex").find("\\end{picture}") != std::string::npos);
        BOOST_TEST(read_file(folder / "lab99_all.txt").find("histogram") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(latex_sets_a_figure_with_graphicx_alone)
{
    if (no_gnuplot() || find_program("pdflatex").empty()) return;
    const TemporaryFolder folder;
    FigureWriter(folder.path(), "lab99", {.formats = {"tex"}, .style_file = style_file()})
        .write(everything(), verbatim("50 % of x_1 ≤ 3·10⁻⁴, nᵢₙ = 2, 20\u202f000"));
    testing::write_file(folder / "paper.tex",
                        "\\documentclass{article}\\usepackage{graphicx}\\begin{document}"
                        "\\input{lab99_all}\\end{document}");
    const std::string run = "cd '" + folder.path().string() +
                            "' && pdflatex -interaction=nonstopmode -halt-on-error paper >log";
    BOOST_TEST(std::system(run.c_str()) == 0, read_file(folder / "log"));
}

BOOST_AUTO_TEST_CASE(the_script_stands_alone)
{
    if (no_gnuplot()) return;
    const TemporaryFolder folder;
    FigureWriter(folder.path(), "lab99", {.formats = {}, .style_file = style_file()})
        .write(simple(), tr("foot"));
    BOOST_REQUIRE(!fs::exists(folder / "lab99_simple.png"));
    const std::string command = "cd / && gnuplot '" + (folder / "lab99_simple.gp").string() + "'";
    BOOST_REQUIRE(std::system(command.c_str()) == 0);
    BOOST_TEST(read_file(folder / "lab99_simple.png").size() > 4000u);
}

BOOST_AUTO_TEST_CASE(a_script_draws_beside_itself_whatever_its_folder_is_called)
{
    if (no_gnuplot()) return;
    for (const char* name : {"l'été", "'; touch struck; '", "$(touch struck)", "two words"}) {
        const TemporaryFolder outside;
        const fs::path folder = outside / name;
        fs::create_directories(folder);
        FigureWriter(folder, "lab99", {.formats = {}, .style_file = style_file()})
            .write(simple(), tr("foot"));
        boost::process::child gnuplot(boost::process::search_path("gnuplot"),
                                      (folder / "lab99_simple.gp").string(),
                                      boost::process::start_dir = outside.path().string());
        gnuplot.wait();
        BOOST_TEST(gnuplot.exit_code() == 0, name);
        BOOST_TEST(fs::exists(folder / "lab99_simple.png"), name);
        BOOST_TEST(!fs::exists(outside / "struck"), name);
    }
}

BOOST_AUTO_TEST_CASE(frames_become_a_moving_gif, *boost::unit_test::label("lab06"))
{
    if (no_gnuplot()) return;
    const TemporaryFolder folder;
    Figure figure("movie", tr("title"));
    for (int k = 0; k < 4; ++k) {
        figure.next_frame();
        figure.panel().line(verbatim("l"), {0, 1, 2}, {0, 1.0 * k, 2});
    }
    // The film comes with the picture, asked for or not.
    FigureWriter(folder.path(), "lab99", {.formats = {"png"}, .style_file = style_file()})
        .write(figure, tr("foot"));
    const std::string gif = read_file(folder / "lab99_movie.gif");
    std::size_t frames = 0; // graphic control extensions
    for (std::size_t at = gif.find("\x21\xf9\x04"); at != std::string::npos;
         at = gif.find("\x21\xf9\x04", at + 3))
        ++frames;
    BOOST_TEST(frames == 4u);
    BOOST_TEST(gif.find("NETSCAPE2.0") != std::string::npos); // it loops
    // The page is two thirds of the others, and so must be the sizes written into labels.
    BOOST_TEST(read_file(style_file()).find("font letters fontscale small") != std::string::npos);
    BOOST_TEST(big_endian(read_file(folder / "lab99_movie.png"), 16) == 1920u);
}

BOOST_AUTO_TEST_CASE(without_gnuplot_the_numbers_and_the_script_remain)
{
    const TemporaryFolder folder;
    const Environment nowhere("PATH", folder.path().string());
    BOOST_TEST(find_gnuplot().empty());
    const auto files = FigureWriter(folder / "out", "lab99", {.style_file = style_file()})
                           .write(simple(), tr("foot"));
    BOOST_TEST(files.size() == 2u);
    BOOST_TEST(fs::exists(folder / "out/lab99_simple.tsv"));
    BOOST_TEST(fs::exists(folder / "out/lab99_simple.gp"));
    BOOST_TEST(entries(folder / "out") == 2u);
}

static std::string message_of(FigureWriter writer, const Figure& figure)
{
    try {
        writer.write(figure, tr("foot"));
    } catch (const PlotError& error) {
        return error.what();
    }
    return "";
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_is_one_line)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "file") << "x";
    const std::string line = message_of(
        FigureWriter(folder / "file/below", "lab99", {.style_file = style_file()}), simple());
    BOOST_TEST(line.find("Cannot write") == 0u);
    BOOST_TEST(line.find("file/below") != std::string::npos);
    BOOST_TEST(line.find('\n') == std::string::npos);
    BOOST_TEST(
        message_of(FigureWriter("/proc/figures", "lab99", {.style_file = style_file()}), simple())
            .find("Cannot write") == 0u);
}

BOOST_AUTO_TEST_CASE(a_name_taken_by_a_folder_leaves_nothing_behind)
{
    const TemporaryFolder folder;
    fs::create_directories(folder / "out/lab99_simple.tsv/occupied");
    const std::string line =
        message_of(FigureWriter(folder / "out", "lab99", {.style_file = style_file()}), simple());
    BOOST_TEST(line.find("lab99_simple.tsv") != std::string::npos);
    BOOST_TEST(entries(folder / "out") == 1u);
}

BOOST_AUTO_TEST_CASE(a_write_that_fails_half_way_leaves_nothing)
{
    // A limit on file sizes makes write() fail as a full disk does.
    const TemporaryFolder folder;
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{20, before.rlim_max};
    const auto signalled = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string line =
        message_of(FigureWriter(folder / "out", "lab99", {.style_file = style_file()}), simple());
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, signalled);
    BOOST_TEST(line.find("Cannot write") == 0u);
    BOOST_TEST(line.find("lab99_simple.tsv") != std::string::npos);
    BOOST_TEST(entries(folder / "out") == 0u);
}

BOOST_AUTO_TEST_CASE(what_gnuplot_says_reaches_the_user)
{
    if (no_gnuplot()) return;
    const TemporaryFolder folder;
    std::ofstream(folder / "broken.gp") << read_file(style_file()) << "plot no_such_thing\n";
    const std::string line = message_of(
        FigureWriter(folder / "out", "lab99", {.style_file = folder / "broken.gp"}), simple());
    BOOST_TEST(line.find("undefined variable: no_such_thing") != std::string::npos);
    BOOST_TEST(line.find("lab99_simple.gp") != std::string::npos);
    BOOST_TEST(line.find('\n') == std::string::npos);
    BOOST_TEST(fs::exists(folder / "out/lab99_simple.gp")); // to look at
    BOOST_TEST(!fs::exists(folder / "out/lab99_simple.png"));
    BOOST_TEST(entries(folder / "out") == 2u);
}

BOOST_AUTO_TEST_CASE(a_gnuplot_that_dies_is_reported)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "gnuplot") << "#!/bin/sh\nexit 3\n";
    fs::permissions(folder / "gnuplot", fs::perms::owner_all);
    const Environment only("PATH", folder.path().string());
    const std::string line =
        message_of(FigureWriter(folder / "out", "lab99", {.style_file = style_file()}), simple());
    BOOST_TEST(line.find("exit code 3") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_gnuplot_that_hangs_is_given_up_once)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "gnuplot")
        << "#!/bin/sh\necho >> " << (folder / "starts").string() << "\nexec /bin/sleep 1000\n";
    fs::permissions(folder / "gnuplot", fs::perms::owner_all);
    const Environment only("PATH", folder.path().string());
    const FigureStyle style{.style_file = style_file(), .patience = std::chrono::milliseconds(50)};
    FigureWriter writer(folder / "out", "lab99", style);
    const std::string line = (folder / "out/lab99_simple.gp").string() +
                             ": gnuplot was given up: not done after 0.05 s; this figure and those "
                             "after it stay numbers and scripts (.tsv, .gp)";
    Drawing drawing = writer.start(simple(), tr("foot"));
    BOOST_CHECK_EXCEPTION(drawing.finish(), PlotError,
                          [&](const PlotError& error) { return error.what() == line; });
    BOOST_TEST(drawing.files().size() == 2u); // the numbers and the script
    BOOST_TEST(writer.write(simple("second"), tr("foot")).size() == 2u);
    BOOST_TEST(entries(folder / "out") == 4u);
    BOOST_TEST(fs::file_size(folder / "starts") == 1u);
}

BOOST_AUTO_TEST_CASE(two_figures_are_drawn_at_a_time_while_others_wait)
{
    const TemporaryFolder folder;
    const std::string log = (folder / "log").string(), go = (folder / "go").string();
    std::ofstream(folder / "gnuplot")
        << "#!/bin/sh\necho begins >> " << log << "\nwhile [ ! -e " << go
        << " ]; do /bin/sleep 0.01; done\nfor name in a b c d; do echo '</svg>' > lab99_$name.svg; "
           "done\n/bin/sleep 0.05; echo ends >> "
        << log << '\n';
    fs::permissions(folder / "gnuplot", fs::perms::owner_all);
    const Environment only("PATH", folder.path().string());
    std::atomic<int> drawn = 0;
    std::vector<Drawing> drawings;
    {
        const FigureWriter writer(folder / "out", "lab99",
                                  {.formats = {"svg"}, .style_file = style_file()});
        for (const char* name : {"a", "b", "c", "d"})
            drawings.push_back(writer.start(simple(name), tr("foot"), [&] { ++drawn; }));
    } // a writer that has gone does not matter
    for (int i = 0; i < 1000 && read_file(log).size() < 14; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    BOOST_TEST(read_file(log) == "begins\nbegins\n");
    for (const Drawing& one : drawings) {
        BOOST_TEST(!one.is_done());
        BOOST_TEST(one.files().size() == 2u); // the numbers and the script
    }
    write_file(go, "");
    for (Drawing& one : drawings) one.finish();
    BOOST_TEST(drawn == 4);
    for (const Drawing& one : drawings) BOOST_TEST(one.files().size() == 3u);
    BOOST_TEST(entries(folder / "out") == 12u); // and no workshop
    int running = 0, most = 0;
    std::istringstream lines(read_file(log));
    for (std::string line; lines >> line; most = std::max(most, running))
        running += line == "begins" ? 1 : -1;
    BOOST_TEST(most == 2);
}

BOOST_AUTO_TEST_CASE(what_gnuplot_and_the_folder_lack_is_known_before_drawing)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "gnuplot") << "#!/bin/sh\necho ' dumb png svg ' >&2\n";
    fs::permissions(folder / "gnuplot", fs::perms::owner_all);
    const Environment only("PATH", folder.path().string());
    const auto fault = [&](const FigureStyle& style, const fs::path& out) {
        try {
            FigureWriter(out, "lab99", style).check();
            return std::string();
        } catch (const PlotError& error) {
            return std::string(error.what());
        }
    };
    const FigureStyle svg{.formats = {"svg", "txt"}, .style_file = style_file()};
    BOOST_TEST(fault(svg, folder.path()) == "");
    BOOST_TEST(entries(folder.path()) == 1u); // gnuplot alone: the trial left nothing
    BOOST_TEST(fault({.style_file = style_file()}, folder.path()) ==
               "this gnuplot has no terminal pngcairo, which --format png needs: choose another "
               "format, or install gnuplot-nox");
    BOOST_TEST(fault({.formats = {"svg"}, .style_file = folder / "none.gp"}, folder.path())
                   .find("none.gp is missing") != std::string::npos);
    BOOST_TEST(fault(svg, "/proc").starts_with("Cannot write /proc"));
}

BOOST_AUTO_TEST_CASE(half_a_picture_is_none_whatever_gnuplot_says)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "gnuplot") << "#!/bin/sh\nfor format in png pdf svg gif tex; do\n"
                                         "    printf '\\211PNG half' > lab99_simple.$format\n"
                                         "done\n";
    fs::permissions(folder / "gnuplot", fs::perms::owner_all);
    const Environment only("PATH", folder.path().string());
    for (const char* format : {"png", "pdf", "svg", "gif", "tex"}) {
        const fs::path out = folder / format;
        const std::string line = message_of(
            FigureWriter(out, "lab99", {.formats = {format}, .style_file = style_file()}),
            simple());
        BOOST_TEST(line.find("no whole picture") != std::string::npos, format);
        BOOST_TEST(!fs::exists(out / ("lab99_simple." + std::string(format))));
        BOOST_TEST(entries(out) == 2u); // the numbers and the script
    }
}

BOOST_AUTO_TEST_CASE(what_gnuplot_says_beside_its_work_is_no_failure)
{
    if (no_gnuplot()) return;
    const TemporaryFolder folder;
    std::ofstream(folder / "gnuplot")
        << "#!/bin/sh\necho 'Fontconfig error: No writable cache directories' >&2\nexec "
        << find_gnuplot().string() << " \"$@\"\n";
    fs::permissions(folder / "gnuplot", fs::perms::owner_all);
    const Environment only("PATH", folder.path().string());
    BOOST_TEST(
        message_of(FigureWriter(folder / "out", "lab99", {.style_file = style_file()}), simple())
            .empty());
    BOOST_TEST(fs::exists(folder / "out/lab99_simple.png"));
}

BOOST_AUTO_TEST_CASE(what_a_killed_run_left_goes_and_what_a_living_one_needs_stays)
{
    const TemporaryFolder folder;
    const pid_t gone = ::fork();
    if (gone == 0) ::_exit(0);
    ::waitpid(gone, nullptr, 0);
    const std::string left = ".figure-" + std::to_string(gone) + "-aB3dE6";
    const std::string living = ".figure-" + std::to_string(::getppid()) + "-aB3dE6";
    for (const std::string& name : {left, living, std::string(".figure-of-mine")}) {
        fs::create_directories(folder / name);
        std::ofstream(folder / name / "drawn.gp") << "x";
    }
    FigureWriter(folder.path(), "lab99", {.formats = {}, .style_file = style_file()})
        .write(simple(), tr("foot"));
    BOOST_TEST(!fs::exists(folder / left));
    BOOST_TEST(fs::exists(folder / living / "drawn.gp"));
    BOOST_TEST(fs::exists(folder / ".figure-of-mine/drawn.gp"));
}

BOOST_AUTO_TEST_CASE(a_missing_style_file_is_named)
{
    const TemporaryFolder folder;
    BOOST_TEST(
        message_of(FigureWriter(folder.path(), "lab99", {.style_file = "/no/style.gp"}), simple())
            .find("/no/style.gp") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(slides_before_have_the_axes_and_build_up_to_the_figure)
{
    const TemporaryFolder folder;
    FigureStyle style{.style_file = style_file()};
    style.blank = style.steps = true;
    Figure figure("two", tr("A title"));
    figure.panel()
        .x_axis(verbatim("x"))
        .line(verbatim("a"), {0, 1}, {0, 1})
        .line(verbatim("b"), {0, 1}, {1, 0})
        .mark(0.5, 0.5, verbatim("here"));
    figure.panel().bare().image_grid(Matrix(4, 1, arma::fill::randu), {2, 2, 1}, 1);
    const auto written = FigureWriter(folder.path(), "lab05", style).write(figure, {});
    const auto picture = [&](const std::string& ending) {
        return read_file(folder / ("lab05_two" + ending + ".png"));
    };
    BOOST_TEST(written.size() == 3u + 1 + 4); // .tsv .gp .png, blank, steps 0 to 3
    BOOST_TEST((picture("_blank") == picture("_step00")));
    BOOST_TEST((picture("_step00") != picture("_step01")));
    BOOST_TEST((picture("_step01") != picture("_step02")));
    BOOST_TEST((picture("_step02") != picture("_step03")));
    BOOST_TEST((picture("_step03") == picture("")));
    figure.note(verbatim("b falls"));
    BOOST_TEST(figure.up_to(0, {}).note().empty());
    BOOST_TEST(!figure.up_to(1, {}).note().empty());
}

BOOST_AUTO_TEST_SUITE_END()
