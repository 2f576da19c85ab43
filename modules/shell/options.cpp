// The only file that includes Boost.Program_options. Values arrive as text and are converted here,
// so that every message is ours and names the range.
#include "shell/options.hpp"

#include "base/error.hpp"
#include "io/readers.hpp"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <boost/program_options.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

namespace descente {

namespace po = boost::program_options;

namespace {

/// One row of --help, and the kind of the option.
struct OptionRow {
    std::string name;
    std::string value; ///< what stands for the value in --help; empty for a switch
    Text help;
};

/// What an option takes that is a number.
struct NumberOption {
    std::string name;
    double full = 0, quick = 0; ///< the default, and the default with --quick
    Allowed allowed = {};       ///< refused outside
    bool whole = true;
};

NumberOption number_of(const Knob& knob)
{
    return {knob.name, knob.full, knob.quick, knob.allowed, knob.kind == Knob::Kind::whole_number};
}

NumberOption seeds_option(const LabInfo& info)
{
    return {"seeds", info.seeds_full, info.seeds_quick, {1, 1000}};
}

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

/// The options of this lab, in the order of their declaration.
std::vector<OptionRow> rows_of_knobs(const LabInfo& info)
{
    std::vector<OptionRow> rows;
    for (const Knob* knob : knobs_of(info)) {
        if (knob->kind == Knob::Kind::on_off)
            rows.push_back({knob->name, "", knob->help});
        else if (knob->kind == Knob::Kind::file)
            rows.push_back({knob->name, "FILE", knob->help});
        else
            rows.push_back({knob->name, "N", with_range(knob->help, number_of(*knob))});
    }
    return rows;
}

/// The options every lab has, in the order of --help.
std::vector<OptionRow> common_rows(const LabInfo& info)
{
    const Text set = info.preferred_dataset.empty() ? verbatim(info.dataset)
                                                    : tr("{} where it is found, else {}",
                                                         info.preferred_dataset, info.dataset);
    const Text dataset =
        info.dataset.empty()
            ? tr("(this lab makes its own data)")
            : tr("data set: {}; default {}", boost::algorithm::join(dataset_names(), ", "), set);
    return {
        {"help", "", tr("this text")},
        {"lesson", "", tr("the part of the source that is about the slide")},
        {"quick", "", tr("a small run, some seconds")},
        {"seed", "N", tr("seed of the first run; default 1")},
        {"seeds", "K", with_range(tr("runs of each kind"), seeds_option(info))},
        {"threads", "N", tr("threads used, 1 to 1024; default: one a core")},
        {"dataset", "NAME", dataset},
        {"data", "DIR", tr("folder of the data files")},
        {"out", "DIR", tr("where figures go; default: plots/ beside the program")},
        {"figures", "LIST", tr("only these figures, names with commas between; default: all")},
        {"format", "LIST",
         tr("pictures: any of {}, with commas between; default png",
            boost::algorithm::join(picture_formats, ", "))},
        {"size", "SIZE",
         tr("shape of figures: {}; default 16:9", boost::algorithm::join(picture_sizes, ", "))},
        {"theme", "NAME", tr("{}; default light", boost::algorithm::join(picture_themes, ", "))},
        {"lang", boost::algorithm::join(language_codes(), "|"),
         tr("language; default: that of the locale")},
        {"live", "", tr("show figures in windows as they are made (needs gnuplot-qt)")},
        {"csv", "", tr("also write the numbers as .csv")},
        {"config", "FILE",
         tr("options from a file of lines `name = value`; the command line wins")},
        {"quiet", "", tr("print nothing but errors")},
        {"check", "", tr("exit with 1 unless the verdict is \"supported\"")},
    };
}

std::vector<OptionRow> all_rows(const LabInfo& info)
{
    std::vector<OptionRow> rows = common_rows(info);
    for (OptionRow& row : rows_of_knobs(info)) rows.push_back(std::move(row));
    return rows;
}

po::options_description describe(const LabInfo& info)
{
    po::options_description description;
    for (const OptionRow& row : all_rows(info))
        if (row.value.empty())
            description.add_options()(row.name.c_str(), po::bool_switch());
        else
            description.add_options()(row.name.c_str(), po::value<std::string>());
    return description;
}

Text unknown(const std::string& spelt, const std::string& name, const LabInfo& info,
             const char* dashes)
{
    std::vector<std::string> names;
    for (const OptionRow& row : all_rows(info)) names.push_back(row.name);
    const std::string guess = nearest(name, names);
    if (guess.empty()) return tr("unknown option {}; --help lists the options", spelt);
    return tr("unknown option {}; did you mean {}{}?", spelt, dashes, guess);
}

/// "epochs" for "--epochs=3".
std::string bare_name(const std::string& spelt)
{
    const std::string name = spelt.substr(std::min(spelt.find_first_not_of('-'), spelt.size()));
    return name.substr(0, name.find('='));
}

po::parsed_options parse_command_line(const std::vector<std::string>& arguments,
                                      const po::options_description& description,
                                      const LabInfo& info)
{
    // Long options only, written out in full: an abbreviation would change its meaning the day a
    // lab gains another option.
    using style = po::command_line_style::style_t;
    constexpr int long_options =
        style::allow_long | style::long_allow_next | style::long_allow_adjacent;
    po::parsed_options parsed(&description);
    try {
        parsed = po::command_line_parser(arguments).options(description).style(long_options).run();
    } catch (const po::unknown_option& error) {
        const std::string bare = bare_name(error.get_option_name());
        throw UsageError(unknown("--" + bare, bare, info, "--"));
    } catch (const po::error_with_option_name& error) {
        // Only two mistakes are left: a value that is missing, or one given to a switch.
        const std::string bare = bare_name(error.get_option_name());
        const po::option_description* option = description.find_nothrow(bare, false);
        const bool takes_value = option != nullptr && option->semantic()->max_tokens() > 0;
        throw UsageError(takes_value ? tr("--{} needs a value; see --help", bare)
                                     : tr("--{} is a switch and takes no value", bare));
    }
    std::set<std::string> seen;
    for (const po::option& option : parsed.options) {
        if (option.string_key.empty()) {
            const std::string& word = option.original_tokens.front();
            if (word == "-h") throw UsageError(tr("unknown option -h; did you mean --help?"));
            if (word.starts_with('-')) throw UsageError(unknown(word, bare_name(word), info, "--"));
            throw UsageError(tr("\"{}\" is not an option; see --help", word));
        }
        if (!seen.insert(option.string_key).second)
            throw UsageError(tr("--{} is given twice", option.string_key));
        // "--seed --quick": the value was forgotten, and the next option taken for it.
        if (!option.value.empty() && option.value.front().starts_with("--"))
            throw UsageError(tr("--{} needs a value; see --help", option.string_key));
    }
    return parsed;
}

/// Reads `file` line by line into `values`, leaving what is there already. `origin` learns where
/// each value came from.
void read_config(const std::string& file, const po::options_description& description,
                 const LabInfo& info, po::variables_map& values,
                 std::map<std::string, std::string>& origin)
{
    std::ifstream stream(file);
    if (!stream || !std::filesystem::is_regular_file(file))
        throw UsageError(tr("--config {}: there is no such file to read", file));
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        const std::string where = fmt::format("{}:{}", file, number);
        std::istringstream one_line(line);
        try {
            const po::parsed_options parsed = po::parse_config_file(one_line, description);
            for (const po::option& option : parsed.options) {
                const std::string& name = option.string_key;
                if (name == "config" || name == "help")
                    throw UsageError(tr("{}: {} belongs on the command line", where, name));
                if (!origin.emplace(name, where).second)
                    throw UsageError(tr("{}: {} is set for the second time; first at {}", where,
                                        name, origin.at(name)));
            }
            po::store(parsed, values);
        } catch (const po::unknown_option& error) {
            const std::string name = error.get_option_name();
            throw UsageError(tr("{}: {}", where, unknown(name, name, info, "")));
        } catch (const po::error&) {
            throw UsageError(tr("{}: this line is not `name = value`", where));
        }
    }
}

/// The values as text, and for each the words with which a message about it begins.
class Values {
  public:
    Values(const po::variables_map& values, const po::variables_map& typed,
           std::map<std::string, std::string> origin)
        : values_(values), typed_(typed), origin_(std::move(origin))
    {
    }

