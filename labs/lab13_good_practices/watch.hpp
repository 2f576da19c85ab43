// What goes on in a network while it learns, noted now and then over the whole training: weights,
// gradients, updates, dead units, answers. For a page that shows them all.
#pragma once

#include "nn/layers.hpp"
#include "train/run.hpp"

namespace lab13 {
using namespace descente;

/// Looks after each of the first ten updates, since what goes wrong goes wrong there, and every so
/// many updates from the first on. Of each layer l = 1, 2, … that has weights W the run notes
///   "weights l low", "median", "high"  5 %, 50 % and 95 % of its W
///   "gradient l"                       ‖∂cost/∂W‖ of the minibatch
///   "update ratio l"                   ‖ΔW‖/‖W‖ of this update; 0 when nothing moved (the
///                                      median of them is the number "layer l")
///   "dead l"                           dead_units() of the ReLU after it, for the probe
/// and "right low", "median", "high": the probability that the network gives to the right class
/// (softmax of its outputs, as the cost takes them), for 10 %, 50 % and 90 % of the probe.
class Watch {
  public:
    /// Keeps references, and with the run the samples of `probe` as "inputs" and "labels".
    /// every = 0: never looks.
    Watch(Sequential& net, const Dataset& probe, long every, Run& run);
    /// To be called after each update, while its gradients are still there.
    void look(const Step& now);

  private:
    bool due(long updates) const;

    Sequential& net_;
    const Dataset& probe_;
    long every_;
    Run& run_;
    std::vector<Var> weights_;   // one a layer
    std::vector<Matrix> before_; // their values before the next update
};

/// Units (rows of a layer's output) that are 0 for every sample, in %: of a ReLU, those that no
/// longer learn from these samples. A NaN is not 0.
double dead_units(const Matrix& output);

} // namespace lab13
