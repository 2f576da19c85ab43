#include "imagenet_nets.hpp"

namespace descente {

namespace {

constexpr Shape imagenet_crop_shape{224, 224, 3};

Rng nothing(0); // is drawn: these nets are only counted

Planned filters(ConvOptions options) { return conv(options, unset); }

// With the classifier of both: 4096, 4096, 1000.
Summary counted(std::vector<Planned> layers)
{
    for (const Index outputs : {4096, 4096})
        layers.insert(layers.end(), {dense(outputs, unset), act()});
    layers.push_back(dense(1000, unset));
    return summarise(network(imagenet_crop_shape, layers, nothing), imagenet_crop_shape);
}

} // namespace

Summary alexnet_table()
{
    return counted({filters({.out = 64, .kernel = 11, .stride = 4, .padding = 2}), act(),
                    pool({.window = 3, .stride = 2}),
                    filters({.out = 192, .kernel = 5, .padding = 2}), act(),
                    pool({.window = 3, .stride = 2}), filters({.out = 384, .padding = 1}), act(),
                    filters({.out = 256, .padding = 1}), act(), filters({.out = 256, .padding = 1}),
                    act(), pool({.window = 3, .stride = 2})});
}

Summary vgg16_table()
{
    std::vector<Planned> layers;
    constexpr Index stages[][2] = {{2, 64}, {2, 128}, {3, 256}, {3, 512}, {3, 512}};
    for (const auto& [convolutions, out] : stages) {
        for (Index i = 0; i < convolutions; ++i)
            layers.insert(layers.end(), {filters({.out = out, .padding = 1}), act()});
        layers.push_back(pool());
    }
    return counted(std::move(layers));
}

std::vector<PublishedNet> published_nets()
{
    const auto resnet_of = [](ResNetOptions (*options)(Index, Stem)) {
        return [options] {
            ResNetOptions o = options(1000, Stem::imagenet);
            o.init = unset;
            return summarise(resnet(o, nothing), imagenet_crop_shape);
        };
    };
    return {{"AlexNet", 61'100'840, 0.714, 56.522, 79.066, alexnet_table},
            {"VGG-16", 138'357'544, 15.47, 71.592, 90.382, vgg16_table},
            {"GoogLeNet", 6'624'904, 1.498, 69.778, 89.530, {}},
            {"ResNet-18", 11'689'512, 1.814, 69.758, 89.078, resnet_of(resnet18)},
            {"ResNet-34", 21'797'672, 3.664, 73.314, 91.420, resnet_of(resnet34)},
            {"ResNet-50", 25'557'032, 4.089, 76.130, 92.862, resnet_of(resnet50)},
            {"ResNet-152", 60'192'808, 11.514, 78.312, 94.046, resnet_of(resnet152)},
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
