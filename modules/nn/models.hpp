// Known networks, by their names: LeNet, and the ResNet family with its plain twins.
#pragma once

#include "nn/layers.hpp"
#include "nn/pool.hpp"
#include "nn/residual.hpp"

namespace descente {

/// A layer to be made for what the layers before it give.
using Planned = std::function<std::unique_ptr<Module>(const Shape& input, Rng& rng)>;
/// A network written as a list of layers:
/// network(image, {conv({.out = 6, .kernel = 5}), act(), pool(), dense(10)}, rng)
Sequential network(Shape input, const std::vector<Planned>& layers, Rng& rng);
Planned conv(ConvOptions options, const Init& init = kaiming_uniform); ///< `in` is filled in
Planned dense(Index outputs, const Init& init = kaiming_uniform);
Planned norm();
Planned act(const std::function<Function()>& activation = relu_layer);
Planned pool(PoolOptions options = {}); ///< the largest

/// The CNN of the slide's kind (after LeNet-5, LeCun et al. 1998, with ReLU and max pooling):
/// conv 6@5×5 (padding 2), pool, conv 16@5×5, pool, 120, 84, classes. 28×28: 61,706 parameters.
Sequential lenet(Shape image, Index classes, Rng& rng);

/// How a ResNet takes in its image.
enum class Stem {
    imagenet, ///< conv 7×7 stride 2, max pool 3×3 stride 2: for 224×224
    cifar,    ///< conv 3×3: for 32×32
    halving   ///< conv 3×3 stride 2: for 28×28, at a quarter of the operations
};

struct ResNetOptions {
    std::vector<Index> blocks;   ///< residual blocks in each stage
    std::vector<Index> channels; ///< of each stage; each but the first halves rows and columns
    Stem stem = Stem::cifar;
    Index in = 3, classes = 10;
    /// Where a block changes the size: a projection or zeros; elsewhere it is the identity. With
    /// `none`, no block has a shortcut: the plain twin.
    Shortcut shortcut = Shortcut::projection;
    bool batch_norm = true;
    Init init = kaiming_normal; ///< of the convolutions
    /// Blocks of 1×1, 3×3 and 1×1 convolutions; `channels` are those of the 3×3, and a block gives
    /// four times as many.
    bool bottleneck = false;
};

/// Stem, stages of residual blocks, global average pooling, one dense layer. Names as in
/// torchvision: conv1, bn1, layer1.0.conv1, …, fc. Throws ShapeError when blocks and channels do
/// not go together.
Sequential resnet(const ResNetOptions& options, Rng& rng);

/// The family of He et al. (2016) for 224×224×3, of depth 18, 34, 50, 101 or 152, from 50 on of
/// bottlenecks, with the stride where torchvision has it (see residual_block): 11,689,512
/// parameters with 18 layers and 1000 classes, 60,192,808 with 152. Throws ShapeError for another
/// depth.
ResNetOptions resnet_imagenet(Index depth, Index classes = 1000, Stem stem = Stem::imagenet);
/// The CIFAR family of depth 6n + 2 (He et al. 2016, section 4.2): three stages of n blocks with
/// 16, 32 and 64 channels, and shortcuts without parameters whose zeros lie around, as in published
/// weights (github.com/akamaster/pytorch_resnet_cifar10). Throws ShapeError for another depth.
ResNetOptions resnet_cifar(Index depth, Index classes = 10);

} // namespace descente
