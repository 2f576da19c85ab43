#include "nn/models.hpp"

#include "base/error.hpp"

#include <fmt/format.h>
#include <map>

namespace descente {

namespace {

template <class Layer>
std::unique_ptr<Module> owned(Layer layer)
{
    return std::make_unique<Layer>(std::move(layer));
}

} // namespace

Sequential network(Shape input, const std::vector<Planned>& layers, Rng& rng)
{
    Sequential net(input);
    for (const Planned& layer : layers) net.add(layer(net.output(), rng));
    return net;
}

Planned conv(ConvOptions options, const Init& init)
{
    return [=](const Shape& input, Rng& rng) mutable {
        options.in = input.channels;
        return owned(Conv2d(options, rng, init));
    };
}

Planned dense(Index outputs, const Init& init)
{
    return [=](const Shape& input, Rng& rng) { return owned(Linear(input, outputs, rng, init)); };
}

Planned norm()
{
    return [](const Shape& input, Rng&) { return owned(BatchNorm(channels_of(input))); };
}

Planned act(const std::function<Function()>& activation)
{
    return [=](const Shape&, Rng&) { return owned(activation()); };
}

Planned pool(PoolOptions options)
{
    return [=](const Shape&, Rng&) { return owned(MaxPool(options)); };
}

Sequential lenet(Shape image, Index classes, Rng& rng)
{
    return network(image,
                   {conv({.out = 6, .kernel = 5, .padding = 2}), act(), pool(),
                    conv({.out = 16, .kernel = 5}), act(), pool(), dense(120), act(), dense(84),
                    act(), dense(classes)},
                   rng);
}

Sequential resnet(const ResNetOptions& o, Rng& rng)
{
    if (o.channels.empty() || o.blocks.size() != o.channels.size())
        throw ShapeError(fmt::format("ResNet: {} stages of blocks but {} of channels",
                                     o.blocks.size(), o.channels.size()));
    const Index widening = o.bottleneck ? 4 : 1;
    const bool imagenet = o.stem == Stem::imagenet;
    Sequential net;
    net.add(Conv2d({.in = o.in,
                    .out = o.channels[0],
                    .kernel = imagenet ? Index{7} : Index{3},
                    .stride = o.stem == Stem::cifar ? Index{1} : Index{2},
                    .padding = imagenet ? Index{3} : Index{1},
                    .bias = !o.batch_norm},
                   rng, o.init),
            "conv1");
    if (o.batch_norm) net.add(BatchNorm(o.channels[0]), "bn1");
    net.add(relu_layer());
    if (imagenet) net.add(MaxPool({.window = 3, .stride = 2, .padding = 1}));
    // Drawn before the blocks: so a seed gives a net and its plain twin the same last layer.
    Linear fc(widening * o.channels.back(), o.classes, rng, pytorch_default);
    Index in = o.channels[0];
    for (std::size_t stage = 0; stage < o.channels.size(); ++stage)
        for (Index i = 0; i < o.blocks[stage]; ++i) {
            ResidualOptions block{.in = in,
                                  .out = widening * o.channels[stage],
                                  .stride = stage > 0 && i == 0 ? Index{2} : Index{1},
                                  .shortcut = o.shortcut,
                                  .batch_norm = o.batch_norm,
                                  .bottleneck = o.bottleneck ? o.channels[stage] : 0};
            if (in == block.out && block.stride == 1 && o.shortcut != Shortcut::none)
                block.shortcut = Shortcut::identity;
            net.add(residual_block(block, rng, o.init), fmt::format("layer{}.{}", stage + 1, i));
            in = block.out;
        }
    return std::move(net.add(GlobalAveragePool()).add(std::move(fc), "fc"));
}

ResNetOptions resnet_imagenet(Index depth, Index classes, Stem stem)
{
    static const std::map<Index, std::vector<Index>> blocks{{18, {2, 2, 2, 2}},
                                                            {34, {3, 4, 6, 3}},
                                                            {50, {3, 4, 6, 3}},
                                                            {101, {3, 4, 23, 3}},
                                                            {152, {3, 8, 36, 3}}};
    if (!blocks.contains(depth))
        throw ShapeError(
            fmt::format("a ResNet for ImageNet has 18, 34, 50, 101 or 152 layers, not {}", depth));
    return {.blocks = blocks.at(depth),
            .channels = {64, 128, 256, 512},
            .stem = stem,
            .classes = classes,
            .bottleneck = depth >= 50};
}

ResNetOptions resnet_cifar(Index depth, Index classes)
{
    if (depth < 8 || (depth - 2) % 6 != 0)
        throw ShapeError(
            fmt::format("a CIFAR ResNet has 6n + 2 layers (8, 14, 20, …), not {}", depth));
    const Index n = (depth - 2) / 6;
    return {.blocks = {n, n, n},
            .channels = {16, 32, 64},
            .classes = classes,
            .shortcut = Shortcut::zero_pad_around};
}

} // namespace descente
