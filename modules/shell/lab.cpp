#include "shell/lab.hpp"

#include "base/cpu.hpp"
#include "base/error.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "nn/summary.hpp"
#include "plot/files.hpp"
#include "plot/render_check.hpp"
#include "shell/interrupt.hpp"
#include "shell/lesson.hpp"
#include "shell/live_view.hpp"

#include <algorithm>
#include <atomic>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/join.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cxxabi.h>
#include <exception>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace descente {

namespace {

/// The arguments as a shell would take them again.
std::string command_line(int argc, char** argv)
{
    std::string line;
    for (int i = 0; i < argc; ++i) {
        const std::string word = argv[i];
        const bool plain =
            !word.empty() && word.find_first_of(" \t\n'\"\\$&|;<>()*?#`") == std::string::npos;
        if (i > 0) line += ' ';
        if (plain) {
            line += word;
            continue;
        }
        line += '\'';
        for (const char letter : word)
            line += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
        line += '\'';
    }
    return line;
}

/// Found out before training: an hour's figures must have somewhere to go.
void check_writable(const std::filesystem::path& folder)
{
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    const std::filesystem::path probe =
        folder / (".descente-" + std::to_string(::getpid()) + ".new");
    std::ofstream stream(probe);
    stream << "probe\n";
    stream.close();
    const bool written = static_cast<bool>(stream);
    std::filesystem::remove(probe, failed);
    if (!written)
        throw PlotError(
            tr("cannot write figures in {}: choose another folder with --out", folder.string()));
}

/// In one line, whatever the text holds.
void complain(const LabInfo& info, const Text& text, const Language& language)
{
    std::string line = text.in(language);
    std::replace_if(line.begin(), line.end(), boost::algorithm::is_any_of("\n\r"), ' ');
    clear_progress_line();
    std::fflush(stdout); // keeps the order where both go to one file
    fmt::print(stderr, "{}: {}\n", lab_name(info), line);
}

/// What nobody could read of a figure, a line each, at every size and in every language. Tests ask
/// for it in the environment.
void print_render_faults(const Figure& figure, const Text& footer)
{
    for (const std::string& size : picture_sizes)
        for (const std::string& code : language_codes()) {
            const auto texts =
                write_script("/dev/null", figure, footer,
                             {.file = figure.name(), .size = size, .language = Language(code)});
            for (const std::string& fault : render_faults(texts, size == "half" ? 20 : 14))
                fmt::print("render check: {} {} {}: {}\n", figure.name(), size, code, fault);
        }
}

/// A set of data, and what is to be said of it.
struct Loaded {
    TrainTest data;
    bool fallback; ///< drawn glyphs stand in for the set
    Text notice;
};

/// The sets to look for, in order: the one that was asked for, else the lab's own, else whatever
/// the folder of --data holds.
std::vector<std::string> wanted_sets(const LabInfo& info, const Options& options)
{
    if (options.dataset_given) return {options.dataset};
    std::vector<std::string> names{options.dataset};
    if (!info.preferred_dataset.empty()) names.insert(names.begin(), info.preferred_dataset);
    if (!options.data_folder.empty())
        names.insert(names.end(), dataset_names().begin(), dataset_names().end());
    return names;
}

Loaded chosen_set(const LabInfo& info, const Options& options)
{
    const DataPlaces places{.data_folder = options.data_folder, .top_folder = top_folder()};
    const std::vector<std::string> wanted = wanted_sets(info, options);
    const auto here = std::ranges::find_if(
        wanted, [&](const std::string& name) { return find_dataset(name, places).has_value(); });
    const bool found = here != wanted.end();
    const std::string& name = found ? *here : options.dataset;
    const bool asked_for = options.dataset_given || !options.data_folder.empty();
    const bool fallback = !asked_for && name != "glyphs" && !found;
    Loaded set{load_dataset(name, places, fallback, options.dataset_given), fallback, {}};
    if (fallback)
        set.notice = tr(
            "No {0} here: drawn glyph images take its place (datasets/fetch {0} gets it).", name);
    else if (!options.dataset_given && !info.preferred_dataset.empty() &&
             name != info.preferred_dataset)
        set.notice = tr("No {0} here: {1} takes its place (datasets/fetch {0} gets it).",
                        info.preferred_dataset, set.data.training.name);
    return set;
}

void check_needs(const Needs& needs, const TrainTest& data)
{
    const auto refuse = [&](const Text& problem) {
        throw DataError(tr("{}: {}", data.training.name, problem));
    };
    const Shape& image = data.training.shape;
    const auto [least, most] = std::minmax(image.rows, image.cols);
    if (least < needs.side || most > needs.most_side)
        refuse(tr("the images are {}×{}, but this lab needs from {}×{} to {}×{} pixels", image.rows,
                  image.cols, needs.side, needs.side, needs.most_side, needs.most_side));
    const auto enough = [&](const Dataset& part, Index needed, const Text& images) {
        if (part.size() < needed)
            refuse(tr("there are {} {}, but this lab needs at least {}", part.size(), images,
                      grouped(needed)));
    };
    enough(data.training, needs.training, tr("training images"));
    enough(data.test, needs.test, tr("test images"));
}

} // namespace

