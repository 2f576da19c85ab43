#include "shell/lab.hpp"

#include "base/cpu.hpp"
#include "base/error.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "io/whole_file.hpp"
#include "kernels/conv.hpp"
#include "nn/summary.hpp"
#include "plot/render_check.hpp"
#include "shell/console.hpp"
#include "shell/interrupt.hpp"
#include "shell/lesson.hpp"
#include "shell/processes.hpp"
#include "shell/worksheets.hpp"
#include "train/ranks.hpp"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <cmath>
#include <cstdlib>
#include <cxxabi.h>
#include <exception>
#include <iterator>
#include <set>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace descente {

namespace {

/// The folder of --out: made where it is missing, and gone again when nothing came to stand in it.
class OutFolder {
  public:
    explicit OutFolder(const std::filesystem::path& folder)
    {
        std::error_code none;
        for (auto one = folder; !one.empty() && !std::filesystem::exists(one, none);
             one = one.parent_path())
            made_.push_back(one);
        std::filesystem::create_directories(folder,
                                            none); // whether it can be written is asked next
    }
    ~OutFolder()
    {
        std::error_code not_empty;
        for (const std::filesystem::path& one : made_) std::filesystem::remove(one, not_empty);
    }
    OutFolder(const OutFolder&) = delete;
    OutFolder& operator=(const OutFolder&) = delete;

    /// For InterruptGuard: gives the terminal back, takes away what is half-written, and the
    /// folders that were made. Twice, should a gnuplot that nobody has told write in between.
    std::string clearing(const std::filesystem::path& folder) const
    {
        const std::string remove =
            fmt::format("rm -rf -- {0}/.figure-{2}-* {0}/*.new-{2} {1}/.figure-{2}-* "
                        "{1}/descente-live-{2}.gp /dev/shm/descente-live-{2}.gp",
                        shell_word(folder.string()),
                        shell_word(std::filesystem::temp_directory_path().string()), ::getpid());
        std::string command = fmt::format(
            "exec 2>/dev/null; trap '' TTOU; [ -t 0 ] && stty icanon echo; {0} || {0}; ", remove);
        for (const std::filesystem::path& one : made_)
            command += fmt::format("rmdir -- {}; ", shell_word(one.string()));
        return command + "kill -s $0 $$";
    }

