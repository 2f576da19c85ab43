#include "shell/budget.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace descente {

namespace {

/// A folder of its own, for figures that nobody looks at.
class PassingFolder {
  public:
    PassingFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "descente-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw PlotError(
                tr("no folder can be made in {}", std::filesystem::temp_directory_path().string()));
        path = name;
    }
    ~PassingFolder()
    {
        std::error_code none;
        std::filesystem::remove_all(path, none);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;

    std::filesystem::path path;
};

} // namespace

Sizes::Sizes(const LabInfo& info, const Options& options) : seeds_(options.seeds)
{
    for (const Knob* knob : knobs_of(info)) {
        if (knob->kind != Knob::Kind::whole_number || knob->turned()) continue;
        const bool is_length = knob->name == "epochs" || knob->name == "updates";
        double least = std::min(knob->quick, knob->value());
        if (is_length && knob->quick == knob->value()) least = knob->allowed.least;
        if (least < knob->value())
            (is_length ? epochs_ : samples_).push_back({knob, least, knob->value()});
    }
    const double course = options.quick ? info.seeds_quick : info.seeds_full;
    least_seeds_ = seeds_ == static_cast<int>(course) ? 1 : seeds_; // written: kept
}

double Sizes::least_of(const Group& group)
{
    double least = 1;
    for (const Size& size : group) least = std::min(least, size.least / size.all);
    return least;
}

double Sizes::least() const
{
    return least_of(epochs_) * least_of(samples_) * least_seeds_ / seeds_;
}

/// Rounded up, so that what is too much can be taken away elsewhere. Gives the smallest share, that
/// of the size which can be made smallest.
double Sizes::set_group(const Group& group, double share, bool quick)
{
    double smallest = 1;
    for (const auto& [knob, least, all] : group) {
        knob->reset(quick);
        knob->turn(std::clamp(std::ceil(share * all - 1e-6), least, all));
        smallest = std::min(smallest, knob->value() / all);
    }
    return smallest;
}

double Sizes::set(double share, Options& options) const
{
    // Whole numbers are coarse: seeds are rounded down, epochs up, and samples make up for both.
    const double without_seeds = least_of(epochs_) * least_of(samples_);
    const double fitting = std::floor(seeds_ * share / without_seeds + 1e-6);
    options.seeds = std::clamp(static_cast<int>(std::min(fitting, 1e6)), least_seeds_, seeds_);
    const double of_seeds = double(options.seeds) / seeds_;
    const double of_epochs = set_group(epochs_, share / of_seeds, options.quick);
    return of_seeds * of_epochs * set_group(samples_, share / of_seeds / of_epochs, options.quick);
}

Run StandIns::train(std::size_t study, const Job& job, const std::function<Run(const Job&)>& one)
{
    const auto begin = std::chrono::steady_clock::now();
    Run run = one(job);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    const std::lock_guard<std::mutex> lock(one_at_a_time_);
    runs_[{study, job.method}] = {run, taken.count()};
    return run;
}

std::unique_ptr<Run> StandIns::instead_of(std::size_t study, const Job& job)
{
    const std::lock_guard<std::mutex> lock(one_at_a_time_);
    const auto found = runs_.find({study, job.method});
    if (found == runs_.end()) return nullptr;
    seconds_ += found->second.second;
    return std::make_unique<Run>(found->second.first);
}

namespace {

/// What a run of this share of the work takes beside data and pictures.
struct Measured {
    double share, growing;
};

/// The share that takes so many seconds, on the line through the last two measured.
double share_of(double seconds, const std::vector<Measured>& all)
{
    const auto [share, growing] = all.back();
    double slope = growing / share;
    if (all.size() > 1) {
        const auto [share_before, growing_before] = all[all.size() - 2];
        // What is near to noise is no slope.
        slope = std::max((growing - growing_before) / (share - share_before), 0.2 * slope);
    }
    return share + (seconds - growing) / slope;
}

} // namespace

void fit_to_budget(const LabInfo& info, Options& options,
                   const std::function<Pace(const Options&)>& rehearse)
{
    const Sizes sizes(info, options);
    if (sizes.least() == 1) return;
    const PassingFolder folder;
    Options small = options;
    small.out_folder = folder.path;
    small.quiet = small.rehearsal = true;
    small.live = small.record = small.predict = false;
    small.drawing = 0.07 * options.budget;

    // First as small as can be, then nearer and nearer to what fits, as long as it costs little.
    std::vector<Measured> measured;
    double spent = 0, room = 0, a_picture = 0, share = sizes.least();
    Pace before, last;
    double before_share = 0;
    for (int rehearsals = 0; rehearsals < 4; ++rehearsals) {
        double next = share;
        if (rehearsals > 0) {
            const double wanted = std::clamp(share, sizes.least(), 1.0);
            const double training = last.seconds - last.reading - last.drawing;
            const double allowance = std::max(0.12 * options.budget - last.reading, 0.5);
            const double affordable = std::min(1.0, allowance / (training * room / last.growing));
            next = measured.back().share + (wanted - measured.back().share) * affordable;
            const bool near = std::abs(last.growing - room) < 0.1 * room;
            if (near || next < 1.2 * measured.back().share || spent > 0.4 * options.budget) break;
        }
        const double tried = sizes.set(next, small);
        if (rehearsals > 0 && tried <= measured.back().share) break; // whole numbers are coarse
        before = std::exchange(last, rehearse(small));
        if (!measured.empty()) before_share = measured.back().share;
        if (last.drawn > 0) a_picture = last.drawing / last.drawn;
        small.drawing = 0;
        spent += last.seconds;
        room = options.budget - spent - last.reading - a_picture * last.pictures;
        measured.push_back({tried, last.growing});
        share = share_of(room, measured);
    }
    // Too much on purpose where there are seeds: the last ones of each study begin only while there
    // is time.
    share = std::clamp(share, sizes.least(), 1.0);
    sizes.set(share, options);
    if (options.seeds > 2) share = std::min(1.25 * share, 1.0);
    options.scaled = sizes.set(share, options) < 1;
    // Studies end on the line through the last two rehearsals, too: what is beside them grows less.
    const double steps = (share - measured.back().share) / (measured.back().share - before_share);
    const auto grown = [&](double was, double is) { return is + steps * std::max(is - was, 0.0); };
    const double all = grown(before.growing, last.growing);
    before.study_ends.resize(last.study_ends.size());
    for (std::size_t i = 0; i < last.study_ends.size(); ++i)
        options.study_ends.push_back(grown(before.study_ends[i], last.study_ends[i]) *
                                     std::max(room, 0.0) / all);
}

} // namespace descente
