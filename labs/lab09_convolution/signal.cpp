#include "signal.hpp"

#include "autodiff/ops.hpp"

#include <cmath>

namespace descente {

std::vector<double> rms_by_layer(const Var& x, int layers,
                                 const std::function<Var(const Var&)>& layer)
{
    const NoGrad evaluation;
    std::vector<double> rms;
    Var signal = x;
    for (int i = 0; i < layers; ++i) {
        const Var y = layer(signal);
        rms.push_back(std::sqrt(mean(square(y)).scalar()));
        signal = relu(y);
    }
    return rms;
}

} // namespace descente
