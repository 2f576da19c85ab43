#include "layer_scales.hpp"

#include "nn/losses.hpp"

#include <algorithm>
#include <cmath>

namespace lab07 {

namespace {

double deviation(const Matrix& numbers) { return double(standardiser_of(numbers).deviation); }

} // namespace

Run layer_scales(Sequential& net, const Dataset& data)
{
    for (Var& theta : parameters(net)) theta.grad().reset();
    std::vector<Var> outputs;
    Var y = constant(data.x, data.shape);
    for (Index i = 0; i < net.size(); ++i) {
        y = net.layer(i).forward(y, Mode::train);
        if (is_activation(net.layer(i).kind())) outputs.push_back(y);
    }
    backward(softmax_cross_entropy(y, data.labels), Graph::kept); // the outputs keep gradients
    const bool finite = y.value().is_finite(); // else ReLU's gradients, at NaN, would be 0
    std::vector<double> activations, gradients;
    for (const Var& output : outputs) {
        const Matrix& gradient = output.grad();
        activations.push_back(deviation(output.value()));
        gradients.push_back(!finite ? infinity : gradient.is_empty() ? 0 : deviation(gradient));
    }
    Run run;
    run["activations, max/min"] = scale_range(activations);
    run["gradients, max/min"] = scale_range(gradients);
    run.keep("activations", activations);
    run.keep("gradients", gradients);
    return run;
}

double scale_range(const std::vector<double>& scales)
{
    double low = infinity, high = 0;
    for (const double scale : scales) {
        if (!std::isfinite(scale)) return infinity;
        low = std::min(low, scale);
        high = std::max(high, scale);
    }
    return low > 0 ? high / low : infinity;
}

double largest_unit_difference(const Matrix& W)
{
    if (!W.is_finite()) return infinity; // max() overlooks NaN
    return double(arma::max(arma::max(W, 1) - arma::min(W, 1)));
}

} // namespace lab07
