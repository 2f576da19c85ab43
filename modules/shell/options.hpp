// What the user asked for on the command line and in a --config file, checked before anything runs.
// Every mistake is a UsageError: one line with the option, the value and what is allowed.
#pragma once

#include "base/real.hpp"
#include "base/rng.hpp"
#include "base/text.hpp"
#include "plot/worksheet.hpp"
#include "shell/knobs.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace descente {

/// What a lab needs of the images it reads. Checked before it begins, and that there are as many
/// training images as --samples takes at least, with a quarter more to validate.
struct Needs {
    Index side = 1, most_side = 1000; ///< pixels, of rows and of columns
    Index training = 2, test = 1;     ///< images
};

/// A name of --figures: the sheets whose panels are slides else.
inline const std::string handout = "handout";

struct LabInfo {
    int number = 0;
    Text title; ///< one line
    Text question;
    Text claim;                             ///< the course's claim in its own words
    std::string figures = {};               ///< all it may draw, with spaces between
    double seeds_full = 5, seeds_quick = 2; ///< defaults of --seeds
    std::string dataset = "fashion-mnist";  ///< default of --dataset; "" when the lab uses no files
    /// Taken instead when its files are found and no --dataset was written: the set of the paper,
    /// say, which not every machine has. "" when there is none.
    std::string preferred_dataset = {};
    Needs needs = {};
    std::optional<std::vector<const Knob*>> knobs = {}; ///< else those of the program
    Worksheet (*worksheet)(Rng& rng) = nullptr;         ///< drawn by the generator of a number
};

/// Its knobs.
const std::vector<const Knob*>& knobs_of(const LabInfo& info);

/// "lab05": the prefix of every file and message of a lab.
std::string lab_name(const LabInfo& info);

struct Options {
    bool help = false, lesson = false, quick = false, live = false, record = false, predict = false,
         quiet = false, check = false;
    std::uint64_t seed = 1;
    int seeds = 1;
    double budget = 0;      ///< seconds to end within; 0: any
    bool scaled = false;    ///< knobs and seeds were made smaller for it
    bool rehearsal = false; ///< what counts are the seconds: one run of each method is enough
    double drawing = 0;     ///< of a rehearsal: seconds after which no further picture is drawn
    /// With a budget: when each study is to end, in seconds beside data and pictures; no further
    /// seed begins after that.
    std::vector<double> study_ends;
    int threads = 0;    ///< 0: one a core
    bool exact = false; ///< convolutions are direct sums
    int runs_on = 1;    ///< processes
    std::string dataset;
    bool dataset_given = false;        ///< --dataset was written, so a missing set is an error
    std::filesystem::path data_folder; ///< --data; empty when not given
    std::filesystem::path out_folder;
    std::vector<std::string> figures;       ///< only these are drawn; all when empty
    FigureStyle style;                      ///< formats, size, theme, language, .csv
    std::optional<std::uint64_t> worksheet; ///< of this number; no experiment runs
    std::filesystem::path class_file;       ///< or of all names in it
    bool answers = false;                   ///< of worksheets, too

    bool on_paper() const { return worksheet.has_value() || !class_file.empty(); }
};

/// Reads the arguments (without the program's name) and turns all knobs. `top` is where the project
/// stands: figures go to its plots/ unless --out says otherwise.
Options parse_options(const std::vector<std::string>& arguments, const LabInfo& info,
                      const std::filesystem::path& top);

/// The text of --help in the language chosen: title, question, claim, options with their defaults
/// and ranges.
std::string help_text(const LabInfo& info, const Options& options);

/// That of LC_ALL, else LC_MESSAGES, else LANG, where it has a catalogue; else English.
Language language_of_locale();

/// For what must be said before the options were read: that of `--lang`, else of the locale.
Language language_asked_for(const std::vector<std::string>& arguments);

/// Where the project stands: the nearest folder at or above the running program's that holds
/// plots/style.gp (labs stand in it, test programs below); else the program's own.
std::filesystem::path top_folder();

/// `word` as a shell takes it, quoted where it must be.
std::string shell_word(const std::string& word);

/// The word of `known` that `word` was probably meant to be: at most two slips of the finger away
/// (a letter too many, missing, wrong, or two swapped), and one for every three letters; else "".
std::string nearest(const std::string& word, const std::vector<std::string>& known);

} // namespace descente
