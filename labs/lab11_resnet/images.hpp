// Small ResNets and their plain twins, for experiments on what shortcuts change.
#pragma once

#include "data/minibatches.hpp"
#include "linearity.hpp"
#include "train/fit.hpp"

namespace descente {

/// Depth 6n + 2: three stages of n blocks with 8, 16 and 32 channels, the second and third of half
/// the rows and columns. Shortcut::zero_pad keeps the parameters those of the plain twin
/// (Shortcut::none); kaiming_normal in both.
Sequential small_resnet(const Dataset& data, Index depth, Shortcut shortcut, Rng& rng,
                        bool batch_norm = true);

/// ‖dL/dW‖ of the first convolution, for one minibatch in training mode.
double first_layer_gradient(Sequential& net, const Dataset& minibatch);

/// What one training leaves behind; infinite and NaN where it did not get to.
struct ResidualRun {
    std::vector<double> cost; ///< of each minibatch, before its update
    double final_cost = std::numeric_limits<double>::infinity(); ///< mean of the last tenth
    double accuracy = std::numeric_limits<double>::quiet_NaN();  ///< validation (%)
    std::vector<double> linearity; ///< block_linearity, where somebody asked for it
};

/// Two epochs of SGD with momentum 0.9, minibatches of 32.
ResidualRun train_residual(Sequential& net, const Split& data, double learning_rate, Rng rng);

/// The images with half the rows and columns (means of 2×2).
Dataset halved(Dataset data);

/// Numbers that a forward pass of one sample leaves in memory for the backward pass.
Index activations(Module& net, const Shape& input);

} // namespace descente
