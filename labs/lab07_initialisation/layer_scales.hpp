// How large are the numbers that run through a network, forwards and backwards?
#pragma once

#include "data/dataset.hpp"
#include "nn/layers.hpp"

#include <vector>

namespace descente {

/// Standard deviations over all units and samples, one entry an activation layer (ReLU, tanh, …).
struct LayerScales {
    std::vector<double> output;   ///< of what the layer gives
    std::vector<double> gradient; ///< of dcost/d(what the layer gives)
    double output_range() const;  ///< how flat a line it is, see scale_range()
    double gradient_range() const;
};

/// For the mean softmax cross-entropy of all of `data` as one minibatch, in training mode. θ stays
/// as it is; its gradients are those of this cost afterwards.
LayerScales layer_scales(Sequential& net, const Dataset& data);

/// How many times the largest of the scales is the smallest: 1 for a flat line; infinite when one
/// is 0 or not finite.
double scale_range(const std::vector<double>& scales);

/// The largest difference between the incoming weights of two units of a layer: 0 when all its
/// units are the same, infinite when a weight is not finite.
double largest_unit_difference(const Matrix& W);

} // namespace descente
