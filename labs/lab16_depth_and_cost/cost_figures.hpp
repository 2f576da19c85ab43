// How the figures about accuracy and its price are drawn: our own nets and published ones alike.
#pragma once

#include "imagenet_nets.hpp"
#include "plot/figure.hpp"

namespace descente {

/// A net by its price and its quality.
struct PricedNet {
    std::string name;
    Text family; ///< the legend: one colour each
    double parameters = 0, macs = 0;
    Spread accuracy;                                                   ///< (%)
    double learning_rate = 0, training_seconds = 0, image_seconds = 0; ///< 0 where not measured
};

/// A bubble a net: accuracy against multiply-accumulates, the area standing for the parameters,
/// which are written beside the name.
void draw_prices(Panel& panel, const std::vector<PricedNet>& nets);

/// A line for each net: its name, parameters, multiply-accumulates, α, seconds of training,
/// microseconds for an image, accuracy with its range (%).
std::vector<std::vector<std::string>> price_rows(const std::vector<PricedNet>& nets,
                                                 Language language);
/// The rank correlation of `price` with the accuracies of each seed.
Spread rank_correlations(const std::vector<PricedNet>& nets, double PricedNet::*price);

/// The published nets of nn/imagenet_nets, by family: top-1 accuracy, torchvision's counts.
std::vector<PricedNet> published_prices();
Figure published_figure();
/// The classification errors of the ImageNet challenge by year, with the layers of each net.
Figure challenge_figure();
/// A line for each published net: its name, parameters and 10⁹ multiply-accumulates as published,
/// then as our own table counts them ("–" where it cannot), top-1 and top-5 accuracy (%).
std::vector<std::vector<std::string>> published_rows(Language language);

} // namespace descente
