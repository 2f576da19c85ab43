#include "base/error.hpp"
#include "shell/options.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(options)

using namespace descente;
using namespace descente::testing;

namespace {

const Count epochs("epochs", 10, 2, {1, 100}, tr("epochs"));
const Number momentum("momentum", 0.9, {0, 0.999}, tr("momentum"));
const Switch nesterov("nesterov", tr("look ahead"));
const File weights("weights", tr("trained weights"));

const List decays("decays", {0, 0.9}, {0, 0.99}, tr("momentum"), 1, 4, {{"usual", {0.9}}});
const List scales("scales", {0.1}, {1e-4, 10}, tr("learning rate"));
const Words parts("parts", {"a", "b"}, {"a", "b", "c"}, tr("steps"));
const Choice bug("bug", "none", {"none", "labels"}, tr("steps"));

const LabInfo example = {
    .number = 5,
    .title = tr("learning rate"),
    .question = tr("momentum"),
    .claim = tr("cost"),
    .knobs = {{&epochs, &momentum, &nesterov, &weights, &decays, &scales, &parts, &bug}}};

const std::filesystem::path& path_of(const File& file) { return file; }

Options parse(const std::vector<std::string>& arguments)
{
    return parse_options(arguments, example, "/top");
}

/// The line a user sees; "" when the arguments were accepted.
std::string refusal(const std::vector<std::string>& arguments)
{
    try {
        parse(arguments);
        return "";
    } catch (const UsageError& error) {
        return error.what();
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(defaults_are_the_full_run)
{
    const Environment locale("LC_ALL", "C");
    const Options options = parse({});
    BOOST_TEST(options.seed == 1u);
    BOOST_TEST(options.seeds == 5);
    BOOST_TEST(options.threads == 0);
    BOOST_TEST(options.dataset == "fashion-mnist");
    BOOST_TEST(!options.dataset_given);
    BOOST_TEST(options.out_folder.string() == "/top/plots");
    BOOST_TEST(options.style.formats == std::vector<std::string>{"png"});
    BOOST_TEST(options.style.size == "16:9");
    BOOST_TEST(options.style.theme == "light");
    BOOST_TEST((options.style.language == Language()));
    BOOST_TEST(epochs == 10);
    BOOST_TEST(!nesterov);
    BOOST_TEST((!options.quick && !options.style.csv && !options.quiet && !options.check));
}

BOOST_AUTO_TEST_CASE(quick_changes_defaults_but_not_what_is_written)
{
    const Options options = parse({"--quick", "--seeds", "7"});
    BOOST_TEST(epochs == 2);
    BOOST_TEST(options.seeds == 7);
    BOOST_TEST(parse({"--quick"}).seeds == 2);
}

BOOST_AUTO_TEST_CASE(values_are_read)
{
    const Options options = parse({"--seed",     "18446744073709551615",
                                   "--epochs=3", "--momentum",
                                   "0.5",        "--nesterov",
                                   "--format",   "pdf,svg,pdf",
                                   "--size",     "half",
                                   "--theme",    "dark",
                                   "--lang",     "fr",
                                   "--dataset",  "mnist",
                                   "--data",     "/d",
                                   "--out",      "/o",
                                   "--threads",  "2",
                                   "--exact",    "--figures",
                                   "slide,bias", "--csv",
                                   "--check"});
    BOOST_TEST(options.seed == 18446744073709551615u);
    BOOST_TEST(epochs == 3);
    BOOST_TEST(momentum == 0.5);
    BOOST_TEST(bool(nesterov));
    BOOST_TEST((options.style.formats == std::vector<std::string>{"pdf", "svg"}));
    BOOST_TEST((options.figures == std::vector<std::string>{"slide", "bias"}));
    BOOST_TEST(options.style.size == "half");
    BOOST_TEST(options.style.theme == "dark");
    BOOST_TEST((options.style.language == Language("fr")));
    BOOST_TEST(options.dataset == "mnist");
    BOOST_TEST(options.dataset_given);
    BOOST_TEST(options.data_folder.string() == "/d");
    BOOST_TEST(options.out_folder.string() == "/o");
    BOOST_TEST(options.threads == 2);
    BOOST_TEST(options.exact);
    BOOST_TEST((options.style.csv && options.check));
}

BOOST_AUTO_TEST_CASE(unknown_options_name_the_nearest)
{
    BOOST_TEST(refusal({"--sedes"}) == "unknown option --sedes; did you mean --seeds?");
    BOOST_TEST(refusal({"--sedes", "3"}) == "unknown option --sedes; did you mean --seeds?");
    BOOST_TEST(refusal({"--epoch=3"}) == "unknown option --epoch; did you mean --epochs?");
    BOOST_TEST(refusal({"--colour"}) == "unknown option --colour; --help lists the options");
    // Words that are only as long as they are wrong are no slips of the finger.
    BOOST_TEST(refusal({"--beta", "1"}) == "unknown option --beta; --help lists the options");
    BOOST_TEST(refusal({"--rate", "1"}) == "unknown option --rate; --help lists the options");
    BOOST_TEST(refusal({"--="}) == "unknown option --; --help lists the options");
    BOOST_TEST(refusal({"--=3"}) == "unknown option --=3; --help lists the options");
    BOOST_TEST(refusal({"-h"}) == "unknown option -h; did you mean --help?");
    BOOST_TEST(refusal({"-quick"}) == "unknown option -quick; did you mean --quick?");
    BOOST_TEST(refusal({"fast"}) == "\"fast\" is not an option; see --help");
}

BOOST_AUTO_TEST_CASE(other_words_for_a_learning_rate)
{
    const Number alpha("alpha", 0.1, {0, 1}, tr("learning rate"));
    LabInfo info = example;
    info.knobs = {{&alpha}};
    for (const char* word : {"--lr", "--rate", "--learning-rate"})
        BOOST_CHECK_EXCEPTION(parse_options({word, "1"}, info, "/top"), UsageError,
                              [](const UsageError& error) {
                                  return std::string(error.what()).ends_with("mean --alpha?");
                              });
}

BOOST_AUTO_TEST_CASE(words_are_shown_without_what_a_terminal_obeys)
{
    const std::string x60(60, 'x');
    BOOST_TEST(refusal({"--seed", x60 + "y"}).ends_with("not \"" + x60 + "…\""));
    BOOST_TEST(refusal({"--size", "a\x1b[31m\n\xff\xc2\x9bé"})
                   .ends_with("not \"a\\x1b[31m\\x0a\\xff\\xc2\\x9bé\""));
    BOOST_TEST(refusal({"--\x1b[2J"}).starts_with("unknown option --\\x1b[2J;"));
}

BOOST_AUTO_TEST_CASE(abbreviations_are_not_guessed)
{
    BOOST_TEST(refusal({"--qui"}) != "");
    BOOST_TEST(refusal({"--thr", "2"}) != "");
    BOOST_TEST(refusal({"--QUICK"}) != "");
}

BOOST_AUTO_TEST_CASE(values_out_of_range_name_the_range)
{
    BOOST_TEST(refusal({"--epochs", "-1"}) ==
               "--epochs takes a whole number from 1 to 100, not \"-1\"");
    BOOST_TEST(refusal({"--epochs=101"}) ==
               "--epochs takes a whole number from 1 to 100, not \"101\"");
    BOOST_TEST(refusal({"--epochs", "2.5"}) ==
               "--epochs takes a whole number from 1 to 100, not \"2.5\"");
    BOOST_TEST(refusal({"--epochs", "3x"}) ==
               "--epochs takes a whole number from 1 to 100, not \"3x\"");
    BOOST_TEST(refusal({"--momentum", "nan"}) ==
               "--momentum takes a number from 0 to 0.999, not \"nan\"");
    BOOST_TEST(refusal({"--seed", "abc"}) ==
               "--seed takes a whole number from 0 to 18446744073709551615, not \"abc\"");
    BOOST_TEST(refusal({"--seed", "-1"}).starts_with("--seed takes a whole number from 0"));
    BOOST_TEST(refusal({"--threads", "0"}) ==
               "--threads takes a whole number from 1 to 1024, not \"0\"");
    BOOST_TEST(refusal({"--seeds", "0"}) ==
               "--seeds takes a whole number from 1 to 1000, not \"0\"");
    BOOST_TEST(refusal({"--format", "bmp"}) ==
               "--format takes any of png, pdf, svg, gif, tex, txt, with commas between, not "
               "\"bmp\"");
    BOOST_TEST(refusal({"--format", "png,"}) != "");
    BOOST_TEST(refusal({"--size", "A4"}) ==
               "--size takes one of 16:9, 4:3, half, half-4:3, not \"A4\"");
    BOOST_TEST(refusal({"--theme", "drak"}) ==
               "--theme takes one of light, dark, print, not \"drak\"; did you mean dark?");
    BOOST_TEST(refusal({"--theme", "blue"}) ==
               "--theme takes one of light, dark, print, not \"blue\"");
    BOOST_TEST(refusal({"--lang", "de"}) == "--lang takes one of en, fr, not \"de\"");
    BOOST_TEST(refusal({"--dataset", "imagenet"}).starts_with("--dataset takes one of "));
    BOOST_TEST(refusal({"--out", ""}) == "--out takes a folder, not \"\"");
}

BOOST_AUTO_TEST_CASE(values_missing_or_too_many)
{
    BOOST_TEST(refusal({"--seed"}) == "--seed needs a value; see --help");
    BOOST_TEST(refusal({"--seed", "--quick"}) == "--seed needs a value; see --help");
    BOOST_TEST(refusal({"--seed="}) != "");
    BOOST_TEST(refusal({"--quick=yes"}) == "--quick is a switch and takes no value");
    BOOST_TEST(refusal({"--seed", "1", "--seed", "2"}) == "--seed is given twice");
    BOOST_TEST(refusal({"--quick", "--quick"}) == "--quick is given twice");
}

BOOST_AUTO_TEST_CASE(the_command_line_wins_over_the_config_file)
{
    const TemporaryFolder folder;
    const std::string file = (folder / "class.conf").string();
    write_file(file, "# for Monday's class\n\nepochs = 4   # short\nseed=9\nquick = yes\n"
                     "nesterov = true\nlang = fr\n");
    const Options options = parse({"--config", file, "--epochs", "6"});
    BOOST_TEST(epochs == 6);
    BOOST_TEST(options.seed == 9u);
    BOOST_TEST(options.quick);
    BOOST_TEST(bool(nesterov));
    BOOST_TEST((options.style.language == Language("fr")));
}

BOOST_AUTO_TEST_CASE(a_wrong_config_file_is_refused_with_its_line)
{
    const TemporaryFolder folder;
    const std::string file = (folder / "c").string();
    const auto refusal_of = [&](const std::string& content) {
        write_file(file, content);
        const std::string line = refusal({"--config", file});
        BOOST_REQUIRE_MESSAGE(line.starts_with(file), line);
        return line.substr(file.size());
    };
    BOOST_TEST(refusal_of("seed = 1\nepoks = 2\n") ==
               ":2: unknown option epoks; did you mean epochs?");
    BOOST_TEST(refusal_of("\nepochs 3\n") == ":2: this line is not `name = value`");
    BOOST_TEST(refusal_of("epochs = 1000\n") ==
               ":1: epochs takes a whole number from 1 to 100, not \"1000\"");
    BOOST_TEST(refusal_of("seed = 1\nseed = 2\n") ==
               ":2: seed is set for the second time; first at " + file + ":1");
    BOOST_TEST(refusal_of("config = other\n") == ":1: config belongs on the command line");
    BOOST_TEST(refusal_of("quick = perhaps\n") == ":1: this line is not `name = value`");
    BOOST_TEST(refusal_of("\n[quick]\nseed = 2\n") ==
               ":2: [quick] begins a section; write only lines `name = value`");
    BOOST_TEST(refusal_of("\xef\xbb\xbfseed = 2\r\nseeds = 0\r\n") == // as some editors write
               ":2: seeds takes a whole number from 1 to 1000, not \"0\"");
    const std::string pipe = (folder / "pipe").string();
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0); // to open it would be to wait
    for (const std::string& place : {pipe, std::string("/dev/zero")})
        BOOST_TEST(refusal({"--config", place}) ==
                   "--config " + place + ": no file of options there; check the name");
    const std::string missing = (folder / "missing").string();
    BOOST_TEST(refusal({"--config", missing}) ==
               "--config " + missing + ": no file of options there; check the name");
    BOOST_TEST(refusal({"--config", folder.path().string()}) ==
               "--config " + folder.path().string() + ": no file of options there; check the name");
}

BOOST_AUTO_TEST_CASE(the_language_follows_the_locale)
{
    const Environment all("LC_ALL", "fr_FR.UTF-8");
    BOOST_TEST((parse({}).style.language == Language("fr")));
    BOOST_TEST((parse({"--lang", "en"}).style.language == Language()));
    const Environment none("LC_ALL", ""), messages("LC_MESSAGES", ""), lang("LANG", "fr_CA.UTF-8");
    BOOST_TEST((language_of_locale() == Language("fr")));
    const Environment english("LC_MESSAGES", "en_GB.UTF-8"); // stands before LANG
    BOOST_TEST((language_of_locale() == Language()));
}

BOOST_AUTO_TEST_CASE(help_shows_defaults_and_ranges_in_both_languages)
{
    const std::string english = help_text(example, parse({"--lang", "en"}));
    const std::string french = help_text(example, parse({"--lang", "fr"}));
    for (const char* part : {"Lab 05 · learning rate", "momentum", "cost", "--epochs N",
                             "whole number, 1 to 100; default 10, 2 with --quick", "--nesterov",
                             "number, 0 to 0.999; default 0.9)", "default 5, 2 with --quick"})
        BOOST_TEST(english.find(part) != std::string::npos, part);
    for (const char* part :
         {"pas d'apprentissage", "moment", "coût", "nombre, de 0 à 0,999\u00a0; par défaut 0,9)",
          "nombre entier, de 1 à 100\u00a0; par défaut 10, 2 avec --quick"})
        BOOST_TEST(french.find(part) != std::string::npos, part);
    for (const char* name :
         {"help", "quick", "seed", "seeds", "threads", "exact", "dataset", "data", "out", "format",
          "size", "theme", "lang", "csv", "config", "quiet", "check"})
        BOOST_TEST(english.find("\n  --" + std::string(name) + " ") != std::string::npos, name);
}

BOOST_AUTO_TEST_CASE(help_names_the_preferred_set)
{
    LabInfo info = example;
    info.preferred_dataset = "cifar10";
    const auto help = [&](const char* language) {
        return help_text(info, parse_options({"--lang", language}, info, "/top"));
    };
    BOOST_TEST(help("en").find("default cifar10 where it is found, else fashion-mnist") !=
               std::string::npos);
    BOOST_TEST(help("fr").find("par défaut cifar10 s'il est là, sinon fashion-mnist") !=
               std::string::npos);
    BOOST_TEST(help_text(example, parse({"--lang", "en"})).find("where it is found") ==
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(nearest_counts_a_swap_as_one_slip)
{
    BOOST_TEST(nearest("sedes", {"seed", "seeds"}) == "seeds");
    BOOST_TEST(nearest("tehme", {"theme"}) == "theme");
    BOOST_TEST(nearest("xyz", {"seed", "out", "abc"}) == ""); // three letters, all wrong
    BOOST_TEST(nearest("", {"ab"}) == "");
    BOOST_TEST(nearest("beta", {"data"}) == ""); // half of it
}

BOOST_AUTO_TEST_CASE(a_word_is_quoted_where_a_shell_would_take_it_for_more)
{
    BOOST_TEST(shell_word("./lab05") == "./lab05");
    BOOST_TEST(shell_word("") == "''");
    BOOST_TEST(shell_word("it's $5") == "'it'\\''s $5'");
}

BOOST_AUTO_TEST_CASE(the_top_folder_does_not_depend_on_the_working_folder)
{
    const std::filesystem::path before = std::filesystem::current_path(), top = top_folder();
    BOOST_TEST(top.is_absolute());
    std::filesystem::current_path("/");
    BOOST_TEST(top_folder() == top);
    std::filesystem::current_path(before);
}

BOOST_AUTO_TEST_CASE(file_names_carry_two_digits)
{
    BOOST_TEST(lab_name(example) == "lab05");
    LabInfo other = example;
    other.number = 12;
    BOOST_TEST(lab_name(other) == "lab12");
}

BOOST_AUTO_TEST_CASE(files_of_the_lab, *boost::unit_test::label("lab11"))
{
    parse({});
    BOOST_TEST(path_of(weights).empty());
    const TemporaryFolder folder;
    const std::string file = (folder / "net.safetensors").string();
    const auto refused = [&] {
        try {
            parse({"--weights", file});
        } catch (const Error& error) {
            return error.line().english();
        }
        return std::string("taken");
    };
    BOOST_TEST(refused() == file + ": no file for --weights there; check the name");
    write_file(file, "");
    BOOST_TEST(refused() == "--weights takes a file that is not empty, not \"" + file + "\"");
    std::filesystem::permissions(file, std::filesystem::perms::none);
    if (::geteuid() != 0) // root reads all
        BOOST_TEST(refused() == file + ": cannot be read; check its permissions");
    std::filesystem::remove(file);
    BOOST_REQUIRE(::mkfifo(file.c_str(), 0600) == 0); // nobody waits for a writer
    BOOST_TEST(refused() == file + ": no file for --weights there; check the name");
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    BOOST_TEST(refused() == file + ": no file for --weights there; check the name");
    std::filesystem::remove(file);
    write_file(file, "some");
    parse({"--weights", file});
    BOOST_TEST(path_of(weights) == file);
    BOOST_TEST(refusal({"--weights", ""}) == "--weights takes a file, not \"\"");
    BOOST_TEST(refusal({"--weight", "x"}).find("did you mean --weights?") != std::string::npos);
    BOOST_TEST(help_text(example, parse({})).find("--weights FILE") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_list_is_written_with_commas_as_a_range_or_by_name)
{
    const auto is = [](const List& list, const std::vector<double>& wanted) {
        const std::vector<double>& found = list;
        BOOST_REQUIRE(found.size() == wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            BOOST_TEST(found[i] == wanted[i], boost::test_tools::tolerance(1e-12));
    };
    parse({"--decays", "0.5,0.9"});
    is(decays, {0.5, 0.9});
    parse({"--decays", "0:0.9:4"}); // in equal steps
    is(decays, {0, 0.3, 0.6, 0.9});
    parse({"--scales", "0.01:1:3"}); // in equal ratios
    is(scales, {0.01, 0.1, 1});
    parse({"--decays", "usual"});
    is(decays, {0.9});
    parse({});
    is(decays, {0, 0.9});
    for (const char* wrong : {"", "x", "0.5,", "1", "0,0,0,0,0", "0:0.9", "0:0.9:1", "0:0.9:5",
                              "0:0.9:2.5", "nan", "0:0.9:nan", "0.5 0.9"})
        BOOST_TEST(
            refusal({"--decays", wrong}) ==
            "--decays takes numbers from 0 to 0.99 with commas between, or FROM:TO:COUNT, at "
            "most 4, not \"" +
                std::string(wrong) + "\"");
}

BOOST_AUTO_TEST_CASE(words_are_of_those_there_are)
{
    parse({"--parts", "c,a", "--bug", "labels"});
    BOOST_TEST(parts.has("c"));
    BOOST_TEST(!parts.has("b"));
    BOOST_TEST(bug.turned());
    BOOST_TEST(refusal({"--parts", "a,d"}) ==
               "--parts takes any of a, b, c, with commas between, not \"a,d\"");
    BOOST_TEST(refusal({"--bug", "label"}) ==
               "--bug takes one of none, labels, not \"label\"; did you mean labels?");
    BOOST_TEST(refusal({"--bug", "none,labels"}) ==
               "--bug takes one of none, labels, not \"none,labels\"");
}

BOOST_AUTO_TEST_CASE(a_budget_is_seconds)
{
    BOOST_TEST(parse({}).budget == 0);
    BOOST_TEST(parse({"--budget", "20s"}).budget == 20);
    BOOST_TEST(parse({"--budget=7.5"}).budget == 7.5);
    for (const char* word : {"4s", "601", "20 s", "20ss", "s", "1m", "nan", ""})
        BOOST_TEST(refusal({"--budget", word}) ==
                   fmt::format("--budget takes seconds, 5 to 600, such as 20s, not \"{}\"", word));
}

BOOST_AUTO_TEST_SUITE_END()
