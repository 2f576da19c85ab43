// The only file that includes Boost.Program_options. Values arrive as text and are converted here,
// so that every message is ours and names the range.
#include "shell/options.hpp"

#include "base/error.hpp"
#include "io/readers.hpp"
#include "io/whole_file.hpp"
#include "shell/console.hpp"

#include <algorithm>
#include <boost/algorithm/string.hpp>
#include <boost/program_options.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>

namespace descente {

namespace po = boost::program_options;

namespace {

/// A word given for an option, and how a message about it begins: "--seed", "class.conf:2: seed".
struct Given {
    std::string origin, word;
};

[[noreturn]] void refuse(const Given& given, const Text& wanted, const std::string& guess = {})
{
    const Text line = tr("{} takes {}, not \"{}\"", given.origin, wanted, shown(given.word));
    throw UsageError(guess.empty() ? line : tr("{}; did you mean {}?", line, guess));
}

/// An option: its row in --help, and what is done with the word given for it.
struct Row {
    std::string name;
    std::string value; ///< what stands for the value in --help; empty for a switch
    Text help;
    std::function<void(const Given&)> take;
};

/// What an option takes that is a number.
struct NumberOption {
    double full = 0, quick = 0; ///< the default, and the default with --quick
    Allowed allowed = {};       ///< refused outside
    bool whole = true;
};

Text with_range(const Text& help, const NumberOption& option)
{
    const Text kind = option.whole ? tr("whole number") : tr("number");
    const auto [least, most] = option.allowed;
    if (std::isnan(option.full))
        return tr("{} ({}, {:Lg} to {:Lg}; default: tuned)", help, kind, least, most);
    if (option.quick != option.full)
        return tr("{} ({}, {:Lg} to {:Lg}; default {:Lg}, {:Lg} with --quick)", help, kind, least,
                  most, option.full, option.quick);
    return tr("{} ({}, {:Lg} to {:Lg}; default {:Lg})", help, kind, least, most, option.full);
}

// ---- words as values ----

/// The whole word as a number.
bool read(const Given& given, auto& value)
{
    const char* const last = given.word.data() + given.word.size();
    const auto [end, error] = std::from_chars(given.word.data(), last, value);
    return error == std::errc() && end == last;
}

double number(const Given& given, const NumberOption& option)
{
    const auto [least, most] = option.allowed;
    double value = 0;
    const bool fits = read(given, value) && value >= least && value <= most;
    if (!fits || (option.whole && value != std::floor(value)))
        refuse(given, option.whole ? tr("a whole number from {:Lg} to {:Lg}", least, most)
                                   : tr("a number from {:Lg} to {:Lg}", least, most));
    return value;
}

/// "0.1,0.3" or "0.1:1:4"; each of them as allowed.
std::vector<double> number_list(const Given& given, Allowed allowed, std::size_t least,
                                std::size_t most)
{
    const double low = allowed.least, high = allowed.most;
    const auto refuse_it = [&] {
        refuse(given,
               least == most && most > 1
                   ? tr("{} numbers from {:Lg} to {:Lg} with commas between", most, low, high)
                   : tr("numbers from {:Lg} to {:Lg} with commas between, or FROM:TO:COUNT, "
                        "at most {}",
                        low, high, most));
    };
    const bool is_range = given.word.find(':') != std::string::npos;
    std::vector<std::string> pieces;
    boost::algorithm::split(pieces, given.word, boost::algorithm::is_any_of(is_range ? ":" : ","));
    std::vector<double> numbers;
    for (const std::string& piece : pieces)
        if (double value = 0; read(Given{given.origin, piece}, value)) numbers.push_back(value);
    if (numbers.size() != pieces.size()) refuse_it();
    if (is_range) {
        const double count = numbers.size() == 3 ? numbers[2] : 0;
        if (!(count >= 2 && count <= double(most)) || count != std::floor(count)) refuse_it();
        const double from = numbers[0], to = numbers[1];
        const bool by_ratio = low > 0 && high >= 1000 * low && from > 0 && to > 0;
        numbers.clear();
        for (int i = 0; i < int(count); ++i) {
            const double share = i / (count - 1);
            numbers.push_back(by_ratio ? from * std::pow(to / from, share)
                                       : from + share * (to - from));
        }
    }
    const bool fit =
        std::ranges::all_of(numbers, [&](double value) { return value >= low && value <= high; });
    if (!fit || numbers.size() < least || numbers.size() > most) refuse_it();
    return numbers;
}

bool contains(const std::vector<std::string>& words, const std::string& word)
{
    return std::ranges::find(words, word) != words.end();
}

// What these give takes the word into `value`.

auto on(bool& value)
{
    return [&value](const Given&) { value = true; };
}

auto one_of(std::string& value, std::vector<std::string> allowed)
{
    return [&value, allowed = std::move(allowed)](const Given& given) {
        if (!contains(allowed, given.word))
            refuse(given, tr("one of {}", boost::algorithm::join(allowed, ", ")),
                   nearest(given.word, allowed));
        value = given.word;
    };
}

/// The words between the commas, each once.
auto words(std::vector<std::string>& value, Text wanted, std::vector<std::string> allowed = {})
{
    return [&value, wanted = std::move(wanted), allowed = std::move(allowed)](const Given& given) {
        value.clear();
        std::istringstream rest(given.word + ","); // a last empty word is kept, to be refused
        for (std::string one; std::getline(rest, one, ',');) {
            if (allowed.empty() ? one.empty() : !contains(allowed, one))
                refuse(given, wanted, nearest(one, allowed));
            if (!contains(value, one)) value.push_back(one);
        }
    };
}

auto path(std::filesystem::path& value, Text wanted)
{
    return [&value, wanted = std::move(wanted)](const Given& given) {
        if (given.word.empty()) refuse(given, wanted);
        value = given.word;
    };
}

// ---- the options there are ----

/// The options every lab has, in the order of --help; they fill `o`.
std::vector<Row> common_rows(const LabInfo& info, Options& o)
{
    const Text set = info.preferred_dataset.empty() ? verbatim(info.dataset)
                                                    : tr("{} where it is found, else {}",
                                                         info.preferred_dataset, info.dataset);
    const Text dataset =
        info.dataset.empty()
            ? tr("(this lab makes its own data)")
            : tr("data set: {}; default {}", boost::algorithm::join(dataset_names(), ", "), set);
    const NumberOption seeds{info.seeds_full, info.seeds_quick, {1, 1000}};
    const auto any_of = [](const std::vector<std::string>& names) {
        return tr("any of {}, with commas between", boost::algorithm::join(names, ", "));
    };
    std::vector<std::string> figures;
    std::istringstream names(info.figures);
    for (std::string name; names >> name;) figures.push_back(name);
    const Text some =
        figures.empty() ? tr("names of figures with commas between") : any_of(figures);
    const Text sheets = std::ranges::count(figures, handout) > 0
                            ? tr("; handout: sheets of which the others are slides")
                            : Text();
    const auto take_seed = [&o](const Given& given) {
        if (!read(given, o.seed))
            refuse(given, tr("a whole number from 0 to 18446744073709551615"));
    };
    const auto take_seeds = [&o, seeds](const Given& given) {
        o.seeds = static_cast<int>(number(given, seeds));
    };
    const auto take_budget = [&o](const Given& given) {
        const bool has_unit = given.word.ends_with('s');
        const Given bare{given.origin, given.word.substr(0, given.word.size() - has_unit)};
        if (!read(bare, o.budget) || !(o.budget >= 5 && o.budget <= 600))
            refuse(given, tr("seconds, 5 to 600, such as 20s"));
    };
    const auto take_threads = [&o](const Given& given) {
        o.threads = static_cast<int>(number(given, {0, 0, {1, 1024}}));
    };
    const auto take_processes = [&o](const Given& given) {
        o.runs_on = static_cast<int>(number(given, {1, 1, {1, 256}}));
    };
    const auto take_dataset = [&o, take = one_of(o.dataset, dataset_names())](const Given& given) {
        o.dataset_given = true;
        take(given);
    };
    const auto take_language = [&o](const Given& given) {
        std::string code;
        one_of(code, language_codes())(given);
        o.style.language = Language(code);
    };
    std::vector<Row> rows{
        {"help", "", tr("this text"), on(o.help)},
        {"lesson", "", tr("the part of the source that is about the slide"), on(o.lesson)},
        {"quick", "", tr("a small run, some seconds"), on(o.quick)},
        {"seed", "N", tr("seed of the first run; default 1"), take_seed},
        {"seeds", "K", with_range(tr("runs of each kind"), seeds), take_seeds},
        {"budget", "SECONDS",
         tr("end in time, 5 to 600 (20s): fewer epochs, then samples, then seeds; no verdict where "
            "it is less than the course's"),
         take_budget},
        {"threads", "N", tr("threads, 1 to 1024; default: one a core; last digits may change"),
         take_threads},
        {"exact", "", tr("convolutions as direct sums, without Winograd's short cut: slower"),
         on(o.exact)},
        {"runs-on", "N", tr("share the runs among so many processes, 1 to 256 (needs `make mpi`)"),
         take_processes},
        {"dataset", "NAME", dataset, take_dataset},
        {"data", "DIR", tr("folder of the data files"), path(o.data_folder, tr("a folder"))},
        {"out", "DIR", tr("where figures go; default: plots/ beside the program"),
         path(o.out_folder, tr("a folder"))},
        {"figures", "LIST", tr("only these figures, {}; default: all{}", some, sheets),
         words(o.figures, some, figures)},
        {"format", "LIST", tr("pictures: {}; default png", any_of(picture_formats)),
         words(o.style.formats, any_of(picture_formats), picture_formats)},
        {"size", "SIZE",
         tr("shape of figures: {}; default 16:9", boost::algorithm::join(picture_sizes, ", ")),
         one_of(o.style.size, picture_sizes)},
        {"theme", "NAME", tr("{}; default light", boost::algorithm::join(picture_themes, ", ")),
         one_of(o.style.theme, picture_themes)},
        {"lang", boost::algorithm::join(language_codes(), "|"),
         tr("language; default: that of the locale"), take_language},
        {"live", "",
         tr("show what happens while it happens, in a window or in the terminal; keys: space, s, "
            "+, "
            "-, q"),
         on(o.live)},
        {"record", "",
         tr("keep what --live shows as an animation, labNN_board.gif (with ffmpeg: .mp4)"),
         on(o.record)},
        {"csv", "", tr("also write the numbers as .csv"), on(o.style.csv)},
        {"predict", "", tr("ask the class what it expects before each main figure is shown"),
         on(o.predict)},
        {"blank", "", tr("each figure once more without its series: a slide for before"),
         on(o.style.blank)},
        {"steps", "", tr("each figure as numbered slides, with one more series each time"),
         on(o.style.steps)},
        {"config", "FILE", tr("options from a file of lines `name = value`; the command line wins"),
         [](const Given&) {}}, // read by then
        {"quiet", "", tr("print nothing but errors"), on(o.quiet)},
        {"check", "", tr("exit with 1 unless the verdict is \"supported\""), on(o.check)},
    };
    if (info.worksheet == nullptr) return rows;
    const auto take_worksheet = [&o](const Given& given) {
        o.worksheet = static_cast<std::uint64_t>(number(given, {0, 0, {0, 999'999'999}}));
    };
    rows.push_back({"worksheet", "N",
                    tr("instead of a run: a page to work out by hand, as pdf or --format png, made "
                       "for a student's number, 0 to 999999999"),
                    take_worksheet});
    rows.push_back({"class", "FILE",
                    tr("one for each student of a file: a line is a name, or a number and a name"),
                    path(o.class_file, tr("a file of names"))});
    rows.push_back({"answers", "", tr("with either: the answers, too"), on(o.answers)});
    return rows;
}

/// Worksheets are for paper: pdf unless another format was given.
void check_worksheets(Options& o, bool format_given)
{
    const bool one = o.worksheet.has_value(), all = !o.class_file.empty();
    if (one && all) throw UsageError(tr("--worksheet is for one student, --class for all: choose"));
    if (o.answers && !o.on_paper())
        throw UsageError(tr("--answers goes with --worksheet or --class"));
    if (!o.on_paper()) return;
    if (!format_given) o.style.formats = {"pdf"};
    const std::string& format = o.style.formats.front();
    if (o.style.formats.size() > 1 || (format != "pdf" && (all || format != "png")))
        throw UsageError(tr("worksheets are pdf, and that of one student png: leave out --format"));
}

Row list_row(const List& list)
{
    const auto take = [&list](const Given& given) {
        const auto known = list.named.find(given.word);
        list.turn(known != list.named.end()
                      ? known->second
                      : number_list(given, list.allowed, list.least_many, list.most_many));
    };
    std::string names;
    for (const auto& [name, numbers] : list.named) names += name + ", ";
    const auto [least, most] = list.allowed;
    const Text numbers = tr("{}numbers with commas between, {:Lg} to {:Lg}; default {}", names,
                            least, most, list.shown_course());
    return {list.name, "LIST", verbatim("{} ({})", list.help, numbers), take};
}

Row words_row(const Words& some)
{
    const std::string there_are = boost::algorithm::join(some.all, ", ");
    const Text wanted = some.most_many == 1 ? tr("one of {}", there_are)
                                            : tr("any of {}, with commas between", there_are);
    const auto take = [&some, wanted](const Given& given) {
        std::vector<std::string> chosen;
        words(chosen, wanted, some.all)(given);
        if (chosen.size() > some.most_many) refuse(given, wanted);
        some.turn(chosen);
    };
    return {some.name, some.most_many == 1 ? "NAME" : "LIST",
            tr("{} ({}; default {})", some.help, wanted, some.shown_course()), take};
}

/// The options of this lab, in the order of their declaration; they turn its knobs.
std::vector<Row> knob_rows(const LabInfo& info)
{
    std::vector<Row> rows;
    for (const Knob* knob : knobs_of(info)) {
        const auto turn_on = [knob](const Given&) { knob->turn(1); };
        const auto turn_file = [knob](const Given& given) {
            std::filesystem::path file;
            path(file, tr("a file"))(given);
            if (read_start(file, tr("file for --{}", knob->name), 1).empty())
                refuse(given, tr("a file that is not empty"));
            knob->turn(file);
        };
        const NumberOption option{knob->full, knob->quick, knob->allowed,
                                  knob->kind == Knob::Kind::whole_number};
        const auto turn_number = [knob, option](const Given& given) {
            knob->turn(number(given, option));
        };
        if (knob->kind == Knob::Kind::on_off)
            rows.push_back({knob->name, "", knob->help, turn_on});
        else if (knob->kind == Knob::Kind::file)
            rows.push_back({knob->name, "FILE", knob->help, turn_file});
        else if (const auto* list = dynamic_cast<const List*>(knob))
            rows.push_back(list_row(*list));
        else if (const auto* some = dynamic_cast<const Words*>(knob))
            rows.push_back(words_row(*some));
        else if (knob->kind == Knob::Kind::numbers)
            rows.push_back(
                {knob->name, "N", with_range(knob->help, option),
                 [knob](const Given& g) { knob->turn(number_list(g, knob->allowed, 1, 20)); }});
        else
            rows.push_back({knob->name, "N", with_range(knob->help, option), turn_number});
    }
    return rows;
}

// ---- where their words come from ----

using GivenWords = std::map<std::string, Given>;

const Row* find(const std::vector<Row>& rows, const std::string& name)
{
    const auto found = std::ranges::find(rows, name, &Row::name);
    return found == rows.end() ? nullptr : &*found;
}

Text unknown(const std::string& spelt, const std::string& name, const std::vector<Row>& rows,
             const char* dashes)
{
    static const std::map<std::string, std::string> synonyms{
        {"lr", "alpha"}, {"rate", "alpha"}, {"learning-rate", "alpha"}};
    std::vector<std::string> names;
    for (const Row& row : rows) names.push_back(row.name);
    std::string guess = nearest(name, names);
    const auto synonym = synonyms.find(name);
    if (synonym != synonyms.end() && contains(names, synonym->second)) guess = synonym->second;
    if (guess.empty()) return tr("unknown option {}; --help lists the options", shown(spelt));
    return tr("unknown option {}; did you mean {}{}?", shown(spelt), dashes, guess);
}

/// "epochs" for "--epochs=3".
std::string bare_name(const std::string& spelt)
{
    const std::string name = spelt.substr(std::min(spelt.find_first_not_of('-'), spelt.size()));
    return name.substr(0, name.find('='));
}

GivenWords read_command_line(const std::vector<std::string>& arguments,
                             const std::vector<Row>& rows)
{
    po::options_description description;
    for (const Row& row : rows) // which owns what is new
        description.add_options()(row.name.c_str(), new po::untyped_value(row.value.empty()));
    // Long options only, written out in full: an abbreviation would change its meaning the day a
    // lab gains another option.
    using style = po::command_line_style::style_t;
    constexpr int long_options =
        style::allow_long | style::long_allow_next | style::long_allow_adjacent;
    po::parsed_options parsed(&description);
    try {
        parsed = po::command_line_parser(arguments)
                     .options(description)
                     .style(long_options)
                     .allow_unregistered()
                     .run();
    } catch (const po::error_with_option_name& error) {
        // Only two mistakes are left: a value that is missing, or one given to a switch.
        const std::string bare = bare_name(error.get_option_name());
        const Row* row = find(rows, bare);
        if (row == nullptr) throw UsageError(unknown("--" + bare, bare, rows, "--"));
        throw UsageError(row->value.empty() ? tr("--{} is a switch and takes no value", bare)
                                            : tr("--{} needs a value; see --help", bare));
    }
    GivenWords words;
    for (const po::option& option : parsed.options) {
        const std::string& word = option.original_tokens.front();
        const std::string& name = option.string_key;
        if (word == "-h") throw UsageError(tr("unknown option -h; did you mean --help?"));
        if (option.unregistered || (name.empty() && word.starts_with('-'))) {
            const std::string bare = bare_name(word);
            throw UsageError(unknown(name.empty() ? word : "--" + bare, bare, rows, "--"));
        }
        if (name.empty()) throw UsageError(tr("\"{}\" is not an option; see --help", shown(word)));
        const std::string value = option.value.empty() ? std::string() : option.value.front();
        // "--seed --quick": the value was forgotten, and the next option taken for it.
        if (value.starts_with("--")) throw UsageError(tr("--{} needs a value; see --help", name));
        if (!words.emplace(name, Given{"--" + name, value}).second)
            throw UsageError(tr("--{} is given twice", name));
    }
    return words;
}

/// Reads `file` line by line; what is in `words` already stays.
void read_config(const std::string& file, const std::vector<Row>& rows, GivenWords& words)
{
    std::istringstream stream;
    try {
        stream.str(read_text_file(file, tr("file of options"), 1U << 20U));
    } catch (const DataError& error) {
        throw UsageError(tr("--config {}", error.line()));
    }
    std::map<std::string, std::string> seen; // where
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        const std::string where = fmt::format("{}:{}", file, number);
        const Text malformed = tr("{}: this line is not `name = value`", where);
        line = boost::trim_copy(line.substr(0, line.find('#')));
        if (line.empty()) continue;
        if (line.starts_with('['))
            throw UsageError(
                tr("{}: {} begins a section; write only lines `name = value`", where, shown(line)));
        const std::size_t equals = line.find('=');
        if (equals == std::string::npos) throw UsageError(malformed);
        const std::string name = boost::trim_copy(line.substr(0, equals));
        const std::string value = boost::trim_copy(line.substr(equals + 1));
        const Row* row = find(rows, name);
        if (row == nullptr) throw UsageError(tr("{}: {}", where, unknown(name, name, rows, "")));
        if (name == "config" || name == "help")
            throw UsageError(tr("{}: {} belongs on the command line", where, name));
        if (!seen.emplace(name, where).second)
            throw UsageError(
                tr("{}: {} is set for the second time; first at {}", where, name, seen.at(name)));
        if (row->value.empty()) {
            if (contains({"no", "false", "off", "0"}, value)) continue;
            if (!contains({"yes", "true", "on", "1"}, value)) throw UsageError(malformed);
        }
        words.emplace(name, Given{fmt::format("{}: {}", where, name), value});
    }
}

/// Edits between two words where a swap of neighbours counts once (optimal string alignment).
std::size_t edits(const std::string& a, const std::string& b)
{
    const std::size_t n = b.size();
    std::vector<std::size_t> before(n + 1), above(n + 1), row(n + 1);
    for (std::size_t j = 0; j <= n; ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= n; ++j) {
            const std::size_t wrong = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + wrong});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = above;
        above = row;
    }
    return above[n];
}

} // namespace

