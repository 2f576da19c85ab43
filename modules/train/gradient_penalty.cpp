#include "train/gradient_penalty.hpp"

#include "data/minibatches.hpp"
#include "train/gradient_noise.hpp"
#include "train/metrics.hpp"

#include <cmath>

namespace descente {

Column hessian_times(Module& net, const Dataset& data, const arma::uvec& indices, const Column& g,
                     const Column& v, double distance)
{
    const double length = arma::norm(arma::conv_to<arma::vec>::from(v));
    if (!(length > 0)) return 0 * v; // NaN stays NaN
    const double epsilon = distance / length;
    const AsBefore as_before(net);
    const std::vector<Var> theta = parameters(net);
    move_to(theta, flat_values(theta), -epsilon, v);
    return (gradient_of(net, data, indices) - g) / static_cast<Real>(epsilon);
}

Column penalised_gradient(Module& net, const Dataset& data, const arma::uvec& indices,
                          double penalty)
{
    const Column g = gradient_of(net, data, indices);
    if (penalty == 0) return g;
    return g + static_cast<Real>(penalty / 2) * hessian_times(net, data, indices, g, g);
}

double mean_squared_gradient(Module& net, const Dataset& data, Index batch_size, const Rng& rng)
{
    const AsBefore as_before(net);
    Minibatches minibatches(data, batch_size, rng);
    const Index m = minibatches.per_epoch();
    double sum = 0;
    for (Index k = 0; k < m; ++k) {
        gradient_of(net, data, minibatches.next().indices);
        sum += squared_gradient_norm(parameters(net));
    }
    return sum / static_cast<double>(m);
}

} // namespace descente
