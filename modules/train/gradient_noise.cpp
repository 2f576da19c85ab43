#include "train/gradient_noise.hpp"

#include "nn/losses.hpp"
#include "train/theta.hpp"

namespace descente {

CostAndGradient cost_and_gradient_of(Module& net, const Dataset& data, const arma::uvec& indices)
{
    const Var output = net.forward(constant(data.x.cols(indices), data.shape), Mode::train);
    const Var cost = softmax_cross_entropy(output, data.labels.elem(indices));
    return {cost.scalar(), gradient(cost, net)};
}

Column gradient_of(Module& net, const Dataset& data, const arma::uvec& indices)
{
    return cost_and_gradient_of(net, data, indices).gradient;
}

} // namespace descente
