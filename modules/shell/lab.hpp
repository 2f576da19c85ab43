// The shell around every lab: options, data, progress, figures, verdict, exit code.
//
//     static void experiment(Lab& lab) { … }
//
//     int main(int argc, char** argv)
//     {
//         return run_lab(argc, argv, {.number = 4, .title = {…}, .claim = {…}}, experiment);
//     }
#pragma once

#include "base/error.hpp"
#include "base/stats.hpp"
#include "base/text.hpp"
#include "io/readers.hpp"
#include "plot/figure.hpp"
#include "plot/files.hpp"
#include "shell/board.hpp"
#include "shell/budget.hpp"
#include "shell/knobs.hpp"
#include "shell/options.hpp"
#include "shell/prediction.hpp"
#include "shell/progress.hpp"
#include "shell/verdict.hpp"
#include "train/compare.hpp"
#include "train/drawn.hpp"
#include "train/fit.hpp"
#include "train/runs.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace descente {

class Lab {
  public:
    ~Lab();
    // ---- what the user asked for ----
    bool quick() const { return options_.quick; }
    std::uint64_t seed() const { return options_.seed; }
    int seeds() const { return options_.seeds; } ///< how many runs of each kind
    /// The generator of run 0, 1, …: its seed is seed() + run, so `--seed 3 --seeds 1` repeats the
    /// third run of `--seed 1`. Footers and labNN.json name the seeds of the runs 0 … seeds()−1
    /// that were asked for here, so an experiment of one run says one seed.
    Rng rng(std::uint64_t run = 0) const;
    /// How many runs choose hyper-parameters.
    int tuning_runs() const { return quick() ? 1 : 3; }
    /// The generator of the first of them; no reported run has its seed.
    Rng tuning_rng() const { return rng(tuning_run); }
    const std::filesystem::path& out_folder() const { return options_.out_folder; } ///< of figures
    Language language() const { return options_.style.language; }
    std::string say(const Text& text) const { return text.in(language()); }

    // ---- data ----
    /// The set chosen with --dataset; else LabInfo's preferred_dataset where its files are, else
    /// its dataset; or the drawn glyphs when no file is found. A set that takes another's place is
    /// said aloud. Remembers its name for footers and labNN.json.
    Split load_data();
    /// So many training samples, or as many as are available where they are fewer, which is said
    /// aloud.
    Index at_hand(Index asked, Index available) const;
    /// The usual start: that many training samples of load_data(), a quarter as many for validation
    /// and its test set, drawn, split and standardised by prepared_split(); footers say the number.
    Split load_split(Index training_size);
    /// Data that every run draws for itself, so that what another draw would have changed is part
    /// of the spread over seeds. Handed to compare(), over_seeds() or sweep(), each run is given
    /// its own. The usual start, as load_split():
    ///
    ///     const auto data = lab.every_run_splits(knob::samples);
    ///     lab.compare(methods, knob::alpha, tr("validation cost"), train, data);
    ///     Run train(const Method& method, double alpha, const Split& data, Rng rng) { … }
    Drawn<Split> every_run_splits(Index training_size);
    /// The usual start where the test set matters: that many training samples of load_data(),
    /// classes in equal number, and the first of its test set, standardised with the mean and
    /// deviation of that training part; footers say its number.
    Drawn<Split> every_run_samples(Index training_size, Index test_size);
    /// The same with what draw(all, rng) makes of a set, whatever it is; say uses_data() too.
    template <class Draw>
    auto every_run_draws(std::shared_ptr<const Split> all, const Draw& draw) const
    {
        Rng example(0);
        using Data = decltype(draw(*all, example));
        return Drawn<Data>([this, all, draw](std::uint64_t run) {
            Rng generator = rng(run).fork(draws_data);
            return draw(*all, generator);
        });
    }
    /// For sets made on the spot: what footers and labNN.json call the data, and how many samples.
    void uses_data(const Text& name, Index samples);
    /// A run of hours goes on where it was stopped: its checkpoint is labNN.checkpoint in the
    /// folder of --out, and is of this lab, version, seed and setting of every knob.
    void keep_going(FitOptions& options) const;

