#include "shell/budget.hpp"

#include "base/error.hpp"

#include <algorithm>
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

void fit_to_budget(const LabInfo& info, Options& options,
                   const std::function<Pace(const Options&)>& rehearse)
{
    const Sizes sizes(info, options);
    if (sizes.least() == 1) return;
    const PassingFolder folder;
    Options small = options;
    small.out_folder = folder.path;
    small.quiet = true;
    small.live = small.record = small.predict = false;

    // First as small as can be, with its pictures.
    const double least = sizes.set(sizes.least(), small);
    const Pace first = rehearse(small);
    double left = options.budget - first.seconds - first.fixed;
    double allowed = left;
    std::vector<double> ends = first.study_ends;
    double all = first.growing();
    double share = least * left / first.growing(); // too small where a part of it does not grow
    double excess = 2;
    // Then larger, so that two points tell what grows, as long as it costs a small part only.
    if (share < 1 && left > 4 * first.growing()) {
        small.rehearsal = true;
        const double second = sizes.set(0.3 * share, small);
        const Pace larger = rehearse(small);
        allowed = left - larger.seconds;
        left -= larger.seconds + larger.growing();
        ends = larger.study_ends;
        all = larger.growing();
        // What is near to noise is no slope.
        const double slope = std::max((larger.growing() - first.growing()) / (second - least),
                                      0.3 * larger.growing() / second);
        share = second + left / slope;
        excess = 1.25;
    }
    // Too much on purpose, the more the less is known: the last seeds of each study begin only
    // while there is time.
    options.scaled = sizes.set(std::clamp(excess * share, least, 1.0), options) < 1;
    for (double& end : ends) end *= std::max(allowed, 0.0) / all;
    options.study_ends = std::move(ends);
}

} // namespace descente