struct Lab::State {
    State(const LabInfo& lab_info, Options lab_options)
        : info(lab_info),
          options(std::move(lab_options)),
          writer(options.out_folder, lab_name(info), options.style)
    {
    }

    const LabInfo& info;
    const Options options;
    const FigureWriter writer;
    std::unique_ptr<LiveView> live; // with --live
    Report report;
    std::optional<Loaded> set;         // read before the experiment begins
    Text loaded_name;                  // of the set load_data() gave
    std::vector<std::string> drawable; // the figures that --figures can choose from
    bool plots_missing = false;        // no gnuplot, or a figure failed: exit code 4
    bool plot_error_said = false;
    std::atomic<int> seeds_used{0}; // 1 + the last run whose generator was asked for
};

// ---- what the user asked for ----

bool Lab::quick() const { return state_->options.quick; }
std::uint64_t Lab::seed() const { return state_->options.seed; }
int Lab::seeds() const { return state_->options.seeds; }

Rng Lab::rng(std::uint64_t run) const
{
    // A run beyond --seeds has a purpose of its own (tuning): it is no measurement of the figures.
    if (run < static_cast<std::uint64_t>(seeds())) {
        int used = state_->seeds_used;
        const int now = static_cast<int>(run) + 1;
        while (used < now && !state_->seeds_used.compare_exchange_weak(used, now)) {
        }
    }
    return Rng(seed() + run);
}

Rng Lab::tuning_rng() const { return rng(state_->info.tuning_run); }

Language Lab::language() const { return state_->options.style.language; }

const std::filesystem::path& Lab::out_folder() const { return state_->options.out_folder; }

// ---- data ----

TrainTest Lab::load_data()
{
    Loaded set = state_->set ? std::move(*state_->set) : chosen_set(state_->info, state_->options);
    state_->set.reset();
    state_->loaded_name = set.data.training.name;
    state_->report.fallback = set.fallback;
    uses_data(set.data.training.name, set.data.training.size());
    if (!set.notice.empty()) print(set.notice);
    return std::move(set.data);
}

Index Lab::at_hand(Index asked, Index available) const
{
    if (asked > available)
        print(tr("{} instead of {} training images: {} has no more.", grouped(available),
                 grouped(asked), state_->loaded_name));
    return std::min(asked, available);
}

Split Lab::load_split(Index asked)
{
    const TrainTest data = load_data();
    const Index training_size = at_hand(asked, data.training.size() * 4 / 5);
    Rng generator = rng();
    Split parts = prepared_split(data.training, training_size, training_size / 4, generator);
    uses_data(data.training.name, training_size);
    return parts;
}

Split Lab::load_split(double training_share, double validation_share)
{
    const Dataset all = load_data().training;
    Rng generator = tuning_rng();
    const auto part = [&](double share) { return Index(double(all.size()) * share + 0.5); };
    Split parts = prepared_split(all, part(training_share), part(validation_share), generator);
    uses_data(all.name, parts.training.size());
    return parts;
}

TrainTest Lab::load_sample(Index asked, Index test_size)
{
    const TrainTest data = load_data();
    const Index training_size = at_hand(asked, data.training.size());
    Rng generator = rng();
    uses_data(data.training.name, training_size);
    return standardised(
        {balanced_sample(data.training, training_size, generator), first(data.test, test_size)});
}

