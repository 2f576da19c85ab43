// An epoch: the training set cut at random into minibatches, each sample used exactly once.
#pragma once

#include "data/dataset.hpp"

#include <functional>

namespace descente {

/// Minibatches, and so updates, of an epoch: ⌈samples / batch_size⌉.
inline Index updates_per_epoch(Index samples, Index batch_size)
{
    return (samples + batch_size - 1) / batch_size;
}

struct Batch {
    Matrix x; ///< features × batch
    Labels labels;
    arma::uvec indices; ///< of the samples in the data set
};

/// Draws a new order each epoch. The last minibatch is shorter when the sizes do not divide.
/// Draws one epoch after the other without end:
///
///     Minibatches minibatches(training, 64, rng);
///     for (int epoch = 0; epoch < epochs; ++epoch)
///         for (Index k = 0; k < minibatches.per_epoch(); ++k) {
///             const Batch& batch = minibatches.next();
class Minibatches {
  public:
    /// Throws UsageError when batch_size is 0 or larger than the data. Keeps a reference to `data`
    /// and a fork of `rng`, which is left untouched.
    Minibatches(const Dataset& data, Index batch_size, const Rng& rng);

    Index per_epoch() const;              ///< updates_per_epoch()
    const Batch& next();                  ///< valid until the next call
    long epoch() const { return epoch_; } ///< of the batch last given, from 0
    Index samples_seen() const { return samples_seen_; }

    /// Where we are, for checkpoints.
    std::string state() const;
    void restore(const std::string& state); ///< DataError when foreign, or of other data

  private:
    void start_epoch();

    const Dataset* data_;
    Index batch_size_;
    Rng rng_;
    arma::uvec order_;
    Index position_ = 0, samples_seen_ = 0;
    long epoch_ = -1;
    Batch batch_;
};

} // namespace descente
