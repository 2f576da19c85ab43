// Known networks, against the numbers published for them.
#include "base/error.hpp"
#include "nn/losses.hpp"
#include "nn/models.hpp"
#include "nn/summary.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

BOOST_AUTO_TEST_SUITE(models, *boost::unit_test::label("lab11"))

using namespace descente;

BOOST_AUTO_TEST_CASE(lenet_has_the_parameters_of_lenet_5)
{
    Rng rng(1);
    Sequential net = lenet({28, 28, 1}, 10, rng);
    const Summary table = summarise(net, {28, 28, 1});
    BOOST_TEST(table.parameters == 61'706); // LeCun et al. 1998, with full connections
    BOOST_TEST(table.parameters == parameter_count(net));
    BOOST_TEST(table.macs == 28u * 28 * 6 * 25 + 10 * 10 * 16 * 150 + 400 * 120 + 120 * 84 + 840);
}

BOOST_AUTO_TEST_CASE(resnet_18_has_the_published_parameters_and_operations)
{
    Rng rng(1);
    Sequential net = resnet(resnet_imagenet(18), rng);
    const Summary table = summarise(net, {224, 224, 3});
    BOOST_TEST(table.parameters == 11'689'512);
    BOOST_TEST(table.parameters == parameter_count(net));
    BOOST_TEST(table.macs == 1'814'073'344); // 1.81 GMAC
    BOOST_CHECK_THROW(resnet_imagenet(20), ShapeError);
}

BOOST_AUTO_TEST_CASE(resnet_20_and_its_family)
{
    Rng rng(1);
    Sequential net = resnet(resnet_cifar(20), rng);
    const Summary table = summarise(net, {32, 32, 3});
    BOOST_TEST(table.parameters == 269'722); // 0.27 M (He et al. 2016, table 6): no projections
    BOOST_TEST(table.parameters == parameter_count(net));
    BOOST_TEST(table.macs > 40'000'000);
    BOOST_TEST(table.macs < 41'000'000);
    BOOST_TEST(resnet(resnet_cifar(56), rng).size() == 27 + 5);
    BOOST_CHECK(resnet_cifar(20).shortcut ==
                Shortcut::zero_pad_around); // as published weights have it
    BOOST_CHECK_THROW(resnet_cifar(21), ShapeError);
    BOOST_CHECK_THROW(resnet({.blocks = {1, 1}, .channels = {8}}, rng), ShapeError);
}

BOOST_AUTO_TEST_CASE(resnet_50_is_made_of_bottlenecks, *boost::unit_test::label("lab16"))
{
    ResNetOptions options = resnet_imagenet(50, 7);
    options.channels = {2, 3, 4, 5};
    options.init = zeros;
    Rng rng(1);
    Sequential net = resnet(options, rng);
    BOOST_TEST(net.size() == 16 + 6); // of 3 convolutions each; with the first and fc, 50
    const Shape image{33, 40, 3};
    const Var y = net.forward(constant(rng.normal_matrix(image.size(), 2), image), Mode::eval);
    BOOST_TEST((y.rows() == 7 && y.cols() == 2));
    const Summary made = summarise(net, image);
    BOOST_TEST(made.parameters == parameter_count(net));
    std::set<std::string> names;
    net.visit("", [&](const NamedTensor& tensor) { names.insert(tensor.name); });
    for (const char* name : {"layer1.0.conv3.W", "layer1.0.bn3.gamma", "layer1.0.downsample.0.W",
                             "layer4.2.conv3.W", "layer4.0.downsample.1.running_mean"})
        BOOST_TEST(names.count(name) == 1, name);
    BOOST_TEST(names.count("layer1.1.downsample.0.W") == 0);
}

BOOST_AUTO_TEST_CASE(a_plain_twin_differs_by_its_shortcuts_alone)
{
    Rng rng(1);
    ResNetOptions options = resnet_cifar(20);
    options.shortcut = Shortcut::none;
    Sequential plain = resnet(options, rng);
    Rng same(1);
    Sequential residual = resnet(resnet_cifar(20), same);
    BOOST_TEST(parameter_count(plain) == parameter_count(residual));
    const std::vector<Matrix> a = snapshot(plain), b = snapshot(residual);
    for (std::size_t i = 0; i < a.size(); ++i)
        BOOST_TEST(arma::approx_equal(a[i], b[i], "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(tensors_are_named_as_in_torchvision)
{
    Rng rng(1);
    Sequential net = resnet(resnet_imagenet(18, 1000), rng);
    std::set<std::string> names;
    net.visit("", [&](const NamedTensor& tensor) { names.insert(tensor.name); });
    for (const char* name :
         {"conv1.W", "bn1.gamma", "bn1.running_mean", "layer1.0.conv1.W", "layer2.0.downsample.0.W",
          "layer2.0.downsample.1.running_var", "layer4.1.bn2.beta", "fc.b"})
        BOOST_TEST(names.count(name) == 1, name);
    BOOST_TEST(names.count("layer1.0.downsample.0.W") == 0);
    BOOST_TEST(names.count("conv1.b") == 0);
}

BOOST_AUTO_TEST_CASE(every_model_trains_and_gives_a_gradient_to_each_parameter)
{
    const auto check = [](Module& net, const Shape& image) {
        Rng rng(2);
        const Var x = constant(rng.normal_matrix(image.size(), 4), image);
        const Var y = net.forward(x, Mode::train);
        BOOST_TEST((y.rows() == 10 && y.cols() == 4));
        backward(softmax_cross_entropy(y, Labels{0, 9, 4, 1}));
        for (const Var& parameter : parameters(net)) {
            BOOST_REQUIRE(!parameter.grad().is_empty());
            BOOST_TEST(parameter.grad().is_finite());
        }
    };
    Rng rng(1);
    Sequential one = lenet({28, 28, 1}, 10, rng);
    Sequential three = resnet({.blocks = {1, 1}, .channels = {4, 6}, .in = 1}, rng);
    Sequential four = resnet({.blocks = {1, 1},
                              .channels = {4, 6},
                              .stem = Stem::imagenet,
                              .shortcut = Shortcut::none,
                              .batch_norm = false},
                             rng);
    Sequential five =
        resnet({.blocks = {1, 1}, .channels = {4, 6}, .stem = Stem::halving, .in = 1}, rng);
    BOOST_TEST((summarise(five, {9, 8, 1}).rows[0].output == Shape{5, 4, 4}));
    check(five, {9, 8, 1});
    check(one, {28, 28, 1});
    check(three, {9, 8, 1});
    check(four, {32, 30, 3});
}

BOOST_AUTO_TEST_SUITE_END()
