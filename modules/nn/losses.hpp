// Costs l(y, o): y the target, o the network's output, both features × batch.
//
// Every loss takes a Reduction over the batch. `mean`, the default, divides the sum of the
// samples' costs by their number, as every framework does; `sum` is what the slides write. A
// sample's own cost is always a sum over its outputs.
#pragma once

#include "autodiff/ops.hpp"

namespace descente {

enum class Reduction { mean, sum };

/// ‖y − o‖² of each sample, no ½: the gradient is 2(o − y).
Var squared_error(const Var& output, const Matrix& target, Reduction reduction = Reduction::mean);
/// Σ|y − o|; the gradient is sign(o − y), 0 at 0.
Var absolute_error(const Var& output, const Matrix& target, Reduction reduction = Reduction::mean);
/// Quadratic within ±delta, linear beyond: ½r² or δ(|r| − ½δ) (Huber 1964). Throws UsageError for a
/// delta below 0.
Var huber(const Var& output, const Matrix& target, double delta = 1,
          Reduction reduction = Reduction::mean);

/// −[y log σ(o) + (1−y) log(1−σ(o))] on logits, targets 0 or 1; safe at any logit.
Var binary_cross_entropy(const Var& logits, const Matrix& target,
                         Reduction reduction = Reduction::mean);
/// −log softmax(o)_class on logits, fused and max-shifted; the gradient is softmax(o) − onehot.
/// Throws ShapeError when a label is not a row of `logits`.
Var softmax_cross_entropy(const Var& logits, const Labels& labels,
                          Reduction reduction = Reduction::mean);

/// max(0, 1 − y·o), targets −1 or +1; gradient 0 at the kink.
Var hinge(const Var& output, const Matrix& sign, Reduction reduction = Reduction::mean);
/// Multiclass hinge of Weston & Watkins (1999): Σ over the other classes of
/// max(0, 1 + o_j − o_class).
Var multiclass_hinge(const Var& output, const Labels& labels,
                     Reduction reduction = Reduction::mean);

/// Pairs of embeddings, column by column (Hadsell, Chopra & LeCun 2006): ½d² where same[n] is 1,
/// ½max(0, margin − d)² where it is 0; the gradient at d = 0 is 0, never NaN.
Var contrastive(const Var& a, const Var& b, const Labels& same, double margin = 1,
                Reduction reduction = Reduction::mean);
/// max(0, ‖a−p‖² − ‖a−n‖² + margin) (Schroff et al., FaceNet 2015), column by column.
Var triplet(const Var& anchor, const Var& positive, const Var& negative, double margin = 0.2,
            Reduction reduction = Reduction::mean);

} // namespace descente
