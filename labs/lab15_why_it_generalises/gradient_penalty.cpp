#include "gradient_penalty.hpp"

#include "data/minibatches.hpp"
#include "optim/schedules.hpp"
#include "train/gradient_noise.hpp"
#include "train/metrics.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

Column hessian_times(Module& net, const Dataset& data, const arma::uvec& indices, const Column& g,
                     const Column& v, double distance)
{
    const auto length = static_cast<double>(arma::norm(v));
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

PenalisedRun train_with_penalty(Module& net, const TrainTest& data, const PenalisedSgd& options,
                                const Rng& rng)
{
    const std::vector<Var> theta = parameters(net);
    Minibatches minibatches(data.training, options.batch_size, rng);
    const long epochs = std::lround(options.rate_times_epochs / options.rate);
    const long steps = epochs * static_cast<long>(minibatches.per_epoch());
    const Schedule halved = step_decay(options.rate, 0.5, std::max(1L, steps / 20));
    for (long k = 0; k < steps && !stop_requested(); ++k) {
        const arma::uvec batch = minibatches.next().indices;
        const Column g = penalised_gradient(net, data.training, batch, options.penalty);
        move_to(theta, flat_values(theta), halved(std::max(0L, k - steps / 2)), g);
    }
    return {.training = 100 * evaluate(net, data.training).accuracy,
            .test = 100 * evaluate(net, data.test).accuracy,
            .squared_gradient =
                mean_squared_gradient(net, data.training, options.batch_size, rng.fork(1))};
}

} // namespace descente
