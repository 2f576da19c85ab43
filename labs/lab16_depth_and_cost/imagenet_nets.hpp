// Nets that made history on ImageNet: figures as they were published, each with its source, and
// what our own table counts for those that can be written with our layers.
#pragma once

#include "nn/models.hpp"
#include "nn/summary.hpp"

#include <functional>

namespace descente {

/// AlexNet and VGG-16 (configuration D) as torchvision has them, for 224×224×3 and 1000 classes:
/// counted layer by layer without making the weights, of which VGG-16 has 550 MB. The AlexNet is
/// that of Krizhevsky (arXiv:1404.5997): no local response normalisation, half the filters in its
/// first layer; dropout counts nothing, and the adaptive pooling of both is the identity here.
Summary alexnet_table();
Summary vgg16_table();
/// The table of a ResNet, likewise, for 224×224×3.
Summary resnet_table(const ResNetOptions& options);

/// A net with the figures of torchvision's table of weights (docs.pytorch.org, "Table of all
/// available classification weights", each net's IMAGENET1K_V1): one crop of 224×224, the 50,000
/// validation images. What that table calls GFLOPS are 10⁹ multiply-accumulates.
struct PublishedNet {
    std::string name;
    Index parameters;
    double giga_macs;
    double top1, top5;              ///< accuracy (%)
    std::function<Summary()> count; ///< our own table; empty where we lack the layers
};
std::vector<PublishedNet> published_nets();

/// The classification task of the ImageNet challenge (ILSVRC): the winner of each year, and the
/// second of 2014; top-5 error (%) on the test set, without outside data, from 2012 on of several
/// nets together. Sources: Russakovsky et al., IJCV 2015 (2010 to 2014); He et al., CVPR 2016
/// (2015); all of them, with the layers, on He's slides of the talk.
struct ChallengeResult {
    int year;
    std::string name;
    double top5_error;
    Index layers; ///< with weights, one after the other; 0: not a deep net
};
std::vector<ChallengeResult> challenge_results();

} // namespace descente
