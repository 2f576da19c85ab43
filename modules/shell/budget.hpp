// --budget 20s: a run made smaller until it ends in time. Epochs (or updates) give way first, then
// samples and the like, then seeds; a knob that was turned by hand stays as it is.
#pragma once

#include "shell/options.hpp"

#include <functional>
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

/// What one run took; reading data and drawing take as long in a larger one.
struct Pace {
    double seconds = 0, fixed = 0;
    std::vector<double> study_ends = {}; ///< in seconds that are growing
    double growing() const { return seconds - fixed; }
};

/// Sets knobs and seeds so that a run is expected to end within options.budget, of which
/// rehearsals take their part: `rehearse` runs the lab as its argument says. Says in
/// options.scaled whether anything was made smaller.
void fit_to_budget(const LabInfo& info, Options& options,
                   const std::function<Pace(const Options&)>& rehearse);

} // namespace descente
