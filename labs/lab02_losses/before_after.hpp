// A network's answers before and after training, for labs that compare costs.
#pragma once

#include "train/fit.hpp"

namespace descente {

struct BeforeAfter {
    Matrix before, after; ///< outputs × samples
};

/// What a new MLP with layers of `sizes` answers on `x` before and after training with Adam, whose
/// steps do not depend on the scale of the cost; minibatches of 64.
BeforeAfter trained_mlp(const std::vector<Index>& sizes, const Dataset& training, const Matrix& x,
                        const std::function<Var(const Var& output, const Batch& batch)>& cost,
                        double learning_rate, long epochs, Rng& rng);

} // namespace descente
