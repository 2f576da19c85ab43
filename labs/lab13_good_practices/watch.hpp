// What goes on in a network while it learns, looked at now and then over the whole training:
// weights, gradients, updates, dead units, answers. For a page that shows them all.
#pragma once

#include "base/quantiles.hpp"
#include "data/dataset.hpp"
#include "nn/layers.hpp"

#include <vector>

namespace descente {

/// One layer that has weights W; an entry a look.
struct WatchedLayer {
    Quantiles weights;                ///< of all its W: 5 %, median, 95 %
    std::vector<double> gradient;     ///< ‖∂cost/∂W‖ of the minibatch
    std::vector<double> update_ratio; ///< ‖ΔW‖/‖W‖ of that update; 0 when nothing moved
    std::vector<double> dead;         ///< dead_units() of the ReLU after it (%); empty without one
};

struct Watched {
    std::vector<double> updates; ///< done when it was looked at
    std::vector<WatchedLayer> layers;
    /// The probability that the network gives to the right class (softmax of its outputs, as the
    /// cost takes them): 10 %, median and 90 % of the samples.
    Quantiles right;
};

class Watch {
  public:
    /// Looks after each of the first ten updates, since what goes wrong goes wrong there, and every
    /// so many updates from the first on; dead units and answers are those of
    /// the samples of `probe`. Keeps references to both. Throws UsageError for `every` below 1.
    Watch(Sequential& net, const Dataset& probe, long every);

    /// To be called after each update k = 1, 2, …, while its gradients are still there.
    void look(long k);

    const Watched& seen() const { return seen_; }

  private:
    bool due(long k) const { return k <= 10 || (k - 1) % every_ == 0; }
    void look_at_layers();
    void look_at_probe(double k);

    Sequential& net_;
    const Dataset& probe_;
    long every_;
    std::vector<std::vector<Var>> weights_; // of each watched layer
    std::vector<Column> before_;            // their values before the next update
    Watched seen_;
};

/// Units (rows of a layer's output) that are 0 for every sample, in %: of a ReLU, those that no
/// longer learn from these samples. A NaN is not 0.
double dead_units(const Matrix& output);

} // namespace descente