  private:
    std::vector<std::filesystem::path> made_; // the deepest first
};

double seconds_since(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::set<double> values_tried(const std::vector<Compared>& methods)
{
    std::set<double> values;
    for (const Compared& method : methods) values.insert(method.grid.begin(), method.grid.end());
    return values;
}

/// What nobody could read of a figure, a line each, at every size and in every language. Tests ask
/// for it in the environment.
void print_render_faults(const Figure& figure, const Text& footer)
{
    for (const std::string size : {"16:9", "4:3", "half"})
        for (const std::string& code : language_codes()) {
            const auto texts =
                write_script({}, figure, footer,
                             {.file = figure.name(), .size = size, .language = Language(code)});
            if (!fits(figure, texts, size)) continue; // which is said where it is drawn
            for (const std::string& fault : render_faults(texts, least_points(size) * px_per_point))
                say_aloud(
                    fmt::format("render check: {} {} {}: {}\n", figure.name(), size, code, fault));
        }
}

/// What the standard library or Armadillo threw, in our words, with theirs after them.
Text in_our_words(const std::exception& error)
{
    const std::string said = error.what();
    const auto is = [&](const char* word) { return said.find(word) != std::string::npos; };
    Text what = tr("a computation failed");
    if (is("incompatible") || is("size")) what = tr("sizes do not fit");
    if (dynamic_cast<const std::out_of_range*>(&error) != nullptr || is("out of bounds"))
        what = tr("an element is asked for that is not there");
    else if (dynamic_cast<const std::bad_optional_access*>(&error) != nullptr)
        what = tr("a value is asked for that is not there");
    else if (dynamic_cast<const std::invalid_argument*>(&error) != nullptr)
        what = tr("a value cannot be used here");
    return tr("{} (the library says \"{}\")", what, said);
}

Text out_of_memory()
{
    return tr("not enough memory for this run: try --quick, --threads 1, or smaller values of the "
              "lab's options");
}

/// What was thrown as one line: an error of ours as it is; any other is that of the experiment,
/// which stopped at this `place`, or without one our own.
Error as_error(const Text& place)
{
    const auto in_experiment = [&](const Text& what) {
        return Error(Exit::experiment, tr("the experiment stopped {}: {}", place, what));
    };
    try {
        throw;
    } catch (const Error& error) {
        const bool slip = error.code() == Exit::internal && !place.empty();
        return slip ? in_experiment(error.line()) : error;
    } catch (const std::bad_alloc&) {
        return {Exit::memory, out_of_memory()};
    } catch (const std::exception& error) {
        if (!place.empty()) return in_experiment(in_our_words(error));
        return {Exit::internal,
                tr("internal error ({}): please report it with the command that led here",
                   error.what())};
    } catch (...) {
        return in_experiment(tr("what it threw is no std::exception"));
    }
}

} // namespace

Lab::Lab(const LabInfo& info, Options options, std::string command)
    : info_(info),
      options_(std::move(options)),
      writer_(options_.out_folder, lab_name(info), options_.style)
{
    report_.lab = lab_name(info);
    report_.title = info.title;
    report_.claim = info.claim;
    report_.language = language();
    report_.seed = seed();
    report_.version = DESCENTE_VERSION;
    report_.command = std::move(command);
    report_.quick = quick();
    report_.budget = options_.budget;
    report_.stopped = tr("the program was ended before its experiment was done");
}

Lab::~Lab()
{
    for (const Drawing& drawing : drawings_) drawing.wait(); // it writes our page
}

// ---- what the user asked for ----

Rng Lab::rng(std::uint64_t run) const
{
    // A run beyond --seeds has a purpose of its own (tuning): it is no measurement of the figures.
    if (run < static_cast<std::uint64_t>(seeds())) {
        int used = seeds_used_;
        const int now = static_cast<int>(run) + 1;
        while (used < now && !seeds_used_.compare_exchange_weak(used, now)) {
        }
    }
    return Rng(seed() + run);
}

// ---- data ----

namespace {

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

void check_needs(const LabInfo& info, const Split& data)
{
    Needs needs = info.needs;
    for (const Knob* knob : knobs_of(info))
        if (knob->name == "samples")
            needs.training = std::max(needs.training, Index(1.25 * knob->allowed.least));
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
            refuse(tr("it has {}, but this lab needs at least {}", images, grouped(needed)));
    };
    enough(data.training, needs.training,
           plural("{} training image", "{} training images", data.training.size()));
    enough(data.test, needs.test, plural("{} test image", "{} test images", data.test.size()));
}

} // namespace

Lab::Loaded Lab::chosen_set() const
{
    const DataPlaces places{.data_folder = options_.data_folder, .top_folder = top_folder()};
    const std::vector<std::string> wanted = wanted_sets(info_, options_);
    const auto here = std::ranges::find_if(
        wanted, [&](const std::string& name) { return find_dataset(name, places).has_value(); });
    const bool found = here != wanted.end();
    const std::string& name = found ? *here : options_.dataset;
    const bool asked_for = options_.dataset_given || !options_.data_folder.empty();
    const bool fallback = !asked_for && name != "glyphs" && !found;
    Loaded set{load_dataset(name, places, fallback, options_.dataset_given), fallback, {}};
    if (fallback)
        set.notice = tr(
            "No {0} here: drawn glyph images take its place (datasets/fetch {0} gets it).", name);
    else if (!options_.dataset_given && !info_.preferred_dataset.empty() &&
             name != info_.preferred_dataset)
        set.notice = tr("No {0} here: {1} takes its place (datasets/fetch {0} gets it).",
                        info_.preferred_dataset, set.data.training.name);
    return set;
}

Split Lab::load_data()
{
    Loaded set = set_ ? std::move(*set_) : chosen_set();
    set_.reset();
    loaded_name_ = set.data.training.name;
    report_.fallback = set.fallback;
    uses_data(set.data.training.name, set.data.training.size());
    if (!set.notice.empty()) print(set.notice);
    return std::move(set.data);
}

Index Lab::at_hand(Index asked, Index available) const
{
    if (asked > available)
        print(tr("{} instead of {} training images: {} has no more.", grouped(available),
                 grouped(asked), loaded_name_));
    return std::min(asked, available);
}

