// Looking into a network while it learns: what its layers give, and how such numbers are spread.
#pragma once

#include "base/quantiles.hpp"
#include "nn/layers.hpp"
#include "train/run.hpp"

#include <vector>

namespace descente {

/// What each layer gives for the batch x, first layer first. In training mode a BatchNorm uses the
/// statistics of this batch; the stored ones are put back.
std::vector<Matrix> layer_outputs(Sequential& net, const Matrix& x, const Shape& shape, Mode mode);

/// Notes the quantiles `share`, ½ and 1 − `share` of these values as "what low", "what median" and
/// "what high"; nothing when a value is not finite.
void note_quantiles(Run& run, const Step& now, const std::string& what, const Matrix& values,
                    double share);
/// All that note_quantiles() has noted of it, against the updates.
Quantiles quantiles_of(const Run& run, const std::string& what);

} // namespace descente
