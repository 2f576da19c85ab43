// How ResNets were trained on CIFAR-10 in their paper.
#pragma once

#include "nn/models.hpp"
#include "shell/lab.hpp"

namespace lab11 {
using namespace descente;

/// The rate of He et al. (CVPR 2016, section 4.2) over that many steps: 0.1, a tenth from half of
/// them on, a hundredth from three quarters on; ten times that in the form of our Momentum, whose
/// gradient is weighted with 1 − 0.9.
Schedule resnet_rate(long steps);

/// Their recipe: SGD with momentum 0.9, minibatches of 128, weight decay 0.0001 (here of weights
/// only), images moved by up to 4 pixels and mirrored; 164 epochs are their 64,000 updates.
/// Epochs and checkpoint are those of the options; `test` is measured after each epoch, and chooses
/// nothing.
Run train_resnet(Sequential& net, const Split& data, FitOptions options, const Rng& rng);

/// ResNet-20 on the lab's set: it can be stopped, and goes on when it is called again.
void train_as_in_the_paper(Lab& lab, long epochs);

/// Test error (%) of ResNet-20 after each epoch, beside the one published where it is of this set.
Figure test_error_figure(const Run& run, std::optional<double> published);

} // namespace lab11