Split Lab::load_split(Index asked)
{
    const Split data = load_data();
    const Index training_size = at_hand(asked, data.training.size() * 4 / 5);
    Rng generator = rng();
    Split parts = prepared_split(data, training_size, training_size / 4, generator);
    uses_data(data.training.name, training_size);
    return parts;
}

Drawn<Split> Lab::every_run_splits(Index asked)
{
    auto all = std::make_shared<const Split>(load_data());
    const Index size = at_hand(asked, all->training.size() * 4 / 5);
    uses_data(all->training.name, size);
    return every_run_draws(all, [size](const Split& set, Rng& rng) {
        return prepared_split(set, size, size / 4, rng);
    });
}

Drawn<Split> Lab::every_run_samples(Index asked, Index test_size)
{
    auto all = std::make_shared<const Split>(load_data());
    const Index size = at_hand(asked, all->training.size());
    uses_data(all->training.name, size);
    return every_run_draws(all, [=](const Split& set, Rng& rng) {
        return standardised({.training = balanced_sample(set.training, size, rng),
                             .test = first(set.test, test_size)});
    });
}

void Lab::uses_data(const Text& name, Index samples)
{
    report_.data_set = name;
    report_.samples = samples;
}

void Lab::keep_going(FitOptions& options) const
{
    options.checkpoint = out_folder() / (report_.lab + ".checkpoint");
    options.experiment = {{tr("lab"), report_.lab},
                          {tr("version of Descente"), DESCENTE_VERSION},
                          {tr("seed"), std::to_string(seed())}};
    for (const Knob* knob : knobs_of(info_))
        options.experiment.emplace_back(verbatim("--" + knob->name), knob->shown_value().english());
}

// ---- experiments ----

namespace {

constexpr long parts = 1000; // of a bar, for each run

/// Moves a bar while one run trains, and tells the board. Of a run with several loops the first
/// moves the bar.
class OnRun : public Onlooker {
  public:
    OnRun(ProgressBar& bar, std::unique_ptr<Onlooker> board) : bar_(bar), board_(std::move(board))
    {
    }
    ~OnRun() override { move_to(parts); } // it may have ended early
    void stepped(long done, long planned) override
    {
        move_to(parts * done / planned);
        if (board_) board_->stepped(done, planned);
    }
    void noted(const std::string& what, long k, double value) override
    {
        if (board_) board_->noted(what, k, value);
    }

  private:
    void move_to(long part)
    {
        if (part > told_) bar_.advance(part - told_);
        told_ = std::max(told_, part);
    }

    ProgressBar& bar_;
    const std::unique_ptr<Onlooker> board_;
    long told_ = 0;
};

} // namespace

Trainer Lab::trainer(const Protocol& protocol, const TrainOne& train, ProgressBar& bar) const
{
    if (board_) board_->clear();
    const auto one = [this, train](const Job& job) { return train(job, rng(job.run)); };
    const auto looks_on = [&](const Job& job) {
        const Text name = job.value == 0
                              ? protocol.methods[job.method]
                              : verbatim("{}, {:.3Lg}", protocol.methods[job.method], job.value);
        const bool shows = board_ && !options_.predict; // what grows would tell the answer
        return std::make_unique<OnRun>(bar, shows ? board_->looks_on(name) : nullptr);
    };
    const std::size_t number = study_ends_.size();
    const auto late = [this, number](const Job& job) {
        const bool may_go =
            job.run > 0 && job.run < tuning_run && number < options_.study_ends.size();
        return may_go && growing() > options_.study_ends[number];
    };
    if (!options_.rehearsal) return {.train = one, .looks_on = looks_on, .late = late};
    return {.train = [=, this](const Job& job) { return stand_ins_.train(number, job, one); },
            .recall = [=, this](const Job& job) { return stand_ins_.instead_of(number, job); }};
}

