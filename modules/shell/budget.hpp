// --budget 20s: a run made smaller until it ends in time. Epochs (or updates) give way first, then
// samples and the like, then seeds; a knob that was turned by hand stays as it is.
#pragma once

#include "shell/options.hpp"
#include "train/compare.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace descente {

/// What a run can be made smaller by.
class Sizes {
  public:
    /// Of a lab whose options were parsed.
    Sizes(const LabInfo& info, const Options& options);

    /// The smallest share of the work that can be asked for: each size at that of --quick (epochs
    /// that have none of their own, and seeds: 1).
    double least() const;
    /// Sets knobs and seeds to so large a share of the work, 1 being all of it, and gives the share
    /// that whole numbers made of it.
    double set(double share, Options& options) const;

  private:
    struct Size {
        const Knob* knob;
        double least, all;
    };
    using Group = std::vector<Size>; // made smaller together
    static double least_of(const Group& group);
    static double set_group(const Group& group, double share, bool quick);

    Group epochs_, samples_;
    int seeds_, least_seeds_;
};

/// In a rehearsal one run of a study's method stands for all others of it, at any value and seed.
/// Threads may share it.
class StandIns {
  public:
    /// Trains, and keeps the run with its seconds.
    Run train(std::size_t study, const Job& job, const std::function<Run(const Job&)>& one);
    /// A run of that method; null where there is none yet.
    std::unique_ptr<Run> instead_of(std::size_t study, const Job& job);
    /// Of one thread, that would have been needed beside those that trained.
    double seconds() const { return seconds_; }

  private:
    std::mutex one_at_a_time_;
    std::map<std::pair<std::size_t, std::size_t>, std::pair<Run, double>> runs_;
    double seconds_ = 0;
};

/// What one rehearsal took, and what the whole run of its size would take.
struct Pace {
    double seconds = 0;             ///< that it took, with all
    double reading = 0;             ///< of them for data, which is as much in a larger run
    double drawing = 0, drawn = 0;  ///< for pictures, and how many those were
    double pictures = 0;            ///< how many a run has
    double growing = 0;             ///< that a run would take beside these
    std::vector<double> study_ends; ///< of that, where each study ends
};

/// A figure counts as this many pictures; a frame more of a film costs less than another figure.
inline double pictures_of(std::size_t frames) { return 5.0 + double(frames); }

/// Sets knobs and seeds so that a run is expected to end within options.budget, of which
/// rehearsals take their part: `rehearse` runs the lab as its argument says. Says in
/// options.scaled whether anything was made smaller.
void fit_to_budget(const LabInfo& info, Options& options,
                   const std::function<Pace(const Options&)>& rehearse);

} // namespace descente
