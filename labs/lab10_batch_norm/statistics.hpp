// Batch normalisation in evaluation: how good the statistics are that its layers store, and what
// evaluation with a batch's own statistics does.
#pragma once

#include "twins.hpp"

namespace lab10 {
using namespace descente;

/// How far the stored mean m and variance v are from μ and σ² of the batch x at the present θ:
/// √((m − μ)² + (√v − σ)²)/σ, as root mean square over all channels of all BatchNorm layers. (The
/// root is the Wasserstein distance of two normal distributions.) NaN without such a layer.
double running_error(Sequential& net, const Matrix& x, const Shape& shape);

/// Accuracy when the data, in their order, go through the network in batches that are normalised
/// with their own statistics, as in training; what is left over joins the last batch. Throws
/// ShapeError for more than there is. The network stays as it is.
double accuracy_with_batch_statistics(Module& net, const Dataset& data, Index batch_size);

/// Notes the "error" of the stored statistics and the "accuracy" (%) with them after 1, 2, 4, …
/// updates and after the last one; of the `usual` decay then also the accuracy in batches of each
/// of these sizes, as numbers: "stored m"; "of batch m", with their own statistics; "sorted m", the
/// same when the samples are sorted by class.
const std::vector<Index> evaluated_sizes{2, 4, 8, 16, 32, 64, 128};
void look_at_stored(double usual, const Moment& at, Run& run);

/// Of the method with the usual decay and "never": any other statistics lose accuracy.
Evidence needs_stored(const Study& study, const std::string& usual);
/// In which is the accuracy of that method the lowest: "stored 2", "of batch 2" or "sorted 64"? 3
/// when the runs do not tell.
std::size_t worst_statistics(const Compared& usual);
/// Both twins of each size, one after the other: the last size gains more accuracy than the first.
Evidence gains_more(const Study& study, const std::vector<double>& sizes);

} // namespace lab10