void Lab::uses_data(const Text& name, Index samples)
{
    state_->report.data_set = name;
    state_->report.samples = samples;
}

void Lab::keep_going(FitOptions& options) const
{
    const LabInfo& info = state_->info;
    options.checkpoint = out_folder() / (lab_name(info) + ".checkpoint");
    options.experiment = {{tr("lab"), lab_name(info)},
                          {tr("version of Descente"), DESCENTE_VERSION},
                          {tr("seed"), std::to_string(seed())}};
    for (const Knob* knob : knobs_of(info))
        options.experiment.emplace_back(verbatim("--" + knob->name),
                                        fmt::format("{}", knob->value()));
}

// ---- experiments ----

namespace {

constexpr long parts = 1000; // of a bar, for each run

/// Moves a bar while one run trains. Of a run with several loops the first moves it.
class OnRun : public Onlooker {
  public:
    explicit OnRun(ProgressBar& bar) : bar_(bar) {}
    ~OnRun() override { move_to(parts); } // it may have ended early
    void stepped(long done, long planned) override { move_to(parts * done / planned); }

  private:
    void move_to(long part)
    {
        if (part > told_) bar_.advance(part - told_);
        told_ = std::max(told_, part);
    }

    ProgressBar& bar_;
    long told_ = 0;
};

} // namespace

Trainer Lab::trainer(const TrainOne& train, ProgressBar& bar) const
{
    const auto one = [this, train](const Job& job) {
        return train(job.method, job.value, rng(job.run));
    };
    const auto looks_on = [&](const Job&) { return std::make_unique<OnRun>(bar); };
    return {.train = one, .looks_on = looks_on};
}

Study Lab::compare_all(const std::vector<Text>& methods, long seeds, const TrainOne& train,
                       const Tuning& tuning) const
{
    const Protocol protocol{methods,
                            tuning.grids,
                            tuning.lowest.english(),
                            state_->info.tuning_run,
                            static_cast<int>(seeds),
                            tuning.runs};
    long values = 0;
    for (const std::vector<double>& grid : tuning.grids) values += std::ssize(grid);
    const std::vector<Compared> best = [&] {
        ProgressBar bar = progress(tr("choosing {}", tuning.knob), parts * values * tuning.runs);
        return tuned(protocol, trainer(train, bar));
    }();
    if (values > std::ssize(methods)) print_tuned(tuning.lowest, tuning.knob, best);
    ProgressBar bar = progress(tr("training"), parts * std::ssize(methods) * seeds);
    Study study = compared(best, protocol, trainer(train, bar));
    const auto finished = [&](const Run& run) {
        return std::isfinite(run.number(protocol.lowest));
    };
    const auto some_finished = [&](const Compared& method) {
        return std::ranges::any_of(method.runs, finished);
    };
    if (!tuning.lowest.empty() && std::ranges::none_of(study.methods(), some_finished))
        throw UsageError(tr("every training diverged: choose smaller values of --{}", tuning.knob));
    return study;
}

Study Lab::sweep_all(const std::vector<Text>& methods, const std::vector<double>& values,
                     const TrainOne& train) const
{
    const long runs = std::ssize(methods) * std::ssize(values) * seeds();
    ProgressBar bar = progress(tr("training"), parts * runs);
    return swept({methods, Grids(methods.size(), values), {}, state_->info.tuning_run, seeds()},
                 trainer(train, bar));
}

// A common grid makes a table; grids of their own a line for each method.
void Lab::print_tuned(const Text& lowest, const std::string& knob,
                      const std::vector<Compared>& methods) const
{
    const auto common = [&](const Compared& method) { return method.grid == methods[0].grid; };
    if (std::ranges::all_of(methods, common))
        return print_tuning(tr("{} by {}", lowest, knob), methods);
    for (const Compared& method : methods) {
        const bool edge = method.best == method.grid.front() || method.best == method.grid.back();
        const Text chosen = tr("{}: {} {:.3Lg} of {:.3Lg} to {:.3Lg}", method.name, knob,
                               method.best, method.grid.front(), method.grid.back());
        print(edge ? tr("{} (at the edge of its grid)", chosen) : chosen);
    }
}