    bool given(const std::string& name) const { return values_.count(name) > 0; }
    const std::string& word(const std::string& name) const
    {
        return values_[name].as<std::string>();
    }
    bool on(const std::string& name) const { return values_[name].as<bool>(); }

    [[noreturn]] void refuse(const std::string& name, const Text& wanted) const
    {
        const bool from_file = typed_.count(name) == 0 && origin_.count(name) > 0;
        const std::string start =
            from_file ? fmt::format("{}: {}", origin_.at(name), name) : fmt::format("--{}", name);
        throw UsageError(tr("{} takes {}, not \"{}\"", start, wanted, word(name)));
    }

    double number(const NumberOption& option, bool quick) const
    {
        if (!given(option.name)) return quick ? option.quick : option.full;
        const auto [least, most] = option.allowed;
        double value = 0;
        const bool fits = read(option.name, value) && value >= least && value <= most;
        if (!fits || (option.whole && value != std::floor(value)))
            refuse(option.name, option.whole ? tr("a whole number from {:Lg} to {:Lg}", least, most)
                                             : tr("a number from {:Lg} to {:Lg}", least, most));
        return value;
    }

    std::uint64_t seed() const
    {
        std::uint64_t value = 1;
        if (given("seed") && !read("seed", value))
            refuse("seed", tr("a whole number from 0 to 18446744073709551615"));
        return value;
    }