const std::vector<const Knob*>& knobs_of(const LabInfo& info)
{
    return info.knobs ? *info.knobs : all_knobs();
}

std::string lab_name(const LabInfo& info) { return fmt::format("lab{:02}", info.number); }

Options parse_options(const std::vector<std::string>& arguments, const LabInfo& info,
                      const std::filesystem::path& top)
{
    Options options;
    options.dataset = info.dataset;
    options.out_folder = top / "plots";
    options.style.language = language_of_locale();
    options.style.style_file = top / "plots" / "style.gp";
    std::vector<Row> rows = common_rows(info, options);
    std::ranges::move(knob_rows(info), std::back_inserter(rows));
    GivenWords words = read_command_line(arguments, rows);
    if (words.contains("config")) read_config(words["config"].word, rows, words);
    const bool quick = words.contains("quick");
    options.seeds = static_cast<int>(quick ? info.seeds_quick : info.seeds_full);
    for (const Knob* knob : knobs_of(info)) knob->reset(quick);
    for (const auto& [name, given] : words) find(rows, name)->take(given);
    options.style.mp4 = options.record;
    check_worksheets(options, words.contains("format"));
    return options;
}

std::string help_text(const LabInfo& info, const Options& options)
{
    const Language language = options.style.language;
    std::string page = tr("Lab {:02} · {}\n\n", info.number, info.title).in(language);
    page += tr("Question   {}\nClaim      {}\n\n", info.question, info.claim).in(language);
    page += tr("Usage: ./{} [options]\n", lab_name(info)).in(language);
    const auto add = [&](const Row& row) {
        page += fmt::format("{:<24} {}\n", fmt::format("  --{} {}", row.name, row.value),
                            row.help.in(language));
    };
    const std::vector<Row> knobs = knob_rows(info);
    if (!knobs.empty()) page += tr("\nKnobs of this lab\n").in(language);
    std::ranges::for_each(knobs, add);
    Options unused;
    const std::vector<Row> common = common_rows(info, unused);
    const std::vector<std::string> data{"dataset", "data"},
        figures{"out",  "figures", "format",  "size",  "theme", "lang",
                "live", "record",  "predict", "blank", "steps", "csv"},
        paper{"worksheet", "class", "answers"};
    const auto add_group = [&](const Text& title, auto belongs) {
        page += title.in(language);
        std::ranges::for_each(common, [&](const Row& row) {
            if (belongs(row.name)) add(row);
        });
    };
    add_group(tr("\nData\n"), [&](const std::string& name) { return contains(data, name); });
    add_group(tr("\nFigures\n"), [&](const std::string& name) { return contains(figures, name); });
    if (info.worksheet != nullptr)
        add_group(tr("\nOn paper\n"),
                  [&](const std::string& name) { return contains(paper, name); });
    add_group(tr("\nRunning\n"), [&](const std::string& name) {
        return !contains(data, name) && !contains(figures, name) && !contains(paper, name);
    });
    page += tr("\nExit codes: 0 done · 1 not supported (with --check) · 2 usage · 3 data · "
               "4 figures · 74 standard output · 130 interrupted\n")
                .in(language);
    return page;
}