// ---- output ----

void Lab::print(const Text& line) const
{
    if (state_->options.quiet) return;
    clear_progress_line();
    fmt::print("{}\n", say(line));
    std::fflush(stdout);
}

void Lab::print_model(Module& net, const Shape& input) const
{
    std::string table = to_string(summarise(net, input), language());
    table.pop_back(); // print() ends the line
    print(verbatim(table));
}

void Lab::print_table(const std::vector<Text>& header,
                      const std::vector<std::vector<Text>>& rows) const
{
    const auto words = [&](const std::vector<Text>& row) {
        return of_each(row, [&](const Text& cell) { return say(cell); });
    };
    std::string table = aligned_table(words(header), of_each(rows, words));
    table.pop_back(); // print() ends the line
    print(verbatim(table));
}

void Lab::print_tuning(const Text& what, const std::vector<Compared>& methods) const
{
    std::vector<Text> header{what};
    for (const double value : methods.at(0).grid) header.push_back(verbatim("{:.3Lg}", value));
    std::vector<std::vector<Text>> rows;
    for (const Compared& method : methods) {
        rows.push_back({method.name});
        for (const double cost : method.tuning) rows.back().push_back(verbatim("{:.3Lf}", cost));
    }
    print_table(header, rows);
}

void Lab::print_study(const Text& title, const Study& study, const std::vector<Text>& numbers) const
{
    std::vector<Text> header{title};
    header.insert(header.end(), numbers.begin(), numbers.end());
    std::vector<std::vector<Text>> rows;
    for (const Compared& method : study.methods()) {
        rows.push_back({method.name});
        for (const Text& number : numbers) {
            const Spread found = study.of(method.name.english(), number.english());
            rows.back().push_back(verbatim("{:.4Lg}", found.median));
        }
    }
    print_table(header, rows);
}

ProgressBar Lab::progress(const Text& title, long total) const
{
    const bool visible = !state_->options.quiet && ::isatty(STDERR_FILENO) == 1;
    return ProgressBar(say(title), total, visible, language());
}

void Lab::finding(Finding finding)
{
    if (interrupted()) return; // what half a run found is no finding
    std::string claim = say(finding.claim);
    if (claim.ends_with('.')) claim.pop_back(); // the outcome follows
    finding.claim = verbatim(claim);
    print(tr("• {}: {}. {}", finding.claim, to_text(finding.outcome), finding.because));
    state_->report.findings.push_back(std::move(finding));
}

void Lab::finding(const Text& claim, Outcome outcome, const Text& because,
                  const std::vector<std::pair<std::string, Spread>>& numbers)
{
    finding(Finding{claim, outcome, because, numbers});
}

void Lab::claim(const Evidence& evidence)
{
    finding({state_->info.claim, evidence.outcome, evidence.because, evidence.numbers, true});
}

void Lab::finding(const Text& statement, const Evidence& evidence)
{
    finding({statement, evidence.outcome, evidence.because, evidence.numbers});
}

/// What run_lab may do to a Lab and an experiment may not.
class LabRunner {
  public:
    LabRunner(const LabInfo& info, Options options, std::string command)
        : lab_(std::make_shared<Lab::State>(info, std::move(options)))
    {
        Report& report = state().report;
        report.lab = lab_name(info);
        report.title = info.title;
        report.claim = info.claim;
        report.language = lab_.language();
        report.seed = lab_.seed();
        report.version = DESCENTE_VERSION;
        report.command = std::move(command);
        report.quick = lab_.quick();
    }

    Exit run(const std::function<void(Lab&)>& experiment)
    {
        prepare();
        try {
            experiment(lab_);
        } catch (const Interrupted&) { // nothing more to show
        }
        return conclude();
    }