    std::string one_of(const std::string& name, const std::vector<std::string>& allowed,
                       const std::string& otherwise) const
    {
        if (!given(name)) return otherwise;
        if (std::find(allowed.begin(), allowed.end(), word(name)) == allowed.end())
            refuse(name, tr("one of {}", boost::algorithm::join(allowed, ", ")));
        return word(name);
    }

    /// The words between the commas, each once; none when the option was not given.
    std::vector<std::string> list(const std::string& name) const
    {
        if (!given(name)) return {};
        std::vector<std::string> words;
        std::istringstream rest(word(name) + ","); // a last empty word is kept, to be refused
        for (std::string one; std::getline(rest, one, ',');)
            if (std::find(words.begin(), words.end(), one) == words.end()) words.push_back(one);
        return words;
    }

    std::vector<std::string> formats() const
    {
        if (!given("format")) return {"png"};
        const std::vector<std::string>& allowed = picture_formats;
        for (const std::string& one : list("format"))
            if (std::find(allowed.begin(), allowed.end(), one) == allowed.end())
                refuse("format",
                       tr("any of {}, with commas between", boost::algorithm::join(allowed, ", ")));
        return list("format");
    }

    std::vector<std::string> figures() const
    {
        const std::vector<std::string> names = list("figures");
        if (std::find(names.begin(), names.end(), "") != names.end())
            refuse("figures", tr("names of figures with commas between"));
        return names;
    }

    std::string path(const std::string& name, const Text& wanted) const
    {
        if (!given(name)) return {};
        if (word(name).empty()) refuse(name, wanted);
        return word(name);
    }

  private:
    /// The whole word as a number.
    bool read(const std::string& name, auto& value) const
    {
        const std::string& digits = word(name);
        const char* const last = digits.data() + digits.size();
        const auto [end, error] = std::from_chars(digits.data(), last, value);
        return error == std::errc() && end == last;
    }