Study Lab::study(Protocol protocol, const TrainOne& train, const std::string& knob) const
{
    long values = 0;
    for (const std::vector<double>& grid : protocol.grids) values += std::ssize(grid);
    if (options_.rehearsal) protocol.widen = false; // stand-ins have one cost for all values
    const std::vector<Compared> best = [&] {
        ProgressBar bar = progress(tr("choosing {}", knob), parts * values * protocol.tuning_runs);
        return tuned(protocol, trainer(protocol, train, bar));
    }();
    if (values > std::ssize(best)) print_tuned(protocol.lowest, knob, best);
    ProgressBar bar = progress(tr("training"), parts * std::ssize(best) * protocol.seeds);
    Study study = compared(best, protocol, trainer(protocol, train, bar));
    count_runs(study, std::ssize(protocol.methods), protocol);
    if (stop_requested()) return study;
    const auto finished = [&](const Run& run) {
        return std::isfinite(run.number(protocol.lowest.english()));
    };
    const auto some_finished = [&](const Compared& method) { // or did when α was chosen
        const auto is_finite = [](double cost) { return std::isfinite(cost); };
        return std::ranges::any_of(method.runs, finished) ||
               std::ranges::any_of(method.tuning, is_finite);
    };
    const bool judged = !protocol.lowest.empty() && !options_.rehearsal;
    if (judged && std::ranges::none_of(study.methods(), some_finished))
        throw UsageError(tr("every training diverged: choose smaller values of --{}", knob));
    return study;
}

Study Lab::swept_study(const Protocol& protocol, const TrainOne& train) const
{
    const long values = std::ssize(protocol.methods) * std::ssize(protocol.grids.at(0));
    ProgressBar bar = progress(tr("training"), parts * values * protocol.seeds);
    Study study = swept(protocol, trainer(protocol, train, bar));
    count_runs(study, values, protocol);
    return study;
}

/// Seconds so far that a larger run takes more of: all but those for data and pictures.
double Lab::growing() const
{
    return seconds_since(start_) - fixed_ + stand_ins_.seconds() / threads();
}

/// After Ctrl-C figures tell how many runs of the study they show.
void Lab::count_runs(const Study& study, long a_seed, const Protocol& protocol) const
{
    study_ends_.push_back(growing());
    const auto runs = static_cast<long>(study.size());
    const long seeds = (runs + a_seed - 1) / a_seed;
    if (seeds == protocol.seeds && !stop_requested()) return;
    seeds_used_ = static_cast<int>(seeds);
    if (!stop_requested()) {
        cut_to_ = static_cast<int>(cut_to_ == 0 ? seeds : std::min<long>(seeds, cut_to_));
        return;
    }
    const long planned = a_seed * protocol.seeds;
    cut_short_ = tr("interrupted: {} of {}", runs, plural("{} run", "{} runs", planned));
}

// Grids that have much in common make a table; others a line for each method.
void Lab::print_tuned(const Text& lowest, const std::string& knob,
                      const std::vector<Compared>& methods) const
{
    std::size_t longest = 0;
    for (const Compared& method : methods) longest = std::max(longest, method.grid.size());
    if (values_tried(methods).size() <= longest + 3)
        print_tuning(tr("{} by {}", lowest, knob), methods);
    else
        for (const Compared& method : methods)
            print(tr("{}: {} {:.3Lg} of {:.3Lg} to {:.3Lg}", method.name, knob, method.best,
                     method.grid.front(), method.grid.back()));
    for (const Compared& method : methods)
        if (method.at_edge())
            print(tr("{}: the best {} is at the edge of its grid, {:.3Lg} to {:.3Lg}", method.name,
                     knob, method.grid.front(), method.grid.back()));
}

// ---- output ----

