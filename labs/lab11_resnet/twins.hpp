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
/// What was given, in order and once each. UsageError where one is not 6n + 2, or fewer than two
/// are left to compare.
std::vector<long> depths_in(const std::vector<double>& given);
/// Of each depth a plain net and one with shortcuts: unless they are projections, these have no
/// parameters either.
std::vector<Design> plain_and_residual(const std::vector<long>& depths, bool batch_norm,
                                       Shortcut shortcut = Shortcut::zero_pad);

/// Does "first gradient" change by fewer powers of ten from 8 to 56 layers, up or down, in the
/// residual nets than in the plain ones?
Evidence fewer_decades(const Study& flow);

/// From 8 to 56 layers, "first gradient" of that kind of net 0: falls by more than a power of ten,
/// 1: keeps its size, 2: grows by more than a power of ten, 3: the runs do not tell.
std::size_t what_depth_does(const Study& flow, const std::string& kind);
/// Of the nets of that kind, the lowest "cost at the end" is that of 0: the deepest, 1: the
/// shallowest, 2: one in between, 3: the runs do not tell.
std::size_t best_depth(const Study& study, const std::string& kind,
                       const std::vector<long>& depths);

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
