// Batch normalisation at work: what its layers get and give, how good the statistics are that it
// stores, and what evaluation with a batch's own statistics does.
#pragma once

#include "data/dataset.hpp"
#include "nn/layers.hpp"

#include <vector>

namespace descente {

/// What each layer gives for the batch x, first layer first. In training mode a BatchNorm uses the
/// statistics of this batch; the stored ones are put back.
std::vector<Matrix> layer_outputs(Sequential& net, const Matrix& x, const Shape& shape, Mode mode);

/// How far the stored mean m and variance v are from μ and σ² of the batch x at the present θ:
/// √((m − μ)² + (√v − σ)²)/σ, as root mean square over all channels of all BatchNorm layers. (The
/// root is the Wasserstein distance of two normal distributions.) NaN without such a layer.
double running_error(Sequential& net, const Matrix& x, const Shape& shape);

/// How stored statistics follow a network while it learns: looked at after 1, 2, 4, … updates and
/// after the last one, `updates`.
struct Following {
    std::vector<double> at, error, accuracy; ///< updates; running_error; accuracy in %
    double last_accuracy() const { return accuracy.empty() ? 0 : accuracy.back(); }
    /// To be called after each update k: looks when it is time. `crowd` is one large batch of
    /// training samples, `data` what accuracy is measured on.
    void look(long k, long updates, Sequential& net, const Dataset& crowd, const Dataset& data);
};

/// Accuracy when the data, in their order, go through the network in batches that are normalised
/// with their own statistics, as in training; what is left over joins the last batch. Throws
/// ShapeError for more than there is. The network stays as it is.
double accuracy_with_batch_statistics(Module& net, const Dataset& data, Index batch_size);

/// Accuracy (%) of one network in batches of one size, with three kinds of statistics.
struct AccuracyInBatches {
    double stored = 0;   ///< evaluation mode
    double of_batch = 0; ///< accuracy_with_batch_statistics
    double sorted = 0;   ///< the same when the samples are sorted by class
};
/// An entry a size.
std::vector<AccuracyInBatches> accuracy_in_batches(Module& net, const Dataset& data,
                                                   const std::vector<double>& batch_sizes);

/// What the variance of a batch is on average, in units of the variance of all the data.
struct VarianceOfBatches {
    double with_m = 0; ///< Σ(x − μ_B)²/m: (m − 1)/m of it, when samples are independent
    double with_m_less_1 = 0; ///< Σ(x − μ_B)²/(m − 1): all of it
};
/// The mean over rows of x (features × samples) that are not constant, and over all batches of m in
/// so many epochs (samples left over are not used). Throws ShapeError when m is below 2 or more
/// than there is.
VarianceOfBatches variance_of_batches(const Matrix& x, Index m, int epochs, Rng& rng);

} // namespace descente
