// How the figures about residual nets are drawn; what is measured is in train/residual_study.
#pragma once

#include "plot/figure.hpp"
#include "residual_study.hpp"

namespace descente {

/// Plain (entry 0) and residual nets (entry 1) of each depth, trained once a seed.
struct DepthStudy {
    Numbers depths;
    std::vector<Text> names;                                   ///< of the two kinds
    std::vector<std::array<std::vector<ResidualRun>, 2>> runs; ///< [depth][kind][seed]

    Spread cost(std::size_t depth, std::size_t kind) const;
    Spread accuracy(std::size_t depth, std::size_t kind) const; ///< validation (%)
    /// Mean R² of a net's blocks.
    Spread linearity(std::size_t depth, std::size_t kind) const;
};

/// Training cost against updates for the shallowest and the deepest nets, and at the end against
/// depth.
Figure depth_figure(const DepthStudy& study);
/// R² of the best affine function of each block, for the nets of one depth.
Figure linearity_figure(const DepthStudy& study, std::size_t depth);
/// A line for each net: its name, parameters, multiply-adds and KiB of activations for a sample,
/// final cost and validation accuracy (%), the medians over seeds.
std::vector<std::vector<std::string>> depth_rows(const DepthStudy& study,
                                                 const std::vector<Shortcut>& kinds,
                                                 const Dataset& data, Language language);
/// Test error (%) of ResNet-20 after each epoch, beside the one published.
Figure test_error_figure(const Run& run, double published);

} // namespace descente