    /// "Lab 05 · Fashion-MNIST, N = 50,000 · seeds 1–5 · Descente 1.0"; the seeds are those used up
    /// to here, whatever --seeds allows.
    static Text footer(const Lab::State& state)
    {
        const Report& report = state.report;
        Text line = tr("Lab {:02}", state.info.number);
        const auto add = [&](const Text& part) { line = verbatim("{} · {}", line, part); };
        if (!report.data_set.empty())
            add(report.samples == 0
                    ? report.data_set
                    : verbatim("{}, N = {}", report.data_set, grouped(report.samples)));
        if (report.fallback && report.data_set.english() == state.loaded_name.english())
            add(tr("{} not found", state.options.dataset));
        const int seeds = state.seeds_used;
        if (seeds == 1) add(tr("seed {}", report.seed));
        if (seeds > 1)
            add(tr("seeds {}–{}", report.seed,
                   report.seed + static_cast<std::uint64_t>(seeds) - 1));
        if (report.quick) add(tr("quick run"));
        for (const Knob* knob : knobs_of(state.info))
            if (knob->turned()) add(tr("{} = {:Lg} (not the course's)", knob->name, knob->value()));
        if (stop_requested()) add(tr("interrupted"));
        add(verbatim("Descente {}", report.version));
        return line;
    }

  private:
    Lab::State& state() { return *lab_.state_; }

    /// "; of 7 further findings 5 are supported", where a main claim gave the verdict.
    static Text side_findings(const Report& report)
    {
        long supported = 0, further = 0;
        for (const Finding& finding : report.findings) {
            further += !finding.main;
            supported += !finding.main && finding.outcome == Outcome::supported;
        }
        if (further == 0 || further == std::ssize(report.findings)) return {};
        return tr("; of {} further findings {} are supported", further, supported);
    }

    void prepare()
    {
        const Options& options = state().options;
        if (options.threads > 0) set_threads(options.threads);
        take_blas_buffers(threads());
        check_writable(options.out_folder);
        const LabInfo& info = state().info;
        lab_.print(tr("Lab {:02} · {}\n{}", info.number, info.title, info.question));
        if (info.dataset.empty() && (options.dataset_given || !options.data_folder.empty()))
            lab_.print(tr("This lab makes its own data: --dataset and --data change nothing."));
        // Damaged data are refused before anything is drawn.
        if (!info.dataset.empty()) {
            state().set = chosen_set(info, options);
            check_needs(info.needs, state().set->data);
        }
        if (find_gnuplot().empty()) {
            complain(info,
                     tr("gnuplot is not installed: figures stay numbers and scripts (.tsv, .gp); "
                        "`make setup` installs it"),
                     lab_.language());
            state().plots_missing = state().plot_error_said = true;
        }
        if (options.live) {
            state().live = std::make_unique<LiveView>(find_gnuplot());
            if (!state().live->trouble().empty()) lab_.print(state().live->trouble());
        }
    }

    Exit conclude()
    {
        Lab::State& lab = state();
        Report& report = lab.report;
        report.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        report.interrupted = stop_requested();
        report.seeds = lab.seeds_used;
        const Outcome outcome = verdict_of(report.findings);
        for (const Knob* knob : knobs_of(lab.info))
            if (knob->turned())
                lab_.print(tr("Not the course's setting: {} = {:Lg}.", knob->name, knob->value()));
        const Text judged = report.findings.empty() // a run that shows and does not judge
                                ? tr("Done")
                                : tr("Verdict: {}{}", to_text(outcome), side_findings(report));
        const std::filesystem::path file = lab.options.out_folder / (report.lab + ".json");
        lab_.print(report.interrupted
                       ? tr("Interrupted: no verdict.")
                       : tr("{} ({:.1Lf} s; figures and {} in {})", judged, report.seconds,
                            file.filename().string(), lab.options.out_folder.string()));
        try {
            write_atomically(file, to_json(report));
        } catch (const PlotError& error) {
            if (!lab.plot_error_said) complain(lab.info, error.line(), lab_.language());
            lab.plots_missing = true;
        }
        if (report.interrupted) return Exit::interrupted;
        for (const std::string& name : lab.options.figures)
            if (std::find(lab.drawable.begin(), lab.drawable.end(), name) == lab.drawable.end())
                throw UsageError(tr("--figures {}: this run drew no such figure; it has {}", name,
                                    boost::algorithm::join(lab.drawable, ", ")));
        if (lab.plots_missing) return Exit::plotting;
        if (lab.options.check && outcome != Outcome::supported) return Exit::unsupported;
        return Exit::success;
    }

    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
    Lab lab_;
};

