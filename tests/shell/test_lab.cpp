// Whole runs of a small lab, called as main would call it.
#include "base/cpu.hpp"
#include "base/error.hpp"
#include "kernels/conv.hpp"
#include "plot/files.hpp"
#include "shell/capture.hpp"
#include "shell/lab.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <sys/wait.h>
#include <thread>

BOOST_AUTO_TEST_SUITE(lab)

using namespace descente;
using namespace descente::testing;

namespace {

const Count steps("updates", 10, 2, {1, 100}, tr("steps"));
const Switch fast("fast", tr("fast"));

const LabInfo example = {.number = 5,
                         .title = tr("An example"),
                         .question = verbatim("Is it so?"),
                         .claim = verbatim("It is so."),
                         .dataset = "",
                         .knobs = {{&steps, &fast}}};

struct Result {
    int status;
    std::string out, err;
    std::size_t lines_of_err() const
    {
        return static_cast<std::size_t>(std::count(err.begin(), err.end(), '\n'));
    }
};

Result run(const std::vector<std::string>& arguments, const std::function<void(Lab&)>& experiment,
           const LabInfo& info = example)
{
    std::vector<std::string> words = {"./lab05"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const Capture out(1), err(2);
    const int status = run_lab(static_cast<int>(words.size()), argv.data(), info, experiment);
    request_stop(false);
    return {status, out.text(), err.text()};
}

void nothing(Lab&) {}

/// A finding about x, 0.5 in the middle, that comes out like this.
void find(Lab& lab, Outcome outcome)
{
    lab.finding(verbatim("it is so"),
                {outcome, tr("Measured 0.5."), {{"x", spread({0.25, 0.5, 0.75})}}});
}

Figure one_line()
{
    Figure figure("x", tr("Line"));
    figure.panel().line(verbatim("y"), {1, 2, 3}, {1, 4, 9});
    return figure;
}

nlohmann::json report_in(const TemporaryFolder& folder)
{
    return nlohmann::json::parse(read_file(folder / "lab05.json"));
}

/// Without the first, which says that gnuplot is missing.
std::string later_lines(const Result& result)
{
    return result.err.substr(result.err.find('\n') + 1);
}

/// A stand-in for gnuplot that succeeds or fails without drawing.
void write_gnuplot(const std::filesystem::path& folder, const std::string& script)
{
    write_file(folder / "gnuplot", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(folder / "gnuplot", std::filesystem::perms::owner_all);
}

} // namespace

BOOST_AUTO_TEST_CASE(the_render_check_names_figure_size_language_and_text)
{
    const TemporaryFolder folder;
    const Environment checked("DESCENTE_RENDER_CHECK", "1");
    const Result result = run({"--out", folder.path().string()}, [](Lab& lab) {
        lab.save(one_line());
        Figure bad("bad", tr("A title"));
        // So many points that no place is left for the mark.
        std::vector<double> x, y;
        for (int i = 0; i < 4000; ++i) {
            x.push_back(i % 63);
            y.push_back(i / 63);
        }
        bad.panel().points({}, x, y).mark(31, 31, tr("rises"));
        lab.save(bad);
    });
    BOOST_TEST(result.out.find("render check: x ") == std::string::npos);
    BOOST_TEST(result.out.find("render check: bad 4:3 fr: 'rises' hides data\n") !=
               std::string::npos);
    BOOST_TEST(std::filesystem::exists(folder / "lab05_bad.tsv")); // it is drawn all the same
}

BOOST_AUTO_TEST_CASE(a_long_run_is_kept_under_everything_that_was_set)
{
    const TemporaryFolder folder;
    const auto experiment = [&](std::vector<std::string> arguments) {
        std::string told;
        arguments.insert(arguments.end(), {"--out", folder.path().string()});
        run(arguments, [&](Lab& lab) {
            FitOptions options;
            lab.keep_going(options);
            BOOST_TEST(options.checkpoint == folder / "lab05.checkpoint");
            for (const auto& [name, value] : options.experiment)
                told += name.english() + " " + value + ", ";
        });
        return told;
    };
    const std::string usual = std::string("lab lab05, version of Descente ") + DESCENTE_VERSION;
    BOOST_TEST(experiment({}) == usual + ", seed 1, --updates 10, --fast 0, ");
    BOOST_TEST(experiment({"--quick"}) == usual + ", seed 1, --updates 2, --fast 0, ");
    BOOST_TEST(experiment({"--seed", "7", "--updates", "3", "--fast"}) ==
               usual + ", seed 7, --updates 3, --fast 1, ");
}

BOOST_AUTO_TEST_CASE(a_run_leaves_its_verdict)
{
    const TemporaryFolder folder;
    const Result result =
        run({"--out", folder.path().string(), "--lang", "en", "--seeds", "3", "--seed", "4"},
            [](Lab& lab) {
                lab.uses_data(tr("Moons"), 1200);
                for (const int run : {0, 1, 2}) lab.rng(run);
                find(lab, Outcome::supported);
            });
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.status == 0);
    BOOST_TEST(result.out.starts_with("Lab 05 · An example\nIs it so?\n"));
    BOOST_TEST(result.out.find("• it is so: supported. Measured 0.5.\n") != std::string::npos);
    BOOST_TEST(result.out.find("\nVerdict: supported (") != std::string::npos);
    const auto report = report_in(folder);
    BOOST_TEST(report["verdict"] == "supported");
    BOOST_TEST(report["seed"] == 4);
    BOOST_TEST(report["seeds"] == 3);
    BOOST_TEST(report["data_set"] == "Moons");
    BOOST_TEST(report["samples"] == 1200);
    BOOST_TEST(report["findings"][0]["numbers"]["x"]["median"] == 0.5);
    BOOST_TEST(report["command"] ==
               "./lab05 --out " + folder.path().string() + " --lang en --seeds 3 --seed 4");
}

BOOST_AUTO_TEST_CASE(the_verdict_is_said_in_french_too)
{
    const TemporaryFolder folder;
    const Result result = run({"--out", folder.path().string(), "--lang", "fr"},
                              [](Lab& lab) { find(lab, Outcome::not_supported); });
    BOOST_TEST(result.status == 0); // a finished run, whatever it found
    BOOST_TEST(result.out.find("• it is so\u00a0: infirmé.") != std::string::npos);
    BOOST_TEST(result.out.find("\nVerdict\u00a0: infirmé (") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(check_turns_the_verdict_into_the_exit_code)
{
    const TemporaryFolder folder;
    for (const Outcome outcome :
         {Outcome::supported, Outcome::not_supported, Outcome::it_depends, Outcome::inconclusive}) {
        const Result result = run({"--out", folder.path().string(), "--check", "--quiet"},
                                  [&](Lab& lab) { find(lab, outcome); });
        BOOST_TEST(result.status == (outcome == Outcome::supported ? 0 : 1));
        BOOST_TEST(result.out == "");
    }
}

BOOST_AUTO_TEST_CASE(the_experiment_sees_the_options)
{
    const TemporaryFolder folder;
    const Result result =
        run({"--quick", "--fast", "--lang", "fr", "--seed", "7", "--out", folder.path().string()},
            [](Lab& lab) {
                BOOST_TEST(lab.quick());
                BOOST_TEST(steps == 2);
                BOOST_TEST(bool(fast));
                BOOST_TEST(lab.seeds() == 2);
                BOOST_TEST(lab.say(tr("limit")) == "limite");
                // Run 2 of seed 7 is run 0 of seed 9.
                BOOST_TEST(lab.rng(2).uniform() == Rng(9).uniform());
                lab.print_table({verbatim("α"), tr("cost")}, {{verbatim("0.1"), verbatim("2.25")}});
            });
    BOOST_TEST(result.status == 0);
    BOOST_TEST(result.out.find("  α  coût\n───  ────\n0.1  2.25\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_the_figures_asked_for_are_drawn)
{
    const auto draw_two = [](Lab& lab) {
        Figure other("other", tr("Line"));
        other.panel().line(verbatim("y"), {1, 2, 3}, {1, 4, 9});
        lab.save(one_line()), lab.save(other);
    };
    const TemporaryFolder folder;
    const std::string out = folder.path().string();
    const Result one = run({"--figures", "other", "--format", "svg", "--out", out}, draw_two);
    BOOST_TEST(one.status == 0);
    BOOST_TEST(std::filesystem::exists(folder / "lab05_other.svg"));
    BOOST_TEST(!std::filesystem::exists(folder / "lab05_x.tsv"));
    BOOST_TEST(report_in(folder)["figures"].size() == 1u);

    const Result none = run({"--figures", "othre", "--out", out}, draw_two);
    BOOST_TEST(none.status == 2);
    BOOST_TEST(none.err ==
               "lab05: --figures othre: this run drew no such figure; it has x, other\n");
    BOOST_TEST(run({"--figures", "x,", "--out", out}, draw_two).status == 2);
}

BOOST_AUTO_TEST_CASE(slides_are_drawn_and_the_sheet_as_a_handout_where_it_is_asked_for)
{
    LabInfo info = example;
    info.figures = "first second other handout";
    const TemporaryFolder folder;
    const auto drawn = [&](const std::vector<std::string>& figures, bool others) {
        std::vector<std::string> arguments = {"--format", "svg", "--out", folder.path().string()};
        arguments.insert(arguments.end(), figures.begin(), figures.end());
        const auto draw = [&](Lab& lab) {
            Figure sheet("sheet", tr("A title"), 2);
            for (const char* slide : {"first", "second"})
                sheet.panel().line({}, {1, 2, 3}, {1, 4, 9}).slide(slide);
            lab.save(sheet);
            BOOST_TEST(lab.wants("other") == others); // a sheet needs what any slide needs
        };
        BOOST_TEST(run(arguments, draw, info).status == 0);
        std::string names;
        const nlohmann::json report = report_in(folder);
        for (const auto& figure : report["figures"])
            names += figure["name"].get<std::string>() + " ";
        return names;
    };
    BOOST_TEST(drawn({}, true) == "lab05_first lab05_second ");
    BOOST_TEST(drawn({"--figures", "second"}, false) == "lab05_second ");
    BOOST_TEST(drawn({"--figures", "handout"}, true) == "lab05_sheet_handout ");
    BOOST_TEST(!std::filesystem::exists(folder / "lab05_second.svg")); // that of the run before
    BOOST_TEST(run({"--help"}, nothing, info).out.find("handout: sheets") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_figure_that_the_lab_has_not_is_refused_before_it_runs)
{
    LabInfo info = example;
    info.figures = "schedules final";
    bool ran = false;
    const TemporaryFolder folder;
    const std::string out = (folder / "new").string();
    const Result result = run(
        {"--figures", "finale", "--out", out}, [&](Lab&) { ran = true; }, info);
    BOOST_TEST(result.status == 2);
    BOOST_TEST(result.err == "lab05: --figures takes any of schedules, final, with commas between, "
                             "not \"finale\"; did you mean final?\n");
    BOOST_TEST(!ran);
    BOOST_TEST(!std::filesystem::exists(out));
}

BOOST_AUTO_TEST_CASE(help_is_printed_and_nothing_runs)
{
    bool ran = false;
    const Result result = run({"--help", "--lang", "en"}, [&](Lab&) { ran = true; });
    BOOST_TEST(!ran);
    BOOST_TEST(result.status == 0);
    BOOST_TEST(result.out.find("--updates N") != std::string::npos);
    BOOST_TEST(result.err == "");
}

BOOST_AUTO_TEST_CASE(where_every_training_diverges_a_smaller_value_is_asked_for)
{
    const TemporaryFolder folder;
    struct Method {
        Text name;
    };
    static const Tuned alpha("alpha", {0.1, 1}, {1e-6, 100}, tr("learning rate α"));
    LabInfo info = example;
    info.knobs = {{&alpha}};
    const auto status_where = [&](double diverging) {
        const auto train = [&](const Method&, double value, Rng) {
            Run run;
            if (value < diverging) run["validation cost"] = value;
            return run;
        };
        const Result result = run(
            {"--out", folder.path().string(), "--lang", "en", "--quiet"},
            [&](Lab& lab) {
                const std::vector<Method> methods{{tr("a")}, {tr("b")}};
                lab.compare(methods, alpha, tr("validation cost"), train);
            },
            info);
        const std::string wanted = "every training diverged: choose smaller values of --alpha";
        BOOST_TEST((result.err.find(wanted) != std::string::npos) == (result.status == 2));
        return result.status;
    };
    BOOST_TEST(status_where(0.5) == 0); // where one α is small enough
    BOOST_TEST(status_where(0) == 2);
}

BOOST_AUTO_TEST_CASE(a_knob_turned_by_hand_is_told_of)
{
    const TemporaryFolder folder;
    const auto judge = [](Lab& lab) {
        lab.save(one_line());
        find(lab, Outcome::supported);
    };
    const Result turned =
        run({"--out", folder.path().string(), "--updates", "5", "--check"}, judge);
    BOOST_TEST(turned.status == 1); // findings, but no verdict
    BOOST_TEST(turned.out.find("• it is so: supported") != std::string::npos);
    BOOST_TEST(turned.out.find("No verdict, not the course's setting: updates = 5 (course: 10)") !=
               std::string::npos);
    BOOST_TEST(turned.out.find("Verdict:") == std::string::npos);
    BOOST_TEST(read_file(folder / "lab05_x.gp").find("updates = 5 (course: 10)") !=
               std::string::npos);
    const auto report = report_in(folder);
    BOOST_TEST(report["verdict"] == "not the course's setting");
    BOOST_TEST(report["knobs"]["updates"]["value"] == "5");
    BOOST_TEST(report["knobs"]["updates"]["course"] == "10");
    BOOST_TEST(report["findings"][0]["outcome"] == "supported");
    const Result same = run({"--out", folder.path().string(), "--updates", "10"}, judge);
    BOOST_TEST(same.out.find("course") == std::string::npos);
    BOOST_TEST(same.out.find("Verdict: supported") != std::string::npos);
}

// A lecturer rehearses one slide.
BOOST_AUTO_TEST_CASE(what_only_other_figures_need_is_not_run_and_leaves_no_verdict)
{
    const TemporaryFolder folder;
    int trained = 0;
    const auto two_parts = [&](Lab& lab) {
        if (lab.wants("x balls")) lab.save(one_line());
        if (!lab.wants("training")) return;
        ++trained;
        Figure other("training", tr("Line"));
        other.panel().line(verbatim("y"), {1, 2}, {1, 4});
        lab.save(other);
        lab.claim({Outcome::supported, tr("Measured 0.5."), {}});
    };
    const std::string out = folder.path().string();
    const Result one = run({"--out", out, "--figures", "x", "--check"}, two_parts);
    BOOST_TEST(trained == 0);
    BOOST_TEST(one.status == 1);
    BOOST_TEST(one.out.find("No verdict: --figures left out what it is about (training)") !=
               std::string::npos);
    BOOST_TEST(report_in(folder)["verdict"] == "none");
    const Result other = run({"--out", out, "--figures", "training"}, two_parts);
    BOOST_TEST(trained == 1);
    BOOST_TEST(other.out.find("Verdict: supported") != std::string::npos);
    const Result all = run({"--out", out}, two_parts);
    BOOST_TEST(trained == 2);
    BOOST_TEST(all.out.find("Verdict: supported") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_prediction_without_a_terminal_is_not_asked_for)
{
    const TemporaryFolder folder;
    const Result result =
        run({"--out", folder.path().string(), "--lang", "en", "--predict"}, [](Lab& lab) {
            lab.save(one_line(), {tr("steps"), {verbatim("1"), verbatim("2")}}, 1);
        });
    BOOST_TEST(result.status == 0);
    BOOST_TEST(result.out.find("--predict: there is no terminal to ask on") != std::string::npos);
    BOOST_TEST(report_in(folder)["predictions"].empty());
    BOOST_TEST(!std::filesystem::exists(folder / "predictions.tsv"));
}

// The verdict is the main claim's; the rest is counted after it.
BOOST_AUTO_TEST_CASE(findings_beside_the_claim_are_counted)
{
    const TemporaryFolder folder;
    const Evidence yes{Outcome::supported, tr("Measured 0.5."), {}};
    const Evidence no{Outcome::not_supported, tr("Measured 0.5."), {}};
    const Result result = run({"--out", folder.path().string(), "--lang", "en"}, [&](Lab& lab) {
        lab.claim(yes);
        lab.finding(verbatim("one"), yes);
        lab.finding(verbatim("two"), no);
    });
    BOOST_TEST(result.out.find("Verdict: supported; further findings supported: 1 of 2") !=
               std::string::npos);
    BOOST_TEST(report_in(folder)["verdict"] == "supported");
    BOOST_TEST(report_in(folder)["findings"][0]["main"] == true);
}

BOOST_AUTO_TEST_CASE(a_verdict_that_depends_tells_on_what)
{
    const TemporaryFolder folder;
    const auto claim = [](Lab& lab) {
        Evidence depends{Outcome::it_depends, tr("Measured 0.5."), {}};
        depends.condition = verbatim("|Ω|");
        lab.claim(depends);
    };
    const Result result = run({"--out", folder.path().string(), "--lang", "en"}, claim);
    BOOST_TEST(result.out.find("it depends on |Ω|. Measured 0.5.\n") != std::string::npos);
    BOOST_TEST(result.out.find("\nVerdict: it depends on |Ω| (") != std::string::npos);
    BOOST_TEST(report_in(folder)["verdict"] == "it depends"); // for programs to read
    BOOST_TEST(report_in(folder)["findings"][0]["depends_on"] == "|Ω|");
}

// Methods of one seed share what their seed drew, a tuning run has its own, and run 0's can be
// seen.
BOOST_AUTO_TEST_CASE(every_run_draws_its_data)
{
    const TemporaryFolder folder;
    run({"--out", folder.path().string(), "--quiet", "--seeds", "2"}, [&](Lab& lab) {
        const auto all = std::make_shared<const Split>();
        int draws = 0;
        const auto data = lab.every_run_draws(all, [&](const Split&, Rng& rng) {
            ++draws;
            return rng.uniform();
        });
        struct Method {
            Text name;
        };
        const auto train = [](const Method&, const double& drawn, double factor, Rng rng) {
            Run one;
            one["drawn"] = factor * drawn;
            one["own"] = rng.uniform(); // the run's generator is not moved by the draw
            return one;
        };
        const Study study =
            lab.over_seeds(std::vector<Method>{{verbatim("a")}, {verbatim("b")}}, train, data, 2.0);
        BOOST_TEST(study.of("a", "drawn").values == study.of("b", "drawn").values,
                   boost::test_tools::per_element());
        BOOST_TEST(study.of("a", "drawn").values[0] != study.of("a", "drawn").values[1]);
        BOOST_TEST(study.of("a", "drawn").values[0] == 2 * *data.of_run(0));
        BOOST_TEST(study.of("a", "own").values[1] == lab.rng(1).uniform());
        BOOST_TEST(*data.of_run(tuning_run) != *data.of_run(0));
        BOOST_TEST(draws <= 5);
    });
}

BOOST_AUTO_TEST_CASE(a_usage_error_is_one_line_and_leaves_nothing)
{
    const TemporaryFolder folder;
    const std::string out = (folder / "plots").string();
    const Result result = run({"--sedes", "3", "--out", out}, nothing);
    BOOST_TEST(result.status == 2);
    BOOST_TEST(result.err == "lab05: unknown option --sedes; did you mean --seeds?\n");
    BOOST_TEST(result.out == "");
    BOOST_TEST(!std::filesystem::exists(out));
}

BOOST_AUTO_TEST_CASE(every_error_has_its_exit_code)
{
    const TemporaryFolder folder;
    const std::vector<std::string> arguments = {"--out", folder.path().string(), "--quiet"};
    const Result data = run(arguments, [](Lab&) { throw DataError(tr("bad file")); });
    BOOST_TEST(data.status == 3);
    BOOST_TEST(data.err == "lab05: bad file\n");
    const Result plot = run(arguments, [](Lab&) { throw PlotError(tr("no space")); });
    BOOST_TEST(plot.status == 4);
    const Result shape = run(arguments, [](Lab&) { throw ShapeError("5 is not 4"); });
    BOOST_TEST(shape.status == 5);
    BOOST_TEST(shape.err == "lab05: the experiment stopped before its first figure: 5 is not 4\n");
    const Result foreign = run(arguments, [](Lab&) { throw std::logic_error("two\nlines"); });
    BOOST_TEST(foreign.status == 5);
    BOOST_TEST(foreign.lines_of_err() == 1u);
    const Result memory = run(arguments, [](Lab&) { throw std::bad_alloc(); });
    BOOST_TEST(memory.status == 71);
    BOOST_TEST(memory.err.starts_with("lab05: not enough memory"));
    BOOST_TEST(!std::filesystem::exists(folder / "lab05.json")); // no verdict from a failed run
}

// Whose words they are: ours first, those of the library quoted; never a request to report it.
BOOST_AUTO_TEST_CASE(a_slip_of_the_experiment_is_named_in_words)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const auto line_of = [&](const std::function<void()>& slip, const std::string& language) {
        const Result result =
            run({"--out", folder.path().string(), "--quiet", "--lang", language}, [&](Lab& lab) {
                lab.save(one_line());
                slip();
            });
        BOOST_TEST(result.status == 5);
        const auto report = report_in(folder);
        BOOST_TEST(report["verdict"] == "stopped");
        BOOST_TEST("lab05: " + std::string(report["stopped"]) + "\n" == later_lines(result));
        BOOST_TEST(report["figures"].size() == 1u);
        return later_lines(result);
    };
    const std::string start = "lab05: the experiment stopped after figure x: ";
    const std::vector<int> three{1, 2, 3};
    const Matrix wide(2, 3), other(5, 4);
    Matrix product;
    BOOST_TEST(line_of([&] { static_cast<void>(three.at(three.size())); }, "en")
                   .starts_with(start + "an element is asked for that is not there (the library "
                                        "says \""));
    BOOST_TEST(line_of([&] { product = wide(2, 0); }, "en")
                   .starts_with(start + "an element is asked for that is not there"));
    BOOST_TEST(line_of([&] { product = wide * other; }, "en")
                   .starts_with(start + "sizes do not fit (the library says \""));
    BOOST_TEST(line_of([&] { static_cast<void>(std::optional<int>().value()); }, "en")
                   .starts_with(start + "a value is asked for that is not there"));
    BOOST_TEST(line_of([&] { static_cast<void>(std::stoi("none")); }, "en") ==
               start + "a value cannot be used here (the library says \"stoi\")\n");
    BOOST_TEST(line_of([&] { static_cast<void>(std::stoi("none")); }, "fr") ==
               "lab05: l'expérience s'est arrêtée après la figure x\u00a0: une valeur ne convient "
               "pas ici (la bibliothèque dit «\u00a0stoi\u00a0»)\n");
}

// What the classes of data, usage and memory say is said as it is; the figures before it are
// listed.
BOOST_AUTO_TEST_CASE(a_run_that_an_error_ends_lists_its_figures)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const std::vector<std::string> arguments{"--out", folder.path().string(), "--lang", "en"};
    run(arguments, [](Lab& lab) {
        Figure other("other", tr("Line"));
        other.panel().line(verbatim("y"), {1, 2, 3}, {1, 4, 9});
        lab.save(other);
    });
    run(arguments, [](Lab&) { throw DataError(tr("bad file")); }); // before there was any
    BOOST_TEST(report_in(folder)["verdict"] == "none");
    const Result result = run(arguments, [](Lab& lab) {
        lab.save(one_line());
        throw DataError(tr("bad file"));
    });
    BOOST_TEST(result.status == 3);
    BOOST_TEST(report_in(folder)["verdict"] == "stopped");
    BOOST_TEST(report_in(folder)["stopped"] == "bad file");
    BOOST_TEST(report_in(folder)["figures"][0]["name"] == "lab05_x");
    BOOST_TEST(!std::filesystem::exists(folder / "lab05_other.tsv"));
    run(arguments, [&](Lab& lab) { // killed now, it would leave no figure unlisted
        lab.save(one_line());
        BOOST_TEST(report_in(folder)["figures"].size() == 1u);
        BOOST_TEST(report_in(folder)["verdict"] == "stopped");
    });
    BOOST_TEST(report_in(folder)["verdict"] == "none");
    BOOST_TEST(report_in(folder)["stopped"] == "");
}

BOOST_AUTO_TEST_CASE(a_figure_without_its_picture_is_listed)
{
    const TemporaryFolder folder, tools;
    write_gnuplot(tools.path(), "[ \"$1\" = -e ] && exit; echo 'cannot draw' >&2; exit 1");
    const Environment path("PATH", tools.path().string());
    run({"--out", folder.path().string()}, [](Lab& lab) { lab.save(one_line()); });
    BOOST_TEST(report_in(folder)["figures"][0]["files"].dump() ==
               R"(["lab05_x.tsv","lab05_x.gp"])");
}

BOOST_AUTO_TEST_CASE(an_unwritable_folder_is_found_before_training)
{
    const TemporaryFolder folder;
    write_file(folder / "file", "");
    bool ran = false;
    for (const std::string& out : {(folder / "file").string(), (folder / "file/sub").string(),
                                   std::string("/proc/none"), std::string("/dev/full")}) {
        const Result result = run({"--out", out}, [&](Lab&) { ran = true; });
        BOOST_TEST(result.status == 4);
        BOOST_TEST(result.err.starts_with("lab05: Cannot write " + out));
        BOOST_TEST(result.err.find("--out") != std::string::npos);
        BOOST_TEST(result.out == ""); // before the title
    }
    BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(a_set_asked_for_by_name_must_be_there)
{
    const TemporaryFolder folder;
    const auto load = [](Lab& lab) { lab.load_data(); };
    LabInfo info = example;
    info.dataset = "fashion-mnist";
    const std::string out = folder.path().string();
    const Result nowhere = run({"--out", out, "--data", (folder / "none").string()}, load, info);
    BOOST_TEST(nowhere.status == 3);
    BOOST_TEST(nowhere.lines_of_err() == 1u);
    std::filesystem::create_directory(folder / "empty");
    const std::string fresh = (folder / "a/b").string();
    const Result empty = run({"--out", fresh, "--data", (folder / "empty").string()}, load, info);
    BOOST_TEST(empty.status == 3);
    BOOST_TEST(empty.lines_of_err() == 1u);
    BOOST_TEST(empty.out == "");                        // refused before the title,
    BOOST_TEST(!std::filesystem::exists(folder / "a")); // and no folder is left
}

BOOST_AUTO_TEST_CASE(the_preferred_set_is_taken_where_its_files_are)
{
    const TemporaryFolder folder, both, one;
    const std::string picture = std::string(3071, '\0') + '\7';
    std::filesystem::create_directory(both / "cifar10");
    for (const std::string file : {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                                   "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"})
        write_file(both / "cifar10" / file, (file == "data_batch_1.bin" ? '\1' : '\0') + picture);
    for (const TemporaryFolder* place : {&both, &one}) {
        std::filesystem::create_directory(*place / "fashion-mnist");
        for (const std::string part : {"train", "t10k"}) {
            const auto file = [&](const std::string& kind) {
                return *place / "fashion-mnist" / (part + "-" + kind + "-ubyte");
            };
            write_file(file("images-idx3"),
                       std::string("\0\0\10\3\0\0\0\2\0\0\0\1\0\0\0\1", 16) + "ab");
            write_file(file("labels-idx1"), std::string("\0\0\10\1\0\0\0\2\0\1", 10));
        }
    }
    LabInfo info = example;
    info.dataset = "fashion-mnist";
    info.preferred_dataset = "cifar10";
    const auto loaded = [&](const TemporaryFolder& place, std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--lang", "en", "--data", place.path().string(), "--out",
                                           folder.path().string()});
        return run(
            arguments, [](Lab& lab) { lab.load_data(); }, info);
    };
    const auto says = [](const Result& result) {
        return result.out.find("No cifar10 here: own data (fashion-mnist) takes its place") !=
               std::string::npos;
    };
    BOOST_TEST(!says(loaded(both, {})));
    BOOST_TEST(report_in(folder)["data_set"] == "own data (cifar10)");
    BOOST_TEST(loaded(both, {"--dataset", "fashion-mnist"}).status == 3); // which it is not
    BOOST_TEST(says(loaded(one, {})));
    BOOST_TEST(report_in(folder)["data_set"] == "own data (fashion-mnist)");
    BOOST_TEST((report_in(folder)["fallback"] == false));
    BOOST_TEST(loaded(one, {"--dataset", "cifar10"}).status == 3); // asked for by its name
    // A damaged file of it is an error: nothing takes its place in silence.
    write_file(both / "cifar10" / "test_batch.bin", "short");
    BOOST_TEST(loaded(both, {}).status == 3);
}

BOOST_AUTO_TEST_CASE(a_sample_is_balanced_and_both_parts_have_its_scale)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    LabInfo info = example;
    info.dataset = "glyphs";
    run(
        {"--out", folder.path().string(), "--seed", "3"},
        [](Lab& lab) {
            const Split whole = lab.load_data();
            const Split sample = *lab.every_run_samples(60, 25).of_run(0);
            BOOST_TEST(sample.training.size() == 60u);
            BOOST_TEST(sample.test.size() == 25u);
            BOOST_TEST(arma::all(class_histogram(sample.training.labels, 10) == 6));
            const Standardiser now = standardiser_of(sample.training.x);
            BOOST_TEST(std::abs(now.mean) < 1e-4);
            BOOST_TEST(std::abs(now.deviation - 1) < 1e-4);
            // One and the same map brings both parts there: two differences keep their ratio.
            const Matrix& raw = whole.test.x;
            const Matrix& x = sample.test.x;
            const Index bright = raw.col(0).index_max(), dark = raw.col(0).index_min();
            const Real scale = (x(bright, 0) - x(dark, 0)) / (raw(bright, 0) - raw(dark, 0));
            const Standardiser before = standardiser_of(whole.training.x);
            BOOST_TEST(std::abs(scale * before.deviation - 1) < 0.1); // of a sample of it
            BOOST_TEST(std::abs(standardiser_of(x).mean) > 1e-6);     // not its own scale
        },
        info);
    BOOST_TEST(report_in(folder)["samples"] == 60);
}

BOOST_AUTO_TEST_CASE(glyphs_in_the_place_of_a_set_are_announced)
{
    // Which sets a machine has differs; where it has them all, none may be replaced.
    const DataPlaces places{.data_folder = {}, .top_folder = top_folder()};
    LabInfo info = example;
    bool found = true;
    for (const char* name : {"mnist", "fashion-mnist", "cifar10"}) {
        info.dataset = name;
        found = find_dataset(name, places).has_value();
        if (!found) break;
    }
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const Result result = run(
        {"--out", folder.path().string(), "--lang", "en"},
        [](Lab& lab) {
            lab.load_data();
            lab.save(one_line());
        },
        info);
    const auto says = [](const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    };
    BOOST_TEST(says(result.out, "drawn glyph images take its place") == !found);
    BOOST_TEST(says(read_file(folder / "lab05_x.gp"), info.dataset + " not found") == !found);
    BOOST_TEST((report_in(folder)["fallback"] == !found));
}

BOOST_AUTO_TEST_CASE(without_gnuplot_numbers_and_scripts_are_left)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const Result result =
        run({"--out", folder.path().string(), "--lang", "en", "--quick"}, [](Lab& lab) {
            lab.uses_data(tr("Moons"), 50000);
            for (const int run : {0, 1}) lab.rng(run);
            lab.save(one_line());
            lab.save(one_line());
            find(lab, Outcome::supported);
        });
    BOOST_TEST(result.status == 4);
    BOOST_TEST(result.err.starts_with("lab05: gnuplot is not installed"));
    BOOST_TEST(result.lines_of_err() == 1u);
    BOOST_TEST(std::filesystem::file_size(folder / "lab05_x.tsv") > 0u);
    BOOST_TEST(!std::filesystem::exists(folder / "lab05_x.png"));
    BOOST_TEST(read_file(folder / "lab05_x.gp")
                   .find("Lab 05 · Moons, N = 50,000 · seeds 1–2 · quick run · Descente ") !=
               std::string::npos);
    BOOST_TEST(report_in(folder)["verdict"] == "supported"); // the training was not for nothing
}

BOOST_AUTO_TEST_CASE(a_french_footer_groups_and_names_the_french_way)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    run({"--out", folder.path().string(), "--lang", "fr", "--seeds", "1"}, [](Lab& lab) {
        lab.uses_data(tr("square"), 1234567);
        lab.rng();
        lab.save(one_line());
    });
    const std::string script = read_file(folder / "lab05_x.gp");
    BOOST_TEST(script.find("Labo 05 · carré, N = 1\u00a0234\u00a0567 · graine 1 · Descente ") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_footer_names_the_seeds_that_were_used, *boost::unit_test::label("lab14"))
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    std::vector<std::string> footers;
    Figure figure = one_line();
    const auto save = [&](Lab& lab) {
        lab.save(figure);
        const std::string script = read_file(folder / "lab05_x.gp");
        const std::size_t at = script.find("Lab 05 · ");
        footers.push_back(script.substr(at, script.find(" · Descente", at) - at));
    };
    run({"--out", folder.path().string(), "--lang", "en", "--seeds", "5", "--seed", "3"},
        [&](Lab& lab) {
            save(lab); // nothing random yet
            lab.rng(1000);
            lab.rng();
            save(lab); // a long training of one run, tuned with a seed of its own
            for_each_run(3, [&](int k) { lab.rng(std::uint64_t(2 - k)); });
            save(lab);
            lab.rng();
            save(lab); // seeds stay used
            // What is shown is known: a spread over two seeds, more of them than --seeds says, one.
            const std::vector<Spread> two(1, spread({1, 2})), ten(1, spread(std::vector(10, 1.)));
            for (const auto& heights : {two, ten}) {
                figure = Figure("x", tr("cost"));
                figure.panel().bars({}, heights);
                save(lab);
            }
            figure = one_line().of_seeds(1);
            save(lab);
            figure = one_line().of_seeds(0);
            save(lab);
        });
    BOOST_REQUIRE(footers.size() == 8u);
    BOOST_TEST(footers[4] == "Lab 05 · seeds 3–4");
    BOOST_TEST(footers[5] == "Lab 05 · seeds 3–12");
    BOOST_TEST(footers[6] == "Lab 05 · seed 3");
    BOOST_TEST(footers[7] == "Lab 05");
    BOOST_TEST(footers[0] == "Lab 05");
    BOOST_TEST(footers[1] == "Lab 05 · seed 3");
    BOOST_TEST(footers[2] == "Lab 05 · seeds 3–5");
    BOOST_TEST(footers[3] == "Lab 05 · seeds 3–5");
    BOOST_TEST(report_in(folder)["seeds"] == 3);
}

BOOST_AUTO_TEST_CASE(live_without_a_place_to_show_is_said_once_and_changes_nothing_else)
{
    const TemporaryFolder folder, tools;
    // Knows no window terminal; draws a picture that is nothing but its end.
    write_gnuplot(tools.path(), "[ \"$1\" = -e ] && echo ' pngcairo ' >&2 && exit\n"
                                "printf 'IEND\\256B`\\202' > lab05_x.png");
    const Environment path("PATH", tools.path().string());
    const Result result =
        run({"--out", folder.path().string(), "--lang", "en", "--live"}, [](Lab& lab) {
            lab.save(one_line());
            lab.save(one_line());
            find(lab, Outcome::supported);
        });
    BOOST_TEST(result.status == 0);
    const std::size_t first = result.out.find("--live: there is neither a display nor a terminal");
    BOOST_TEST(first != std::string::npos);
    BOOST_TEST(result.out.find("--live", first + 1) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_record_of_the_board_is_a_figure_of_the_run)
{
    const TemporaryFolder folder;
    const Result result =
        run({"--out", folder.path().string(), "--lang", "en", "--record"}, [](Lab& lab) {
            lab.save(one_line());
            for (long k = 1; k <= 2; ++k) { // two pictures
                onlooker()->noted("cost", k, 1);
                onlooker()->stepped(k, 2);
                std::this_thread::sleep_for(std::chrono::milliseconds(250));
            }
            find(lab, Outcome::supported);
        });
    BOOST_TEST(result.status == 0);
    BOOST_TEST(report_in(folder)["figures"].size() == 2u);
    const std::string film = read_file(folder / "lab05_board.gif");
    // The last one stays for 200 hundredths of a second.
    BOOST_TEST(film.rfind(std::string("\xc8\x00", 2)) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(pictures_are_drawn_while_the_lab_goes_on_and_are_listed_when_they_come)
{
    const TemporaryFolder folder, tools;
    const std::string go = (tools / "go").string();
    write_gnuplot(tools.path(), "[ \"$1\" = -e ] && echo ' svg ' >&2 && exit\n"
                                "while [ ! -e " +
                                    go +
                                    " ]; do /bin/sleep 0.01; done\n"
                                    "for name in a b; do echo '</svg>' > lab05_$name.svg; done");
    const Environment path("PATH", tools.path().string());
    const auto figures = [&] { return report_in(folder).at("figures"); };
    const std::vector<std::string> soon{"lab05_a.tsv", "lab05_a.gp"},
        late{"lab05_a.tsv", "lab05_a.gp", "lab05_a.svg"};
    const auto experiment = [&](Lab& lab) {
        for (const char* name : {"a", "b"}) {
            Figure figure(name, tr("Line"));
            figure.panel().line({}, {1, 2, 3}, {1, 4, 9});
            lab.save(figure);
        }
        BOOST_TEST(figures()[0]["files"] == soon);
        BOOST_TEST(figures().size() == 2u);
        write_file(go, "");
        for (int i = 0; i < 1000 && figures()[0]["files"] != late; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        BOOST_TEST(figures()[0]["files"] == late); // should the program be killed now
        lab.finish_pictures();
        BOOST_TEST(std::filesystem::exists(folder / "lab05_b.svg"));
    };
    const Result result = run({"--format", "svg", "--out", folder.path().string()}, experiment);
    BOOST_TEST(result.status == 0);
    BOOST_TEST(figures()[0]["name"] == "lab05_a");
    BOOST_TEST(figures()[1]["files"][2] == "lab05_b.svg");
}

BOOST_AUTO_TEST_CASE(a_picture_that_fails_after_the_last_figure_is_still_said)
{
    const TemporaryFolder folder, tools;
    write_gnuplot(tools.path(), "[ \"$1\" = -e ] && exit\n/bin/sleep 0.3; echo 'cannot draw' >&2; "
                                "exit 1");
    const Environment path("PATH", tools.path().string());
    for (const bool stops : {false, true}) {
        const auto experiment = [&](Lab& lab) {
            lab.save(one_line());
            if (stops) throw std::runtime_error("enough");
        };
        const Result result = run({"--out", folder.path().string()}, experiment);
        BOOST_TEST(result.status == (stops ? 5 : 4));
        BOOST_TEST(result.err.find("cannot draw") != std::string::npos);
        BOOST_TEST(report_in(folder).at("figures")[0]["files"].size() == 2u);
    }
}

BOOST_AUTO_TEST_CASE(a_failing_gnuplot_is_said_once_and_the_lab_goes_on)
{
    const TemporaryFolder folder, tools;
    write_gnuplot(tools.path(), "echo 'cannot draw' >&2; exit 1");
    const Environment path("PATH", tools.path().string());
    const Result result = run({"--out", folder.path().string()}, [](Lab& lab) {
        lab.save(one_line());
        lab.save(one_line());
        find(lab, Outcome::supported);
    });
    BOOST_TEST(result.status == 4);
    BOOST_TEST(result.lines_of_err() == 1u);
    BOOST_TEST(report_in(folder)["verdict"] == "supported");
}

BOOST_AUTO_TEST_CASE(a_temporary_folder_that_is_not_there_stops_nothing)
{
    const TemporaryFolder folder;
    const Environment nowhere("TMPDIR", "/nowhere");
    const Result result =
        run({"--out", folder.path().string()}, [](Lab& lab) { lab.save(one_line()); });
    BOOST_TEST(result.err.find("internal error") == std::string::npos);
    BOOST_TEST(report_in(folder)["figures"].size() == 1u);
}

BOOST_AUTO_TEST_CASE(csv_stands_beside_the_numbers)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    run({"--out", folder.path().string(), "--csv"}, [](Lab& lab) { lab.save(one_line()); });
    const std::string tsv = read_file(folder / "lab05_x.tsv");
    const std::string csv = read_file(folder / "lab05_x.csv");
    BOOST_TEST(!csv.empty());
    BOOST_TEST(std::count(csv.begin(), csv.end(), '\n') ==
               std::count(tsv.begin(), tsv.end(), '\n'));
    BOOST_TEST(csv.find('\t') == std::string::npos);
    const auto files = report_in(folder)["figures"][0]["files"];
    BOOST_TEST(files.dump().find("lab05_x.csv") != std::string::npos);
    BOOST_TEST(report_in(folder)["figures"][0]["name"] == "lab05_x");
}

BOOST_AUTO_TEST_CASE(exact_convolutions_are_direct_sums)
{
    const TemporaryFolder folder;
    const std::string out = folder.path().string();
    const auto direct = [&](std::vector<std::string> arguments) {
        bool found = false;
        run(std::move(arguments), [&](Lab&) { found = direct_sums(); });
        return found;
    };
    BOOST_TEST(direct({"--out", out, "--exact"}));
    BOOST_TEST(!direct({"--out", out}));
}

BOOST_AUTO_TEST_CASE(ctrl_c_keeps_what_exists)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const Result result =
        run({"--out", folder.path().string(), "--lang", "en", "--check"}, [](Lab& lab) {
            ::raise(SIGINT);
            BOOST_TEST(stop_requested());
            lab.save(one_line());
            find(lab, Outcome::supported);
        });
    BOOST_TEST(result.status == 130);
    BOOST_TEST(result.out.find("Interrupted: no verdict.") != std::string::npos);
    BOOST_TEST(result.out.find("Verdict:") == std::string::npos);
    BOOST_TEST(report_in(folder)["verdict"] == "interrupted");
    BOOST_TEST(report_in(folder)["findings"].empty()); // made of half a run
    BOOST_TEST(report_in(folder)["interrupted"] == true);
    BOOST_TEST(read_file(folder / "lab05_x.gp").find("interrupted") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_exit_code_names_the_signal)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    for (const int signal : {SIGTERM, SIGHUP}) {
        const auto stop = [&](Lab& lab) {
            ::raise(signal);
            lab.save(one_line());
        };
        BOOST_TEST(run({"--out", folder.path().string()}, stop).status == 128 + signal);
    }
}

BOOST_AUTO_TEST_CASE(figures_say_how_many_runs_ctrl_c_has_left)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    struct Method {
        Text name;
    };
    const std::vector<Method> two{{verbatim("a")}, {verbatim("b")}};
    std::size_t seeds = 0;
    const auto train = [&](const Method& method, Rng rng) {
        // The second method of the third seed is interrupted.
        const bool third = rng.uniform() == Rng(3).uniform();
        if (third && method.name.english() == "b") {
            ::raise(SIGINT);
            throw Interrupted(); // as a loop over steps does
        }
        Run run;
        run["cost"] = 1;
        return run;
    };
    const std::vector<std::string> arguments{
        "--out", folder.path().string(), "--lang", "en", "--seeds", "5", "--threads", "1"};
    const Result result = run(arguments, [&](Lab& lab) {
        seeds = lab.over_seeds(two, train)["a"].runs.size();
        lab.save(one_line());
        lab.claim({Outcome::supported, verbatim("x"), {}});
    });
    set_threads(0);
    BOOST_TEST(result.status == 130);
    BOOST_TEST(seeds == 2u); // those that both have finished
    BOOST_TEST(read_file(folder / "lab05_x.gp").find("seeds 1–2 · interrupted: 4 of 10 runs") !=
               std::string::npos);
    BOOST_TEST(result.out.find("Interrupted: no verdict (interrupted: 4 of 10 runs).") !=
               std::string::npos);
    BOOST_TEST(report_in(folder)["seeds"] == 2);
    BOOST_TEST(report_in(folder)["findings"].empty());
}

// Nothing of the study; all of what needs no training.
BOOST_AUTO_TEST_CASE(before_the_first_run_what_needs_none_is_shown)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    struct Method {
        Text name;
    };
    // One thread: a signal of two runs at once would be Ctrl-C twice, which ends the program.
    const std::vector<std::string> arguments{
        "--out", folder.path().string(), "--lang", "en", "--seeds", "5", "--threads", "1"};
    const Result result = run(arguments, [](Lab& lab) {
        const auto train = [](const Method&, Rng) -> Run {
            ::raise(SIGINT);
            throw Interrupted();
        };
        const Study study = lab.over_seeds(std::vector<Method>{{verbatim("a")}}, train);
        lab.save(one_line());
        study["a"];
        lab.save(one_line()); // not reached
    });
    set_threads(0);
    BOOST_TEST(result.out.find("Interrupted: no verdict (interrupted: 0 of 5 runs).") !=
               std::string::npos);
    BOOST_TEST(report_in(folder)["figures"].size() == 1u);
}

// What half a run left may be too little for code that counts on a whole one.
BOOST_AUTO_TEST_CASE(a_slip_after_ctrl_c_is_the_interruption)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const Result result = run({"--out", folder.path().string(), "--lang", "en"}, [](Lab& lab) {
        lab.save(one_line());
        ::raise(SIGINT);
        static_cast<void>(std::vector<int>().at(0));
    });
    BOOST_TEST(result.status == 130);
    BOOST_TEST(report_in(folder)["verdict"] == "interrupted");
}

BOOST_AUTO_TEST_CASE(a_run_replaces_what_the_one_before_left_and_nothing_else)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const std::string out = folder.path().string();
    Figure other("other", tr("Line"));
    other.panel().line(verbatim("y"), {1, 2, 3}, {1, 4, 9});
    const auto draw = [&](const Figure& figure) {
        return run({"--out", out}, [&](Lab& lab) { lab.save(figure); });
    };
    draw(other);
    for (const char* mine : {"lab05_mine.png", "lab06_x.tsv", "notes.txt"})
        write_file(folder / mine, "mine");
    run({"--out", out}, [](Lab&) { ::raise(SIGINT); }); // nothing new: the old stays
    BOOST_TEST(std::filesystem::exists(folder / "lab05_other.tsv"));
    BOOST_TEST(report_in(folder)["figures"].size() == 1u);
    draw(one_line());
    BOOST_TEST(!std::filesystem::exists(folder / "lab05_other.tsv"));
    BOOST_TEST(!std::filesystem::exists(folder / "lab05_other.gp"));
    BOOST_TEST(std::filesystem::exists(folder / "lab05_x.tsv"));
    for (const char* mine : {"lab05_mine.png", "lab06_x.tsv", "notes.txt"})
        BOOST_TEST(read_file(folder / mine) == "mine");
    // A report that lists what is not a figure of the lab removes none of it.
    write_file(folder / "lab05.json", R"({"figures": [{"files": ["notes.txt", "lab05_/../notes.txt",
                                         "lab06_x.tsv", 5]}]})");
    draw(one_line());
    BOOST_TEST(read_file(folder / "notes.txt") == "mine");
    BOOST_TEST(read_file(folder / "lab06_x.tsv") == "mine");
}

