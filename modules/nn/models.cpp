#include "nn/models.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

namespace descente {

Sequential lenet(Shape image, Index classes, Rng& rng)
{
    Sequential net(image);
    net.add(Conv2d({.in = image.channels, .out = 6, .kernel = 5, .padding = 2}, rng))
        .add(relu_layer())
        .add(MaxPool())
        .add(Conv2d({.in = 6, .out = 16, .kernel = 5}, rng))
        .add(relu_layer())
        .add(MaxPool());
    net.add(Linear(net.output(), 120, rng)).add(relu_layer());
    return std::move(net.add(Linear(120, 84, rng)).add(relu_layer()).add(Linear(84, classes, rng)));
}

Sequential wide_lenet(Shape image, Index classes, Rng& rng)
{
    Sequential net(image);
    const auto add = [&](const ConvOptions& conv) {
        net.add(Conv2d(conv, rng)).add(MaxPool()).add(BatchNorm(conv.out)).add(relu_layer());
    };
    add({.in = image.channels, .out = 32, .kernel = 5, .padding = 2, .bias = false});
    add({.in = 32, .out = 64, .kernel = 5, .bias = false});
    net.add(Linear(net.output(), 128, rng)).add(BatchNorm(128)).add(relu_layer());
    return std::move(net.add(Linear(128, classes, rng)));
}

Sequential small_cnn(Shape image, Index classes, Rng& rng)
{
    Sequential net(image);
    net.add(Conv2d({.in = image.channels, .out = 32}, rng))
        .add(relu_layer())
        .add(Conv2d({.in = 32, .out = 64}, rng))
        .add(relu_layer())
        .add(MaxPool());
    net.add(Linear(net.output(), 128, rng)).add(relu_layer());
    return std::move(net.add(Linear(128, classes, rng)));
}

Sequential normalised_mlp(Shape image, const std::vector<Index>& hidden, Index classes, Rng& rng)
{
    Sequential net(image);
    for (const Index width : hidden)
        net.add(Linear(net.output(), width, rng)).add(BatchNorm(width)).add(relu_layer());
    net.add(Linear(net.output(), classes, rng));
    return net;
}

Sequential normalised_cnn(Shape image, const std::vector<Index>& filters, Index classes, Rng& rng)
{
    Sequential net(image);
    for (const Index out : filters) {
        const Index in = net.output().channels;
        net.add(Conv2d({.in = in, .out = out, .padding = 1, .bias = false}, rng));
        net.add(BatchNorm(out)).add(relu_layer()).add(MaxPool());
    }
    net.add(Linear(net.output(), classes, rng));
    return net;
}

namespace {

ConvOptions stem_convolution(const ResNetOptions& options)
{
    if (options.channels.empty() || options.blocks.size() != options.channels.size())
        throw ShapeError(fmt::format("ResNet: {} stages of blocks but {} of channels",
                                     options.blocks.size(), options.channels.size()));
    const bool imagenet = options.stem == Stem::imagenet;
    return {.in = options.in,
            .out = options.channels[0],
            .kernel = imagenet ? Index{7} : Index{3},
            .stride = options.stem == Stem::cifar ? Index{1} : Index{2},
            .padding = imagenet ? Index{3} : Index{1},
            .bias = !options.batch_norm};
}

Index features(const ResNetOptions& options) // that the dense layer gets
{
    return options.channels.back() * (options.bottleneck ? 4 : 1);
}

constexpr PoolOptions stem_pool{.window = 3, .stride = 2, .padding = 1};

struct NamedBlock {
    std::string name; // "layer1.0"
    ResidualOptions options;
};

std::vector<NamedBlock> blocks_of(const ResNetOptions& options)
{
    std::vector<NamedBlock> blocks;
    Index in = options.channels[0];
    for (std::size_t stage = 0; stage < options.channels.size(); ++stage)
        for (Index i = 0; i < options.blocks[stage]; ++i) {
            const Index channels = options.channels[stage],
                        out = channels * (options.bottleneck ? 4 : 1);
            const Index stride = stage > 0 && i == 0 ? 2 : 1;
            const bool same_size = in == out && stride == 1;
            const bool identity = same_size && options.shortcut != Shortcut::none;
            blocks.push_back({fmt::format("layer{}.{}", stage + 1, i),
                              {.in = in,
                               .out = out,
                               .stride = stride,
                               .shortcut = identity ? Shortcut::identity : options.shortcut,
                               .batch_norm = options.batch_norm,
                               .bottleneck = options.bottleneck ? channels : 0}});
            in = out;
        }
    return blocks;
}

} // namespace

ResNet::ResNet(ResNetOptions options, Rng& rng)
    : options_(std::move(options)),
      conv1_(stem_convolution(options_), rng, options_.init),
      fc_(features(options_), options_.classes, rng, pytorch_default)
{
    if (options_.batch_norm) bn1_.emplace(options_.channels[0]);
    for (const NamedBlock& block : blocks_of(options_)) {
        blocks_.emplace_back(block.options, rng, options_.init);
        block_names_.push_back(block.name);
    }
}

Var ResNet::stem(const Var& x, Mode mode)
{
    const Var y = conv1_.forward(x, mode);
    const Var z = bn1_ ? bn1_->forward_relu(y, mode) : relu(y);
    if (options_.stem != Stem::imagenet) return z;
    return max_pool(z, stem_pool);
}

Var ResNet::forward(const Var& x, Mode mode)
{
    Var y = stem(x, mode);
    for (ResidualBlock& block : blocks_) y = block.forward(y, mode);
    return fc_.forward(global_average_pool(y), mode);
}

void ResNet::visit(const std::string& prefix, const Visitor& visitor)
{
    conv1_.visit(prefix + "conv1.", visitor);
    if (bn1_) bn1_->visit(prefix + "bn1.", visitor);
    for (std::size_t i = 0; i < blocks_.size(); ++i)
        blocks_[i].visit(prefix + block_names_[i] + ".", visitor);
    fc_.visit(prefix + "fc.", visitor);
}

Shape ResNet::describe(const Shape& input, std::vector<LayerInfo>& rows) const
{
    return describe_resnet(options_, input, rows);
}

Shape describe_resnet(const ResNetOptions& options, const Shape& input,
                      std::vector<LayerInfo>& rows)
{
    rows.push_back(conv_info(stem_convolution(options), input));
    Shape shape = rows.back().output;
    if (options.batch_norm) rows.push_back(batch_norm_info(options.channels[0], shape));
    rows.push_back({"ReLU", shape});
    if (options.stem == Stem::imagenet) shape = MaxPool(stem_pool).describe(shape, rows);
    for (const NamedBlock& block : blocks_of(options)) {
        const std::size_t first = rows.size();
        shape = describe_block(block.options, shape, rows);
        for (std::size_t row = first; row < rows.size(); ++row)
            rows[row].layer = block.name + " " + rows[row].layer;
    }
    GlobalAveragePool().describe(shape, rows);
    rows.push_back(linear_info(features(options), options.classes));
    return rows.back().output;
}

namespace {

ResNetOptions imagenet_resnet(std::vector<Index> blocks, bool bottleneck, Index classes, Stem stem)
{
    return {.blocks = std::move(blocks),
            .channels = {64, 128, 256, 512},
            .stem = stem,
            .classes = classes,
            .bottleneck = bottleneck};
}

} // namespace

ResNetOptions resnet18(Index classes, Stem stem)
{
    return imagenet_resnet({2, 2, 2, 2}, false, classes, stem);
}

ResNetOptions resnet34(Index classes, Stem stem)
{
    return imagenet_resnet({3, 4, 6, 3}, false, classes, stem);
}

ResNetOptions resnet50(Index classes, Stem stem)
{
    return imagenet_resnet({3, 4, 6, 3}, true, classes, stem);
}

ResNetOptions resnet152(Index classes, Stem stem)
{
    return imagenet_resnet({3, 8, 36, 3}, true, classes, stem);
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
            .shortcut = Shortcut::zero_pad};
}

} // namespace descente
