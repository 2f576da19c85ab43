// The nets of lab 11, plain ones and their residual twins: what is compared, and told of them.
#pragma once

#include "nn/residual.hpp"
#include "nn/summary.hpp"
#include "shell/lab.hpp"

namespace lab11 {
using namespace descente;

struct Design {
    Text name = {}; ///< "plain-8", "residual-32"
    Shortcut shortcut = Shortcut::none;
    bool batch_norm = true;
    long depth = 8; ///< 6n + 2 layers
};
Text net_name(const Text& kind, long depth);
/// Of each depth a plain net and one whose shortcuts have no parameters either.
std::vector<Design> plain_and_residual(const std::vector<long>& depths, bool batch_norm);

/// Does "first gradient" change by fewer powers of ten from 8 to 56 layers, up or down, in the
/// residual nets than in the plain ones?
Evidence fewer_decades(const Study& flow);

/// Numbers that the layers leave in memory for the backward pass of one sample; a ReLU keeps none
/// of its own.
Index activations(const Summary& net, const Shape& input);
/// A line for each net of the study, whose tables these are: parameters, multiply-accumulates and
/// KiB of activations for a sample; cost at the end and validation accuracy, the medians.
void print_depths(const Lab& lab, const Study& study, const std::vector<Summary>& tables,
                  const Shape& input);

/// The table of a ResNet with one row for each of its stages (layer1, layer2, …).
Summary by_stage(const Summary& summary);
void print_by_stage(const Lab& lab, Module&& resnet, const Shape& input);

} // namespace lab11
