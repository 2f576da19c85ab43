// Nets that made history on ImageNet: figures as they were published, with their source.
#pragma once

#include "base/text.hpp"
#include "nn/models.hpp"

namespace lab16 {
using namespace descente;

using Layers = std::vector<Planned>;

/// Figures of torchvision's table of weights (docs.pytorch.org, "Table of all available
/// classification weights", each net's IMAGENET1K_V1): one crop of 224×224, the 50,000 validation
/// images. What that table calls GFLOPS are 10⁹ multiply-accumulates.
struct PublishedNet {
    Text name, family;
    Index parameters;
    double giga_macs, top1, top5; ///< accuracies in %
    Layers layers;                ///< for our own count; empty where we lack them
};

/// A ResNet with its dense layer, as one entry of such a list; it takes the channels of its image.
Planned stages(ResNetOptions options);

/// Of the two whose layers stand in the lab, and of others.
std::vector<PublishedNet> published_nets(const Layers& alexnet, const Layers& vgg16);

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

} // namespace lab16
