#include "layer_scales.hpp"

#include "nn/losses.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace descente {

namespace {

double deviation(const Matrix& numbers)
{
    return static_cast<double>(standardiser_overall(numbers).deviation[0]);
}

} // namespace

double LayerScales::output_range() const { return scale_range(output); }
double LayerScales::gradient_range() const { return scale_range(gradient); }

LayerScales layer_scales(Sequential& net, const Dataset& data)
{
    for (Var& theta : parameters(net)) theta.grad().reset();
    std::vector<Var> outputs;
    Var y = constant(data.x, data.shape);
    for (Index i = 0; i < net.size(); ++i) {
        y = net.layer(i).forward(y, Mode::train);
        if (dynamic_cast<const Activation*>(&net.layer(i)) != nullptr) outputs.push_back(y);
    }
    backward(softmax_cross_entropy(y, data.labels), Graph::kept); // the outputs keep gradients
    LayerScales scales;
    for (const Var& output : outputs) {
        scales.output.push_back(deviation(output.value()));
        scales.gradient.push_back(output.grad().is_empty() ? 0 : deviation(output.grad()));
    }
    return scales;
}

double scale_range(const std::vector<double>& scales)
{
    double low = std::numeric_limits<double>::infinity(), high = 0;
    for (const double scale : scales) {
        if (!std::isfinite(scale)) return std::numeric_limits<double>::infinity();
        low = std::min(low, scale);
        high = std::max(high, scale);
    }
    return low > 0 ? high / low : std::numeric_limits<double>::infinity();
}

double largest_unit_difference(const Matrix& W)
{
    if (!W.is_finite()) return std::numeric_limits<double>::infinity(); // max() overlooks NaN
    return static_cast<double>(arma::max(arma::max(W, 1) - arma::min(W, 1)));
}

} // namespace descente
