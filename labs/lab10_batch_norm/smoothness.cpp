#include "smoothness.hpp"

#include "train/gradient_noise.hpp"
#include "train/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

double or_infinite(double value) { return std::isfinite(value) ? value : INFINITY; }

} // namespace

double AlongGradient::lowest() const
{
    return std::min(cost, *std::min_element(costs.begin(), costs.end()));
}

double AlongGradient::highest() const
{
    return std::max(cost, *std::max_element(costs.begin(), costs.end()));
}

double AlongGradient::range() const { return or_infinite(highest() - lowest()); }

AlongGradient AlongGradient::head(std::size_t lengths) const
{
    AlongGradient part = *this;
    for (std::vector<double>* numbers : {&part.moved, &part.costs, &part.gradient_change})
        numbers->resize(std::min(lengths, numbers->size()));
    return part;
}

double AlongGradient::largest_change() const
{
    return *std::max_element(gradient_change.begin(), gradient_change.end());
}

double AlongGradient::smoothness() const
{
    double largest = 0;
    for (std::size_t i = 0; i < moved.size(); ++i)
        largest = std::max(largest, gradient_change[i] / moved[i]);
    return largest;
}

AlongGradient walk_along_gradient(Module& net, const Dataset& data, const arma::uvec& indices,
                                  Walk walk, const std::vector<double>& lengths)
{
    const AsBefore as_before(net);
    const std::vector<Var> theta = parameters(net);
    const Column start = flat_values(theta);
    const auto [cost, g] = cost_and_gradient_of(net, data, indices);
    AlongGradient along{.cost = or_infinite(cost), .gradient_norm = norm_in_double(g)};
    for (const double length : lengths) {
        const double t = walk == Walk::steps ? length : length / along.gradient_norm;
        move_to(theta, start, t, g);
        const CostAndGradient there = cost_and_gradient_of(net, data, indices);
        along.moved.push_back(t * along.gradient_norm);
        along.costs.push_back(or_infinite(there.cost));
        along.gradient_change.push_back(or_infinite(norm_in_double(there.gradient - g)));
    }
    for (Var parameter : theta) parameter.grad().reset();
    return along;
}

} // namespace descente
