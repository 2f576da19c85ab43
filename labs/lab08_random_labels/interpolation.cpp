#include "interpolation.hpp"

#include "base/error.hpp"
#include "train/metrics.hpp"

namespace descente {

std::vector<double> cost_between(Module& net, const std::vector<Matrix>& from,
                                 const std::vector<Matrix>& to, const Dataset& data,
                                 const std::vector<double>& t)
{
    const AsBefore as_before(net);
    restore(net, to); // ShapeError when they do not fit
    restore(net, from);
    std::vector<double> costs;
    std::vector<Matrix> theta = from;
    for (const double share : t) {
        for (std::size_t i = 0; i < theta.size(); ++i)
            theta[i] = static_cast<Real>(1 - share) * from[i] + static_cast<Real>(share) * to[i];
        restore(net, theta);
        costs.push_back(evaluate(net, data).cost);
    }
    return costs;
}

} // namespace descente