void Lab::print(const Text& line) const
{
    if (!options_.quiet) say_aloud(say(line) + "\n");
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
    const std::set<double> values = values_tried(methods);
    std::vector<Text> header{what};
    for (const double value : values) header.push_back(verbatim("{:.3Lg}", value));
    std::vector<std::vector<Text>> rows;
    for (const Compared& method : methods) {
        rows.push_back({method.name});
        for (const double value : values) {
            const auto place =
                std::size_t(std::ranges::find(method.grid, value) - method.grid.begin());
            rows.back().push_back(place < method.tuning.size()
                                      ? verbatim("{:.3Lf}", method.tuning[place])
                                      : verbatim("–"));
        }
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
    const bool free = !board_ || !board_->on_terminal();
    return ProgressBar(say(title), total, !options_.quiet && free && has_terminal(), language());
}

// ---- findings ----

void Lab::add(Finding finding)
{
    if (stop_requested()) return; // what half a run found is no finding
    std::string claim = say(finding.claim);
    if (claim.ends_with('.')) claim.pop_back(); // the outcome follows
    finding.claim = verbatim(claim);
    print(tr("• {}: {}. {}", finding.claim, to_text(finding.evidence), finding.evidence.because));
    report_.findings.push_back(std::move(finding));
}

Text Lab::verdict_text() const
{
    for (const Finding& finding : report_.findings)
        if (finding.main) return to_text(finding.evidence);
    return to_text(verdict_of(report_.findings));
}

/// "; further findings supported: 5 of 7", where a main claim gave the verdict.
Text Lab::side_findings() const
{
    long supported = 0, further = 0;
    for (const Finding& finding : report_.findings) {
        further += !finding.main;
        supported += !finding.main && finding.evidence.outcome == Outcome::supported;
    }
    if (further == 0 || further == std::ssize(report_.findings)) return {};
    return tr("; further findings supported: {} of {}", supported, further);
}

// ---- figures ----

/// What is not the course's: knobs turned by hand, and what --budget made smaller.
std::vector<Report::Turned> Lab::turned() const
{
    std::vector<Report::Turned> all;
    for (const Knob* knob : knobs_of(info_))
        if (knob->turned()) all.push_back({knob->name, knob->shown_value(), knob->shown_course()});
    const double course = quick() ? info_.seeds_quick : info_.seeds_full;
    const int fewest = cut_to_ == 0 ? seeds() : std::min(seeds(), cut_to_);
    if ((options_.scaled || cut_to_ > 0) && fewest < course)
        all.push_back({"seeds", verbatim("{}", fewest), verbatim("{:Lg}", course)});
    return all;
}

/// "Lab 05 · Fashion-MNIST, N = 50,000 · seeds 1–5 · Descente 1.0"; the seeds are those of
/// what is shown.
Text Lab::footer(int seeds_shown) const
{
    Text line = tr("Lab {:02}", info_.number);
    const auto add = [&](const Text& part) { line = verbatim("{} · {}", line, part); };
    if (!report_.data_set.empty())
        add(report_.samples == 0
                ? report_.data_set
                : verbatim("{}, N = {}", report_.data_set, grouped(report_.samples)));
    if (report_.fallback && report_.data_set.english() == loaded_name_.english())
        add(tr("{} not found", options_.dataset));
    if (seeds_shown > 0) add(seeds_text(seed(), seeds_shown));
    if (quick()) add(tr("quick run"));
    if (options_.scaled || cut_to_ > 0) add(tr("budget {:Lg} s", options_.budget));
    for (const auto& [name, value, course] : turned())
        add(tr("{} = {} (course: {})", name, value, course));
    if (stop_requested()) add(cut_short_.empty() ? tr("interrupted") : cut_short_);
    add(verbatim("Descente {}", report_.version));
    return line;
}

/// Said once; the lab goes on to its verdict.
void Lab::picture_failed(const Text& why)
{
    if (!pictures_missing_) complain(report_.lab, why, language());
    pictures_missing_ = true;
}

/// With --figures: is it among them?
bool Lab::chose(const std::string& figure) const
{
    return std::ranges::find(options_.figures, figure) != options_.figures.end();
}

bool Lab::wants(const std::string& figures) const
{
    std::istringstream names(figures);
    if (options_.figures.empty() || chose(handout) ||
        std::any_of(std::istream_iterator<std::string>(names), {},
                    [&](const std::string& name) { return chose(name); }))
        return true;
    left_out_ += (left_out_.empty() ? "" : " ") + figures;
    return false;
}

void Lab::save(const Figure& figure)
{
    const std::vector<Figure> slides = figure.slides();
    if (slides.empty()) return save_one(figure);
    drawable_.push_back(handout);
    for (const Figure& slide : slides) save_one(slide);
    const Figure sheet = figure.called(figure.name() + "_" + handout);
    chose(handout) ? write_figure(sheet) : check_rendering(sheet);
}

Text Lab::footer_of(const Figure& figure) const
{
    return footer(int(figure.seeds_shown().value_or(std::size_t(seeds_used_))));
}

void Lab::check_rendering(const Figure& figure) const
{
    if (std::getenv("DESCENTE_RENDER_CHECK") != nullptr)
        print_render_faults(figure, footer_of(figure));
}

void Lab::save_one(const Figure& figure)
{
    drawable_.push_back(figure.name());
    if (!options_.figures.empty() && !chose(figure.name())) return;
    write_figure(figure);
    if (board_) board_->show(figure);
}

void Lab::save(Figure figure, const Question& question, std::size_t right)
{
    if (options_.predict && wants(figure.name()) && !stop_requested()) {
        const std::vector<Figure> slides = figure.slides();
        if (board_) board_->ask_before((slides.empty() ? figure : slides[0]).up_to(0, {}));
        if (const auto votes = asked(question, language())) {
            const Prediction& said = report_.predictions.emplace_back(
                Prediction{figure.name(), question, *votes, right});
            print(said.beside_measured());
            figure.subtitle(said.beside_measured());
        }
    }
    save(figure);
}

void Lab::write_figure(const Figure& figure)
{
    if (ranks().rank > 0) return;
    replace_earlier_run();
    clear_progress_line();
    const double pictures = pictures_of(figure.frames().size());
    pictures_ += pictures;
    if (options_.rehearsal && drawing_ >= options_.drawing) return;
    const auto begin = std::chrono::steady_clock::now();
    const Text told = footer_of(figure);
    check_rendering(figure);
    const std::string name = report_.lab + "_" + figure.name();
    const std::string& size = options_.style.size;
    if (size.starts_with("half") &&
        !fits(figure, write_script({}, figure, told, {.file = name, .size = size}), size))
        print(tr("{} does not fit half a slide: take it at 16:9", name));
    for (std::size_t i = 0; i < drawings_.size(); ++i)
        if (report_.figures[i].first == name) look_at(drawings_[i]); // its files are replaced
    report_.figures.push_back({name, {}});
    Drawing drawing = writer_.start(figure, told, [this] { write_page(); });
    {
        const std::lock_guard lock(page_);
        drawings_.push_back(std::move(drawing));
    }
    for (Drawing& one : drawings_)
        if (one.is_done() || options_.rehearsal) look_at(one); // how long do pictures take?
    write_report();                                            // now, should the program be killed
    drawn_ += pictures;
    drawing_ += seconds_since(begin);
    fixed_ += seconds_since(begin);
}

/// Waits for it, and says what became of it when that is no picture.
void Lab::look_at(Drawing& drawing)
{
    try {
        drawing.finish();
    } catch (const Error& error) {
        picture_failed(error.line());
    }
}

void Lab::finish_pictures()
{
    const auto begin = std::chrono::steady_clock::now();
    for (Drawing& drawing : drawings_) look_at(drawing);
    fixed_ += seconds_since(begin);
}

// ---- a whole run ----

/// Once, when there is something new to stand in its place: no figure stands beside a labNN.json
/// that does not list it.
void Lab::replace_earlier_run()
{
    if (!std::exchange(replaced_, true))
        remove_report(options_.out_folder / (report_.lab + ".json"));
}

/// All that can be refused is refused before the first word.
void Lab::prepare()
{
    if (options_.threads > 0) set_threads(options_.threads);
    set_direct_sums(options_.exact);
    take_blas_buffers(threads());
    if (ranks().rank == 0) writer_.check();
    if (!info_.dataset.empty()) {
        set_ = chosen_set();
        check_needs(info_, set_->data);
    }
    print(tr("Lab {:02} · {}\n{}", info_.number, info_.title, info_.question));
    if (info_.dataset.empty() && (options_.dataset_given || !options_.data_folder.empty()))
        print(tr("This lab makes its own data: --dataset and --data change nothing."));
    const std::filesystem::path gnuplot = find_gnuplot();
    if (gnuplot.empty())
        picture_failed(tr("gnuplot is not installed: figures stay numbers and scripts (.tsv, .gp); "
                          "`make setup` installs it"));
    if (options_.predict && (options_.quiet || ::isatty(STDIN_FILENO) != 1 || !has_terminal())) {
        print(tr("--predict: there is no terminal to ask on, so nothing is asked."));
        options_.predict = false;
    }
    set_up_board(gnuplot);
}

void Lab::set_up_board(const std::filesystem::path& gnuplot)
{
    std::unique_ptr<Screen> screen;
    if (options_.live) screen = std::make_unique<Screen>(gnuplot);
    if (screen && !screen->trouble().empty()) {
        print(screen->trouble());
        screen.reset();
    }
    if (screen || options_.record)
        board_ = std::make_unique<Board>(
            std::move(screen), writer_, info_.title,
            tr("{} · space: pause · s: one update · + −: pace · q: end", footer(seeds_used_)),
            options_.record);
}

Exit Lab::run(const std::function<void(Lab&)>& experiment)
{
    prepare();
    fixed_ += seconds_since(start_);
    try {
        const auto onlooker = board_ && !options_.predict ? board_->looks_on(info_.title) : nullptr;
        const auto looked_at = onlooker ? std::make_unique<LookedAtBy>(*onlooker) : nullptr;
        experiment(*this);
    } catch (const Interrupted&) { // nothing more to show
    } catch (...) {
        const Error error = as_error(drawable_.empty() ? tr("before its first figure")
                                                       : tr("after figure {}", drawable_.back()));
        finish_pictures();
        const bool of_half_a_run = stop_requested() && error.code() == Exit::experiment;
        if (!of_half_a_run) {
            report_.stopped = error.line();
            write_report();
            throw error;
        }
    }
    return conclude();
}

/// A run that ended early without a figure leaves what the one before has left.
void Lab::write_report()
{
    if (ranks().rank > 0) return; // the first one writes
    const std::filesystem::path file = options_.out_folder / (report_.lab + ".json");
    report_.seconds = seconds_since(start_);
    report_.interrupted = stop_requested();
    report_.seeds = seeds_used_;
    const bool replaces = report_.interrupted && !std::filesystem::exists(file);
    const bool whole = !report_.interrupted && report_.stopped.empty();
    if (report_.figures.empty() && !whole && !replaces) return;
    replace_earlier_run();
    try {
        if (report_.stopped.empty()) // at the end, once
            append_predictions(options_.out_folder / "predictions.tsv", report_.lab,
                               report_.predictions);
        {
            const std::lock_guard lock(page_);
            on_page_ = report_;
        }
        write_page();
    } catch (const Error& error) {
        picture_failed(error.line());
    }
}

/// The report as it was last, with all files that are there by now; from any thread.
void Lab::write_page()
{
    const std::lock_guard lock(page_);
    if (on_page_.lab.empty()) return; // the first figure's drawing, sooner than its report
    for (std::size_t i = 0; i < on_page_.figures.size(); ++i)
        on_page_.figures[i].second = of_each(
            drawings_[i].files(), [](const auto& file) { return file.filename().string(); });
    NewFile page(options_.out_folder / (report_.lab + ".json"), tr("report"));
    page.write(to_json(on_page_));
    page.finish();
}

Exit Lab::conclude()
{
    const std::optional<Figure> record = board_ ? board_->recorded() : std::nullopt;
    board_.reset(); // its window stays
    if (record) write_figure(*record);
    finish_pictures();
    const Outcome outcome = verdict_of(report_.findings);
    report_.processes = ranks().count;
    Text turned; // "alpha = 1 (course: tuned)"
    report_.knobs = this->turned();
    for (const auto& [name, value, course] : report_.knobs) {
        const Text one = tr("{} = {} (course: {})", name, value, course);
        turned = turned.empty() ? one : verbatim("{}, {}", turned, one);
    }
    report_.measured = std::ranges::any_of(report_.findings, &Finding::main) || left_out_.empty();
    report_.stopped = {};
    write_report();
    const Text judged =
        report_.findings.empty() && left_out_.empty() ? tr("Done") // it shows and does not judge
        : options_.scaled || cut_to_ > 0
            ? tr("No verdict, smaller than the course's setting: {}", turned)
        : !turned.empty()   ? tr("No verdict, not the course's setting: {}", turned)
        : !report_.measured ? tr("No verdict: --figures left out what it is about ({})", left_out_)
                            : tr("Verdict: {}{}", verdict_text(), side_findings());
    const Text interrupted = cut_short_.empty() ? tr("Interrupted: no verdict.")
                                                : tr("Interrupted: no verdict ({}).", cut_short_);
    print(report_.interrupted ? interrupted
                              : tr("{} ({:.1Lf} s; figures and {} in {})", judged, report_.seconds,
                                   report_.lab + ".json", options_.out_folder.string()));
    if (report_.interrupted) return Exit::interrupted;
    for (const std::string& name : options_.figures)
        if (std::find(drawable_.begin(), drawable_.end(), name) == drawable_.end())
            throw UsageError(tr("--figures {}: this run drew no such figure; it has {}", name,
                                boost::algorithm::join(drawable_, ", ")));
    if (pictures_missing_) return Exit::plotting;
    const bool judges = report_.knobs.empty() && report_.measured;
    if (options_.check && !(judges && outcome == Outcome::supported)) return Exit::unsupported;
    return Exit::success;
}

namespace {

std::string memory_line;

// Where memory ends on a thread of OpenMP, no catch of ours is above it.
void end_thread()
{
    const std::type_info* const thrown = abi::__cxa_current_exception_type();
    if (thrown == nullptr || *thrown != typeid(std::bad_alloc))
        __gnu_cxx::__verbose_terminate_handler(); // names what was thrown
    static_cast<void>(!::write(STDERR_FILENO, memory_line.data(), memory_line.size()));
    ::_exit(static_cast<int>(Exit::memory));
}

} // namespace

int run_lab(int argc, char** argv, const LabInfo& info, const std::function<void(Lab&)>& experiment)
{
    set_up_console();
    set_up_cpu(argv);
    request_stop(false);
    const std::vector<std::string> words(argv, argv + argc), arguments(argv + 1, argv + argc);
    Language language = language_asked_for(arguments);
    const auto end_with = [&](Exit code, const Text& line) {
        complain(lab_name(info), line, language);
        return static_cast<int>(code);
    };
    const auto run = [&] {
        Options options = parse_options(arguments, info, top_folder());
        language = options.style.language;
        if (started_by_mpirun()) join_processes(top_folder());
        if (options.help)
            say_aloud(help_text(info, options));
        else if (options.lesson)
            say_aloud(lesson_of(source_of(lab_name(info), top_folder())));
        else if (options.on_paper())
            make_worksheets(info, options);
        if (options.help || options.lesson || options.on_paper()) return Exit::success;
        const std::string notice = tr("\nInterrupted: finishing the figures with what exists "
                                      "(Ctrl-C again: stop at once).\n")
                                       .in(language);
        if (options.budget > 0 && (options.runs_on > 1 || ranks().count > 1))
            throw UsageError(tr("--budget is for one process: leave out --runs-on"));
        if (options.runs_on > 1 && !started_by_mpirun())
            return static_cast<Exit>(run_on_processes(words, options.runs_on, top_folder()));
        if (ranks().rank > 0) options.quiet = true;
        memory_line = fmt::format("{}: {}\n", lab_name(info), out_of_memory().in(language));
        std::set_terminate(end_thread);
        std::error_code none;
        if (std::filesystem::temp_directory_path(none).empty()) ::setenv("TMPDIR", "/tmp", 1);
        const OutFolder out(ranks().rank == 0 ? options.out_folder : std::filesystem::path());
        const std::string clearing = out.clearing(options.out_folder);
        const bool silent = options.quiet || started_by_mpirun(); // which would mix it into ours
        const InterruptGuard guard(silent ? nullptr : notice.c_str(), clearing.c_str());
        const std::string command = boost::algorithm::join(of_each(words, shell_word), " ");
        const auto rehearse = [&](const Options& smaller) {
            Lab lab(info, smaller, command);
            lab.run(experiment);
            return Pace{.seconds = seconds_since(lab.start_),
                        .reading = lab.fixed_ - lab.drawing_,
                        .drawing = lab.drawing_,
                        .drawn = lab.drawn_,
                        .pictures = lab.pictures_,
                        .growing = lab.growing(),
                        .study_ends = lab.study_ends_};
        };
        if (options.budget > 0) {
            if (!options.quiet)
                say_aloud(
                    tr("How fast is it here? Small runs tell, of {:Lg} seconds.\n", options.budget)
                        .in(language));
            fit_to_budget(info, options, rehearse);
        }
        Lab lab(info, std::move(options), command);
        const Exit code = lab.run(experiment);
        if (ranks().leave) ranks().leave();
        return code;
    };
    try {
        const Exit code = run();
        if (code == Exit::interrupted) return static_cast<int>(code) + InterruptGuard::signal();
        const bool done = code == Exit::success || code == Exit::unsupported;
        if (done && console_failed())
            return end_with(Exit::console, tr("standard output cannot be written: is its disk "
                                              "full, or was it closed?"));
        return static_cast<int>(code);
    } catch (...) {
        const Error error = as_error({});
        return end_with(error.code(), error.line());
    }
}

} // namespace descente
