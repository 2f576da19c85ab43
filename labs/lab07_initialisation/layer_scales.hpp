// How large are the numbers that run through a network, forwards and backwards?
#pragma once

#include "data/dataset.hpp"
#include "nn/layers.hpp"
#include "train/run.hpp"

#include <vector>

namespace lab07 {
using namespace descente;

/// Standard deviations over all units and samples, one an activation layer (ReLU, tanh, …), kept as
/// "activations" (of what the layer gives) and "gradients" (of dcost/d(what the layer gives)), and
/// how flat both lines are: "activations, max/min" and "gradients, max/min" (see scale_range). The
/// cost is the mean softmax cross-entropy of all of `data` as one minibatch, in training mode. θ
/// stays as it is; its gradients are those of this cost afterwards.
Run layer_scales(Sequential& net, const Dataset& data);

/// How many times the largest of the scales is the smallest: 1 for a flat line; infinite when one
/// is 0 or not finite.
double scale_range(const std::vector<double>& scales);

/// The largest difference between the incoming weights of two units of a layer: 0 when all its
/// units are the same, infinite when a weight is not finite.
double largest_unit_difference(const Matrix& W);

} // namespace lab07