    const po::variables_map& values_;
    const po::variables_map& typed_;
    std::map<std::string, std::string> origin_;
};

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

namespace {

void turn(const Knob& knob, const Values& values, bool quick)
{
    if (knob.kind == Knob::Kind::file)
        return knob.turn(std::filesystem::path(values.path(knob.name, tr("a file"))));
    if (knob.kind == Knob::Kind::on_off) return knob.turn(values.on(knob.name), false);
    const double value = values.number(number_of(knob), quick);
    knob.turn(value, values.given(knob.name) && value != (quick ? knob.quick : knob.full));
}

} // namespace

Options parse_options(const std::vector<std::string>& arguments, const LabInfo& info,
                      const std::filesystem::path& top)
{
    const po::options_description description = describe(info);
    const po::parsed_options parsed = parse_command_line(arguments, description, info);
    po::variables_map typed, all;
    std::map<std::string, std::string> origin;
    po::store(parsed, all);
    for (const po::option& option : parsed.options)
        typed.emplace(option.string_key, po::variable_value());
    if (all.count("config") > 0)
        read_config(all["config"].as<std::string>(), description, info, all, origin);
    const Values values(all, typed, origin);

    Options options;
    options.help = values.on("help");
    options.lesson = values.on("lesson");
    options.quick = values.on("quick");
    options.live = values.on("live");
    options.csv = values.on("csv");
    options.quiet = values.on("quiet");
    options.check = values.on("check");
    options.seed = values.seed();
    options.seeds = static_cast<int>(values.number(seeds_option(info), options.quick));
    options.threads = static_cast<int>(values.number({"threads", 0, 0, {1, 1024}}, options.quick));
    options.dataset = values.one_of("dataset", dataset_names(), info.dataset);
    options.dataset_given = values.given("dataset");
    options.data_folder = values.path("data", tr("a folder"));
    options.out_folder = values.given("out")
                             ? std::filesystem::path(values.path("out", tr("a folder")))
                             : top / "plots";
    options.figures = values.figures();
    options.style.formats = values.formats();
    options.style.size = values.one_of("size", picture_sizes, "16:9");
    options.style.theme = values.one_of("theme", picture_themes, "light");
    options.style.language =
        Language(values.one_of("lang", language_codes(), language_of_locale().code()));
    options.style.style_file = top / "plots" / "style.gp";
    for (const Knob* knob : knobs_of(info)) turn(*knob, values, options.quick);
    return options;
}

std::string help_text(const LabInfo& info, const Options& options)
{
    const Language language = options.style.language;
    std::string page = tr("Lab {:02} · {}\n\n", info.number, info.title).in(language);
    page += tr("Question   {}\nClaim      {}\n\n", info.question, info.claim).in(language);
    page += tr("Usage: ./{} [options]\n", lab_name(info)).in(language);
    const auto add = [&](const std::vector<OptionRow>& rows) {
        for (const OptionRow& row : rows)
            page += fmt::format("{:<24} {}\n", fmt::format("  --{} {}", row.name, row.value),
                                row.help.in(language));
    };
    if (!knobs_of(info).empty()) {
        page += tr("\nOptions of this lab\n").in(language);
        add(rows_of_knobs(info));
    }
    page += tr("\nOptions of every lab\n").in(language);
    add(common_rows(info));
    page += tr("\nExit codes: 0 done · 1 not supported (with --check) · 2 usage · 3 data · "
               "4 figures · 130 interrupted\n")
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

std::string nearest(const std::string& word, const std::vector<std::string>& known)
{
    std::string best;
    std::size_t fewest = 3; // three slips are another word
    for (const std::string& candidate : known) {
        const std::size_t slips = edits(word, candidate);
        if (slips < fewest && slips < candidate.size()) {
            fewest = slips;
            best = candidate;
        }
    }
    return best;
}

} // namespace descente