BOOST_AUTO_TEST_CASE(what_killed_runs_left_goes_and_what_living_ones_write_stays)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const pid_t dead = ::fork();
    if (dead == 0) ::_exit(0);
    ::waitpid(dead, nullptr, 0);
    const auto left_by = [&](pid_t process) {
        return folder / fmt::format("lab05.json.new-{}", process);
    };
    for (const pid_t process : {dead, ::getppid()}) write_file(left_by(process), "");
    run({"--out", folder.path().string()}, [](Lab& lab) { lab.save(one_line()); });
    BOOST_TEST(!std::filesystem::exists(left_by(dead)));
    BOOST_TEST(std::filesystem::exists(left_by(::getppid())));
}

BOOST_AUTO_TEST_CASE(a_slip_in_a_figure_names_it_and_keeps_those_before)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const auto slip = [&](const std::function<void(Panel&)>& draw) {
        return run({"--out", folder.path().string(), "--quiet"}, [&](Lab& lab) {
            lab.save(one_line());
            Figure figure("fan", tr("Line"));
            figure.panel();
            draw(figure.panel(tr("cost")));
            lab.save(figure);
        });
    };
    const Result colour = slip([](Panel& panel) {
        panel.line({}, {1, 2}, {1, 2}, {.colour = 17});
    });
    BOOST_TEST(later_lines(colour) == "lab05: the experiment stopped after figure x: figure fan, "
                                      "panel 2 'cost': Colour 17 does not exist; take "
                                      "1 … 8, 9 … 16 of the ramp, or 0 for the next.\n");
    const Result shorter = slip([](Panel& panel) {
        panel.runs(verbatim("SGD"), {1, 2, 3}, {{1, 2, 3}, {1, 2}});
    });
    BOOST_TEST(later_lines(shorter) ==
               "lab05: the experiment stopped after figure x: figure fan, panel 2 'cost': runs "
               "'SGD': 3 values of x but 2 "
               "of y; give both the same number. Did a run diverge, or end early?\n");
    BOOST_TEST(std::filesystem::exists(folder / "lab05_x.tsv"));
}