void Lab::save(const Figure& figure)
{
    State& state = *state_;
    const std::vector<std::string>& chosen = state.options.figures;
    state.drawable.push_back(figure.name());
    if (!chosen.empty() && std::find(chosen.begin(), chosen.end(), figure.name()) == chosen.end())
        return;
    const auto write = [&] {
        std::vector<std::filesystem::path> files =
            state.writer.write(figure, LabRunner::footer(state));
        if (!state.options.csv) return files;
        const std::vector<std::filesystem::path> written = files;
        for (std::filesystem::path file : written) {
            if (file.extension() != ".tsv") continue;
            std::ifstream stream(file, std::ios::binary);
            const std::string tsv{std::istreambuf_iterator<char>(stream), {}};
            write_atomically(file.replace_extension(".csv"), csv_from_tsv(tsv));
            files.push_back(file);
        }
        return files;
    };
    const auto write_despite_interrupt = [&] {
        const bool stopped_before = stop_requested();
        try {
            return write();
        } catch (const PlotError&) {
            // Ctrl-C reaches gnuplot too: a figure it was drawing then deserves a second try.
            if (stopped_before || !stop_requested()) throw;
            return write();
        }
    };
    clear_progress_line();
    if (std::getenv("DESCENTE_RENDER_CHECK") != nullptr)
        print_render_faults(figure, LabRunner::footer(state));
    try {
        std::vector<std::string> names;
        for (const std::filesystem::path& file : write_despite_interrupt())
            names.push_back(file.filename().string());
        const std::string first = names.empty() ? std::string() : names.front();
        state.report.figures.emplace_back(first.substr(0, first.rfind('.')), std::move(names));
        if (state.live && state.live->trouble().empty())
            state.live->show(figure.name(), [&](const std::filesystem::path& script) {
                state.writer.write_script(script, figure, LabRunner::footer(state), 2.0 / 3);
            });
    } catch (const PlotError& error) {
        if (!state.plot_error_said) complain(state.info, error.line(), language());
        state.plots_missing = state.plot_error_said = true;
    }
}

namespace {

std::string memory_line;

// Where memory ends on a thread of OpenMP, no catch of ours is above it.
void end_thread()
{
    const std::type_info* const thrown = abi::__cxa_current_exception_type();
    if (thrown == nullptr || *thrown != typeid(std::bad_alloc)) std::abort();
    static_cast<void>(!::write(STDERR_FILENO, memory_line.data(), memory_line.size()));
    ::_exit(static_cast<int>(Exit::memory));
}

} // namespace

int run_lab(int argc, char** argv, const LabInfo& info, const std::function<void(Lab&)>& experiment)
{
    set_up_cpu(argv);
    request_stop(false);
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    Language language = language_asked_for(arguments);
    const Text out_of_memory = tr("not enough memory for this run: try --quick, --threads 1, or "
                                  "smaller values of the lab's options");
    const auto end_with = [&](Exit code, const Text& line) {
        complain(info, line, language);
        return static_cast<int>(code);
    };
    try {
        Options options = parse_options(arguments, info, top_folder());
        language = options.style.language;
        if (options.help) {
            fmt::print("{}", help_text(info, options));
            std::fflush(stdout);
            return static_cast<int>(Exit::success);
        }
        if (options.lesson) {
            fmt::print("{}", lesson_of(source_of(lab_name(info), top_folder())));
            return static_cast<int>(Exit::success);
        }
        const std::string notice = tr("\nInterrupted: finishing the figures with what exists "
                                      "(Ctrl-C again: stop at once).\n")
                                       .in(language);
        memory_line = fmt::format("{}: {}\n", lab_name(info), out_of_memory.in(language));
        std::set_terminate(end_thread);
        const InterruptGuard guard(options.quiet ? nullptr : notice.c_str());
        LabRunner runner(info, std::move(options), command_line(argc, argv));
        return static_cast<int>(runner.run(experiment));
    } catch (const Error& error) {
        return end_with(error.code(), error.line());
    } catch (const std::bad_alloc&) {
        return end_with(Exit::memory, out_of_memory);
    } catch (const std::exception& error) {
        return end_with(Exit::internal,
                        tr("internal error ({}): please report it with the command that led here",
                           error.what()));
    }
}

} // namespace descente