    // ---- experiments: see train/compare.hpp ----
    /// Trains every method with its own best value of the knob, over seeds. A method is anything
    /// with a `name`; with a `usual` too, the knob's grid is multiplied by it. A run is
    /// train(method, value, arguments…, rng); the best value has the `lowest` of that number in
    /// three runs that are never reported (--quick: in one), and a grid of which an end is best
    /// goes on there. A bar tells how far it is, and the tuning table is printed. After Ctrl-C the
    /// study has the seeds that all methods have finished; the experiment ends where it asks for a
    /// method that has none.
    ///
    ///     lab.compare(methods, knob::alpha, tr("validation cost"), train, data)
    template <class Method, class Train, class... Arguments>
    Study compare(const std::vector<Method>& methods, const Tuned& knob, const Text& lowest,
                  const Train& train, const Arguments&... arguments) const
    {
        const TrainOne one = [&](const Job& job, Rng rng) {
            return train(methods[job.method], job.value, given_to(job.run, arguments)..., rng);
        };
        return study({.methods = names_of(methods),
                      .grids = grids_of(methods, knob),
                      .lowest = lowest,
                      .seeds = seeds(),
                      .tuning_runs = tuning_runs(),
                      .widen = !knob.turned()},
                     one, knob.name);
    }
    /// The same where nothing is to be tuned: train(method, arguments…, rng).
    template <class Method, class Train, class... Arguments>
    Study over_seeds(const std::vector<Method>& methods, const Train& train,
                     const Arguments&... arguments) const
    {
        return over_runs(seeds(), methods, train, arguments...);
    }
    /// The same with so many runs, whatever --seeds says.
    template <class Method, class Train, class... Arguments>
    Study over_runs(long runs, const std::vector<Method>& methods, const Train& train,
                    const Arguments&... arguments) const
    {
        const TrainOne one = [&](const Job& job, Rng rng) {
            return train(methods[job.method], given_to(job.run, arguments)..., rng);
        };
        return study({.methods = names_of(methods), .seeds = static_cast<int>(runs)}, one);
    }
    /// Every method at every one of these values, over seeds: study["…"].at[value][seed].
    template <class Method, class Train, class... Arguments>
    Study sweep(const std::vector<Method>& methods, const std::vector<double>& values,
                const Train& train, const Arguments&... arguments) const
    {
        const TrainOne one = [&](const Job& job, Rng rng) {
            return train(methods[job.method], job.value, given_to(job.run, arguments)..., rng);
        };
        return swept_study({.methods = names_of(methods),
                            .grids = Grids(methods.size(), values),
                            .seeds = seeds()},
                           one);
    }

    // ---- output ----
    /// With --figures: is one of these (names with spaces between) among them? What only others
    /// need is not run:
    ///
    ///     if (lab.wants("ravine balls")) in_the_ravine(lab);
    bool wants(const std::string& figures) const;
    void print(const Text& line) const;                      ///< silent with --quiet
    void print_model(Module& net, const Shape& input) const; ///< the table of the model
    void print_model(Module&& net, const Shape& input) const { print_model(net, input); }
    /// A table with a header line, columns aligned.
    void print_table(const std::vector<Text>& header,
                     const std::vector<std::vector<Text>>& rows) const;
    /// The costs by which methods were tuned: a row a method, a column a value.
    void print_tuning(const Text& what, const std::vector<Compared>& methods) const;
    /// The medians of a study: a row a method, a column a number (by its English name).
    void print_study(const Text& title, const Study& study, const std::vector<Text>& numbers) const;
    ProgressBar progress(const Text& title, long total) const;
    /// plots/labNN_NAME.*; footer added. A sheet whose panels name slides becomes these slides, and
    /// itself, as labNN_NAME_handout, with --figures handout. Pictures are drawn while the lab goes
    /// on. One that cannot be made is said once, on standard error, and the lab ends with exit
    /// code 4.
    void save(const Figure& figure);
    /// The same, with a question for the class (--predict) before it is shown. `right` is the
    /// answer that the run gave: an index of the question's answers.
    void save(Figure figure, const Question& question, std::size_t right);
    /// Waits until all pictures are drawn: before seconds are measured that will be reported.
    void finish_pictures();
    /// The evidence for the claim of the lab (LabInfo): its outcome is the verdict.
    void claim(const Evidence& evidence) { add({info_.claim, evidence, true}); }
    /// A statement beside the claim.
    void finding(const Text& statement, const Evidence& evidence) { add({statement, evidence}); }

