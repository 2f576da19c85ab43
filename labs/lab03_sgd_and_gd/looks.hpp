// What the trainings of lab 03 have in common: their network, looks at the cost on the way, and
// what is found there.
#pragma once

#include "nn/layers.hpp"
#include "shell/lab.hpp"
#include "train/theta.hpp"

#include <cmath>

namespace lab03 {
using namespace descente;

/// The network of all trainings of the lab.
inline Sequential network(const Dataset& data, Rng& rng) { return mlp_for(data, {64}, rng); }

/// Looks at the cost of the whole training set after 1, 2, 3, … updates, then each time that there
/// are `ratio` times as many, and after the last: the curve "training cost", and kept where it was,
/// "updates", "samples", "seconds", "epochs".
class Looks {
  public:
    Looks(Module& net, const Dataset& training, double ratio = 1.3);
    void after(const Step& now);
    double cost() const { return cost_; } ///< when it was last looked at
    /// The run with the number "training cost", when it reached its last update.
    Run ended() const { return run_; }

  private:
    Module& net_;
    const Dataset& training_;
    double ratio_;
    Run run_;
    long next_ = 1;
    double cost_ = INFINITY, samples_ = 0;
    double seconds_ = 0; // without the looks
    double since_;
};

/// Seconds of one update.
Spread seconds_of_an_update(const Compared& method);

/// Is `axis`, one of the curves above, lower for a than for b, where their training costs are first
/// as low as that of `cost_of` at its end with the same seed?
Evidence sooner(const Study& study, const std::string& a, const std::string& b,
                const std::string& cost_of, const Text& axis);
/// In a study of minibatches of 1, …, 64, … and all samples: is an update with 64 faster than GD's,
/// by a quarter of the samples it leaves out or more?
Evidence fast(const Study& study);

} // namespace lab03
