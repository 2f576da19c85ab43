#include "published.hpp"

namespace lab16 {

namespace {

Planned counted_only(ResNetOptions options)
{
    options.init = unset; // weights that are never drawn take no memory
    return stages(options);
}

} // namespace

Planned stages(ResNetOptions options)
{
    return [=](const Shape& image, Rng& rng) mutable {
        options.in = image.channels;
        return std::make_unique<Sequential>(resnet(options, rng));
    };
}

std::vector<PublishedNet> published_nets(const Layers& alexnet, const Layers& vgg16)
{
    const Text in_line = tr("one layer after the other"), residual = tr("residual");
    const Text other = tr("other connections");
    const Layers resnet_18{counted_only(resnet_imagenet(18))},
        resnet_34{counted_only(resnet_imagenet(34))};
    const Layers resnet_50{counted_only(resnet_imagenet(50))},
        resnet_152{counted_only(resnet_imagenet(152))};
    return {{verbatim("AlexNet"), in_line, 61'100'840, 0.714, 56.522, 79.066, alexnet},
            {verbatim("VGG-16"), in_line, 138'357'544, 15.47, 71.592, 90.382, vgg16},
            {verbatim("GoogLeNet"), other, 6'624'904, 1.498, 69.778, 89.530, {}},
            {verbatim("ResNet-18"), residual, 11'689'512, 1.814, 69.758, 89.078, resnet_18},
            {verbatim("ResNet-34"), residual, 21'797'672, 3.664, 73.314, 91.420, resnet_34},
            {verbatim("ResNet-50"), residual, 25'557'032, 4.089, 76.130, 92.862, resnet_50},
            {verbatim("ResNet-152"), residual, 60'192'808, 11.514, 78.312, 94.046, resnet_152},
            {verbatim("DenseNet-121"), other, 7'978'856, 2.834, 74.434, 91.972, {}},
            {verbatim("MobileNetV2"), other, 3'504'872, 0.301, 71.878, 90.286, {}}};
}

std::vector<ChallengeResult> challenge_results()
{
    return {{2010, "NEC-UIUC", 28.2, 0}, {2011, "XRCE", 25.8, 0}, {2012, "AlexNet", 16.4, 8},
            {2013, "Clarifai", 11.7, 8}, {2014, "VGG", 7.3, 19},  {2014, "GoogLeNet", 6.7, 22},
            {2015, "ResNet", 3.57, 152}};
}

} // namespace lab16
