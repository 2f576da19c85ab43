#include "imagenet_nets.hpp"

namespace descente {

namespace {

constexpr Shape imagenet_crop_shape{224, 224, 3};

// Layers one after the other, each counted as nn/summary would, none made.
struct CountedLayers {
    Shape shape = imagenet_crop_shape;
    std::vector<LayerInfo> rows = {};

    void add(LayerInfo row)
    {
        shape = row.output;
        rows.push_back(std::move(row));
    }
    void conv(ConvOptions options) // with its ReLU
    {
        options.in = shape.channels;
        add(conv_info(options, shape));
        add({"ReLU", shape});
    }
    void pool(PoolOptions options) { shape = MaxPool(options).describe(shape, rows); }
    void classifier() // 4096, 4096, 1000
    {
        for (const Index outputs : {4096, 4096, 1000}) {
            add(linear_info(shape.size(), outputs));
            if (outputs != 1000) add({"ReLU", shape});
        }
    }
};

} // namespace

Summary alexnet_table()
{
    CountedLayers net;
    net.conv({.out = 64, .kernel = 11, .stride = 4, .padding = 2});
    net.pool({.window = 3, .stride = 2});
    net.conv({.out = 192, .kernel = 5, .padding = 2});
    net.pool({.window = 3, .stride = 2});
    for (const Index filters : {384, 256, 256}) net.conv({.out = filters, .padding = 1});
    net.pool({.window = 3, .stride = 2});
    net.classifier();
    return summary_of(net.rows);
}

Summary vgg16_table()
{
    CountedLayers net;
    struct Stage {
        Index convolutions, filters;
    };
    for (const auto& [convolutions, filters] :
         {Stage{2, 64}, Stage{2, 128}, Stage{3, 256}, Stage{3, 512}, Stage{3, 512}}) {
        for (Index i = 0; i < convolutions; ++i) net.conv({.out = filters, .padding = 1});
        net.pool({});
    }
    net.classifier();
    return summary_of(net.rows);
}

Summary resnet_table(const ResNetOptions& options)
{
    std::vector<LayerInfo> rows;
    describe_resnet(options, imagenet_crop_shape, rows);
    return summary_of(std::move(rows));
}

std::vector<PublishedNet> published_nets()
{
    const auto resnet = [](ResNetOptions (*options)(Index, Stem)) {
        return [options] { return resnet_table(options(1000, Stem::imagenet)); };
    };
    return {{"AlexNet", 61'100'840, 0.714, 56.522, 79.066, alexnet_table},
            {"VGG-16", 138'357'544, 15.47, 71.592, 90.382, vgg16_table},
            {"GoogLeNet", 6'624'904, 1.498, 69.778, 89.530, {}},
            {"ResNet-18", 11'689'512, 1.814, 69.758, 89.078, resnet(resnet18)},
            {"ResNet-34", 21'797'672, 3.664, 73.314, 91.420, resnet(resnet34)},
            {"ResNet-50", 25'557'032, 4.089, 76.130, 92.862, resnet(resnet50)},
            {"ResNet-152", 60'192'808, 11.514, 78.312, 94.046, resnet(resnet152)},
            {"DenseNet-121", 7'978'856, 2.834, 74.434, 91.972, {}},
            {"MobileNetV2", 3'504'872, 0.301, 71.878, 90.286, {}}};
}

std::vector<ChallengeResult> challenge_results()
{
    return {{2010, "NEC-UIUC", 28.2, 0}, {2011, "XRCE", 25.8, 0}, {2012, "AlexNet", 16.4, 8},
            {2013, "Clarifai", 11.7, 8}, {2014, "VGG", 7.3, 19},  {2014, "GoogLeNet", 6.7, 22},
            {2015, "ResNet", 3.57, 152}};
}

} // namespace descente