  private:
    friend int run_lab(int, char**, const LabInfo&, const std::function<void(Lab&)>&);

    /// A set of data, and what is to be said of it.
    struct Loaded {
        Split data;
        bool fallback; ///< drawn glyphs stand in for the set
        Text notice;
    };

    Lab(const LabInfo& info, Options options, std::string command);
    void prepare();
    void set_up_board(const std::filesystem::path& gnuplot);
    bool chose(const std::string& figure) const;
    void save_one(const Figure& figure);
    void write_figure(const Figure& figure);
    Exit run(const std::function<void(Lab&)>& experiment);
    void write_report();
    void write_page();
    Exit conclude();
    Loaded chosen_set() const;
    Text footer(int seeds_shown) const;
    Text footer_of(const Figure& figure) const;
    void check_rendering(const Figure& figure) const; ///< where the environment asks for it
    Text side_findings() const;
    Text verdict_text() const;
    std::vector<Report::Turned> turned() const;
    double growing() const;
    void add(Finding finding);
    void picture_failed(const Text& why);
    void look_at(Drawing& drawing);
    void replace_earlier_run();
    void count_runs(const Study& study, long a_seed, const Protocol& protocol) const;

    using Grids = std::vector<std::vector<double>>; // one a method
    using TrainOne = std::function<Run(const Job& job, Rng rng)>;
    static constexpr std::uint64_t draws_data =
        1'000'000; // the stream of a run that draws its data
    Study study(Protocol protocol, const TrainOne& train, const std::string& knob = {}) const;
    Study swept_study(const Protocol& protocol, const TrainOne& train) const;
    void print_tuned(const Text& lowest, const std::string& knob,
                     const std::vector<Compared>& methods) const;
    Trainer trainer(const Protocol& protocol, const TrainOne& train, ProgressBar& bar) const;
    template <class Method>
    static std::vector<Text> names_of(const std::vector<Method>& methods)
    {
        return of_each(methods, [](const Method& method) { return method.name; });
    }
    template <class Method>
    static Grids grids_of(const std::vector<Method>& methods, const Tuned& knob)
    {
        return of_each(methods, [&](const Method& method) {
            if constexpr (requires { method.usual; })
                return knob.values(method.usual);
            else
                return knob.values(1);
        });
    }

    const LabInfo& info_;
    Options options_;
    FigureWriter writer_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::unique_ptr<Board> board_; // with --live or --record
    Report report_;
    std::optional<Loaded> set_;              // read before the experiment begins
    Text loaded_name_;                       // of the set load_data() gave
    std::vector<std::string> drawable_;      // the figures that --figures can choose from
    mutable std::vector<double> study_ends_; // when each study ended, in growing() seconds
    mutable int cut_to_ = 0;                 // seeds that time was left for; 0: for all
    double fixed_ = 0;                       // seconds for data and pictures
    double drawing_ = 0, drawn_ = 0;         // of them for pictures, so many
    double pictures_ = 0;                    // with those that a rehearsal does not draw
    mutable StandIns stand_ins_;             // in a rehearsal
    bool pictures_missing_ = false;          // no gnuplot, or a figure failed: exit code 4
    bool replaced_ = false;                  // what the run before left has gone
    mutable std::string left_out_;           // the figures that were not wanted
    mutable Text cut_short_;                 // after Ctrl-C: how many runs the last study has
    mutable std::atomic<int> seeds_used_{};  // 1 + the last run whose generator was asked for
    std::mutex page_;                        // held by who writes labNN.json: us, or a drawing
    Report on_page_;                         // what it says, but for files that came since
    std::vector<Drawing> drawings_;          // one a figure of the report
};

/// Sets up the CPU, reads the options, runs the experiment, prints the verdict and writes
/// labNN.json into the folder of --out; turns every error into one line and the right exit code.
/// Ctrl-C sets stop_requested(): the experiment finishes its figures with what exists, and the exit
/// code is 130 (128 + the signal).
int run_lab(int argc, char** argv, const LabInfo& info,
            const std::function<void(Lab&)>& experiment);

} // namespace descente
