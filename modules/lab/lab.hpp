// The shell around every lab: options, data, progress, figures, verdict, exit code.
//
//     static void experiment(Lab& lab) { … }
//
//     int main(int argc, char** argv)
//     {
//         return run_lab(argc, argv, {.number = 4, .title = {…}, .claim = {…}}, experiment);
//     }
#pragma once

#include "data/readers.hpp"
#include "lab/figure.hpp"
#include "train/fit.hpp"
#include "train/runs.hpp"
#include "train/stats.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace descente {

/// A number that can be set on the command line: --name VALUE.
struct NumberOption {
    std::string name;
    Text help;
    double full = 0, quick = 0;   ///< the default, and the default with --quick
    double least = 0, most = 0;   ///< refused outside
    bool whole = true;            ///< a whole number
};

/// A switch that can be set on the command line: --name.
struct SwitchOption {
    std::string name;
    Text help;
};

struct LabInfo {
    int number = 0;
    Text title;      ///< one line
    Text question;
    Text claim;      ///< the course's claim in its own words
    double seeds_full = 5, seeds_quick = 2; ///< defaults of --seeds
    std::string dataset = "fashion-mnist";  ///< default of --dataset; "" when the lab uses no files
    std::vector<NumberOption> numbers;
    std::vector<SwitchOption> switches;
};

enum class Outcome { supported, not_supported, it_depends };

/// One measured statement. The lab's verdict is made of them: supported when all are, not
/// supported when none is, otherwise it depends.
struct Finding {
    Text claim;                            ///< what the course says
    Outcome outcome = Outcome::it_depends; ///< computed from numbers, never a constant
    Text because;                          ///< one sentence with the numbers
    std::vector<std::pair<std::string, Spread>> numbers; ///< for labNN.json
};

/// Progress bar, drawn on a terminal only; elsewhere silent.
class ProgressBar {
  public:
    ProgressBar(std::string title, long total, bool visible);
    ~ProgressBar();
    ProgressBar(ProgressBar&&) noexcept;
    ProgressBar& operator=(ProgressBar&&) = delete;
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    void advance(long steps = 1);       ///< safe from several threads
    void advance(long steps, double cost);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

class Lab {
  public:
    // ---- what the user asked for ----
    bool quick() const;
    std::uint64_t seed() const;
    int seeds() const;                            ///< how many runs of each kind
    Rng rng(std::uint64_t run = 0) const;         ///< the generator of run 0, 1, …
    double number(const std::string& option) const;
    long whole(const std::string& option) const;
    bool is_on(const std::string& switch_name) const;
    Language language() const;
    std::string say(const Text& text) const { return text.in(language()); }

    // ---- data ----
    /// The set chosen with --dataset, or the drawn glyphs, said aloud, when no file is found.
    /// Remembers its name for footers and labNN.json.
    TrainTest load_data();
    /// For sets made on the spot: what footers and labNN.json call the data, and how many samples.
    void uses_data(const Text& name, Index samples);

    // ---- output ----
    void print(const Text& line) const;           ///< silent with --quiet
    void print_model(const Module& net, const Shape& input) const; ///< the table of the model
    /// A table with a header line, columns aligned.
    void print_table(const std::vector<Text>& header,
                     const std::vector<std::vector<std::string>>& rows) const;
    ProgressBar progress(const Text& title, long total) const;
    void save(const Figure& figure);              ///< plots/labNN_<name>.*; footer added
    void finding(Finding finding);                ///< printed at once, and kept for the verdict

    bool interrupted() const { return stop_requested(); }

  private:
    friend class LabRunner;
    struct State;
    explicit Lab(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;
};

/// Sets up the CPU, reads the options, runs the experiment, prints the verdict and writes
/// <out>/labNN.json; turns every error into one line and the right exit code. Ctrl-C sets
/// stop_requested(): the experiment finishes its figures with what exists, and the exit code is
/// 130.
int run_lab(int argc, char** argv, const LabInfo& info, const std::function<void(Lab&)>& experiment);

} // namespace descente