BOOST_AUTO_TEST_CASE(a_full_or_closed_standard_output_costs_no_figure)
{
    const TemporaryFolder folder, tools;
    const Environment path("PATH", tools.path().string());
    const int saved = ::dup(STDOUT_FILENO);
    const auto with_output = [&](const std::function<void()>& spoil) {
        std::filesystem::remove(folder / "lab05_x.tsv");
        std::string name = "./lab05", out = "--out", place = folder.path().string();
        std::vector<char*> argv{name.data(), out.data(), place.data(), nullptr};
        const Capture err(2);
        std::fflush(stdout);
        spoil();
        const int status = run_lab(3, argv.data(), example, [](Lab& lab) {
            lab.print(verbatim("one"));
            lab.save(one_line());
        });
        std::fflush(stdout);
        std::clearerr(stdout);
        ::dup2(saved, STDOUT_FILENO);
        return Result{status, "", err.text()};
    };
    const auto become = [](int descriptor) {
        ::dup2(descriptor, STDOUT_FILENO);
        ::close(descriptor);
    };
    for (const bool closed : {false, true}) {
        const Result result = with_output([&] {
            if (closed)
                ::close(STDOUT_FILENO);
            else
                become(::open("/dev/full", O_WRONLY));
        });
        BOOST_TEST(std::filesystem::exists(folder / "lab05_x.tsv"));
        BOOST_TEST(result.status == 4); // gnuplot is missing, which is worse
        BOOST_TEST(later_lines(result) == "");
    }
    // A reader that goes away is told nothing.
    const Result gone = with_output([&] {
        int ends[2];
        BOOST_REQUIRE(::pipe(ends) == 0);
        ::close(ends[0]);
        become(ends[1]);
    });
    BOOST_TEST(later_lines(gone) == "");
    BOOST_TEST(gone.status == 4);
    BOOST_TEST(std::filesystem::exists(folder / "lab05_x.tsv"));
    ::close(saved);
}

BOOST_AUTO_TEST_CASE(progress_is_silent_without_a_terminal)
{
    const TemporaryFolder folder;
    const Result result = run({"--out", folder.path().string()}, [](Lab& lab) {
        ProgressBar bar = lab.progress(tr("train"), 10);
        bar.advance(10);
    });
    BOOST_TEST(result.err == "");
}

BOOST_AUTO_TEST_SUITE_END()