Language language_of_locale()
{
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0')
            return Language(std::string(value, std::strcspn(value, "_.@"))); // fr_CH.UTF-8
    }
    return Language();
}

Language language_asked_for(const std::vector<std::string>& arguments)
{
    const std::vector<std::string> codes = language_codes();
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string code = arguments[i].starts_with("--lang=") ? arguments[i].substr(7) : "";
        if (arguments[i] == "--lang" && i + 1 < arguments.size()) code = arguments[i + 1];
        if (std::find(codes.begin(), codes.end(), code) != codes.end()) return Language(code);
    }
    return language_of_locale();
}

std::filesystem::path top_folder()
{
    namespace fs = std::filesystem;
    std::error_code none; // without /proc the working folder will do
    const fs::path program = fs::read_symlink("/proc/self/exe", none);
    fs::path start = program.empty() ? fs::current_path() : program.parent_path();
    for (fs::path folder = start; folder != folder.root_path(); folder = folder.parent_path())
        if (fs::exists(folder / "plots" / "style.gp", none)) return folder;
    return start;
}

std::string shell_word(const std::string& word)
{
    const bool plain =
        !word.empty() && word.find_first_of(" \t\n'\"\\$&|;<>()*?#`[]{}~!") == std::string::npos;
    return plain ? word : "'" + boost::replace_all_copy(word, "'", "'\\''") + "'";
}

std::string nearest(const std::string& word, const std::vector<std::string>& known)
{
    std::string best;
    std::size_t fewest = 3; // three slips are another word
    for (const std::string& candidate : known) {
        const std::size_t slips = edits(word, candidate);
        if (slips < fewest && 3 * slips <= std::max(word.size(), candidate.size())) {
            fewest = slips;
            best = candidate;
        }
    }
    return best;
}

} // namespace descente
