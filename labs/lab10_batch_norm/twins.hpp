// The networks of lab 10 and their trainings: twins with the same initial W, one with batch norm.
#pragma once

#include "base/quantiles.hpp"
#include "nn/layers.hpp"
#include "train/compare.hpp"

namespace lab10 {
using namespace descente;

struct Twin {
    Text name;
    bool batch_norm = true;
    double scale = 1, decay = 0.9; // of the initial W and b; of the stored statistics
    Index m = 64;                  // of a minibatch
};

struct Data {
    Dataset training;
    Dataset some; // of the training samples
    Dataset validation;
};

extern const std::vector<Twin> twins;
/// The one of them with batch norm, or the one without it.
const Twin& twin_of(bool batch_norm);
/// What a twin is called at an initial scale, and with minibatches of m.
Text at_scale(const Twin& twin, double scale);
Text of_size(double m, const Twin& twin);

constexpr Index hidden = 6; ///< layers of 64 units

/// 784-64-64-64-64-64-64-10; the same rng draws the same W for both twins.
Sequential new_net(const Twin& twin, const Dataset& data, Rng& rng);

/// What a look at a training sees, after each update; `others`: minibatches that it does not use.
struct Moment {
    const Step& now;
    const Twin& twin;
    const Data& data;
    Sequential& net;
    Steps& others;
    double rate; ///< α
};
using LookAt = std::function<void(const Moment&, Run&)>;

/// SGD, so many updates (0: one epoch). The run has "training cost" (of `some`), "validation cost"
/// and "… accuracy", and "cost seen" by the last fifth of the minibatches, in training mode.
Run train(const Twin& twin, double rate, const Data& data, long updates, const LookAt& look,
          Rng rng);

/// Values on 500 samples: Wx + b without batch norm; with it Wx + b before, and γ x̂ + β after.
struct Activations {
    Text name = {};
    Quantiles without = {}, before = {}, after = {};
};
/// Of the hidden layers of both twins before training, layer by layer: median and 90 %.
Activations before_training(double scale, const Data& data, const Rng& rng);
/// Every 5 updates it notes "before" and "after" of one unit of the last hidden layer: median, 70
/// %.
void look_at_unit(const Moment& at, Run& run);
Activations unit_while_training(const Study& study);

} // namespace lab10
