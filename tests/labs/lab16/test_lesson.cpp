// The nets as lab 16 lists them: the published counts, and those of the library.
#define main lab16_main
#include "labs/lab16_depth_and_cost/lab16.cpp"
#undef main

#include "temporary.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab16_lesson, *boost::unit_test::label("lab16"))

using namespace lab16;

namespace {

// Two clouds that a line parts.
Dataset two_clouds(Index samples)
{
    Rng rng(4);
    Dataset data;
    data.shape = Shape{2};
    data.x = rng.normal_matrix(2, samples);
    data.labels.set_size(samples);
    data.classes = {verbatim("left"), verbatim("right")};
    for (Index n = 0; n < samples; ++n) {
        data.labels[n] = n % 2;
        data.x(0, n) += n % 2 == 1 ? 4 : -4;
    }
    return data;
}

const Design& named(const std::string& name, const std::vector<Design>& nets)
{
    return *std::ranges::find(nets, name, [](const Design& net) { return net.name.english(); });
}

} // namespace

// torchvision counts to a thousandth of 10⁹; operations counted as two a multiply-accumulate, or
// shortcuts counted twice, would be far off.
BOOST_AUTO_TEST_CASE(our_table_counts_what_was_published)
{
    int of_ours = 0;
    for (const PublishedNet& net : published_nets(alexnet(), vgg16())) {
        if (net.layers.empty()) continue;
        const Summary ours = counted(net.layers, {224, 224, 3});
        BOOST_TEST(ours.parameters == net.parameters, net.name.english());
        const double giga = double(ours.macs) / 1e9;
        BOOST_TEST(std::abs(giga - net.giga_macs) < 0.0011,
                   net.name.english() << ": " << giga << " instead of " << net.giga_macs);
        BOOST_TEST((ours.rows.back().output == Shape{1000}));
        ++of_ours;
    }
    BOOST_TEST(of_ours == 6);
}

BOOST_AUTO_TEST_CASE(what_we_count_stands_beside_what_was_published)
{
    int of_ours = 0;
    for (const std::vector<Text>& row : published_rows(published_nets(alexnet(), vgg16()))) {
        BOOST_TEST_REQUIRE(row.size() == 7U);
        if (row[3].english() == "–") continue;
        BOOST_TEST(row[3].english() == row[1].english(), row[0].english());
        ++of_ours;
    }
    BOOST_TEST(of_ours == 6);
}

BOOST_AUTO_TEST_CASE(alexnet_and_vgg_by_layer)
{
    const Summary alex = counted(alexnet(), {224, 224, 3}), vgg = counted(vgg16(), {224, 224, 3});
    BOOST_TEST((alex.rows[0].output == Shape{55, 55, 64}));
    BOOST_TEST(alex.rows[0].macs == 55u * 55 * 64 * 11 * 11 * 3);
    BOOST_TEST(alex.rows[0].parameters == 64 * 11 * 11 * 3 + 64);
    BOOST_TEST((vgg.rows[30].output == Shape{7, 7, 512})); // 13 convolutions, their ReLUs, 5 pools
    // The first dense layer alone: three quarters of the weights, 1 % of the operations.
    BOOST_TEST(vgg.rows[31].parameters == 25088 * 4096 + 4096);
    BOOST_TEST(vgg.rows[31].macs == 25088u * 4096);
}

BOOST_AUTO_TEST_CASE(our_nets_are_those_of_the_library)
{
    const Shape image{28, 28, 1};
    const std::vector<Design> nets = our_nets(10);
    Rng rng(1);
    const Matrix x = rng.normal_matrix(image.size(), 3);
    const auto same = [&](const std::string& name, Sequential library) {
        Rng again(2);
        Sequential ours = network(image, named(name, nets).layers, again);
        BOOST_TEST(
            arma::approx_equal(predict(ours, x, image), predict(library, x, image), "absdiff", 0),
            name);
    };
    Rng two(2);
    ResNetOptions options = resnet_cifar(20);
    options.channels = {8, 16, 32};
    options.stem = Stem::halving;
    options.in = 1;
    options.shortcut = Shortcut::zero_pad;
    same("ResNet-20", resnet(options, two));
}

BOOST_AUTO_TEST_CASE(every_net_can_be_chosen)
{
    BOOST_TEST(chosen(our_nets(10), knob::all_nets).size() == our_nets(10).size());
    BOOST_TEST(chosen(our_nets(10), knob::course).size() == knob::course.size());
    BOOST_TEST(knob::all_nets.size() == our_nets(10).size());
    const std::vector<Design> two = chosen(our_nets(10), {"resnet-8", "mlp-512-512"});
    BOOST_TEST_REQUIRE(two.size() == 2U);
    BOOST_TEST(two[0].name.english() == "MLP 512-512");
    BOOST_TEST(two[1].name.english() == "ResNet-8");
}

BOOST_AUTO_TEST_CASE(shortcuts_have_no_parameters_and_the_mlp_has_ten_times_as_many_as_the_cnn)
{
    const std::vector<Design> nets = our_nets(10);
    const auto parameters = [&](const std::string& name) {
        return counted(named(name, nets).layers, {28, 28, 1}).parameters;
    };
    BOOST_TEST(parameters("plain-20") == parameters("ResNet-20"));
    BOOST_TEST(parameters("LeNet") == 61'706 + 2 * (6 + 16 + 120 + 84)); // with batch norm
    BOOST_TEST(parameters("MLP 512-512") == 785 * 512 + 2 * 512 + 513 * 512 + 2 * 512 + 513 * 10);
    BOOST_TEST(parameters("CNN 8-16") == 9 * 8 + 16 + 72 * 16 + 32 + (7 * 7 * 16 + 1) * 10);
    BOOST_TEST(std::abs(double(parameters("MLP 256")) / double(parameters("CNN 16-32")) - 10) <
               0.1);
}

BOOST_AUTO_TEST_CASE(a_net_learns_within_its_budget_and_is_judged_by_other_samples)
{
    Split data{.training = two_clouds(202), .validation = two_clouds(40), .test = two_clouds(100)};
    const FitOptions how{.epochs = 2, .batch_size = 16};
    const Design net{verbatim("linear"), verbatim("MLP"), {dense(2)}};
    Run run = train(net, 0.1, data, how, Rng(1));
    BOOST_TEST(run.number("test accuracy") > 95);
    BOOST_TEST(run.number("validation cost") < 0.2);
    BOOST_TEST(run.number("training seconds") > 0);
    BOOST_TEST(run.number("image seconds") > 0);
    for (Index& label : data.test.labels) label = 1 - label;
    BOOST_TEST(train(net, 0.1, data, how, Rng(1)).number("test accuracy") < 5);
}

BOOST_AUTO_TEST_CASE(a_net_that_diverges_is_the_worst)
{
    const Split data{
        .training = two_clouds(64), .validation = two_clouds(8), .test = two_clouds(64)};
    const Design net{
        verbatim("deep"), verbatim("MLP"), {dense(8), act(), dense(8), act(), dense(2)}};
    const Run run = train(net, 1e30, data, {.epochs = 5, .batch_size = 16}, Rng(1));
    BOOST_TEST(run.number("validation cost") == INFINITY);
    BOOST_TEST(run.number("test accuracy") == 0);
}

// With a checkpoint, each training goes on from its own, and what was finished is not done again.
BOOST_AUTO_TEST_CASE(each_training_has_its_own_checkpoint)
{
    const descente::testing::TemporaryFolder folder;
    const Split data{
        .training = two_clouds(64), .validation = two_clouds(8), .test = two_clouds(64)};
    FitOptions how{.epochs = 2, .batch_size = 16};
    how.checkpoint = folder / "lab16.checkpoint";
    const Design net{verbatim("linear"), verbatim("MLP"), {dense(2)}};
    for (const double alpha : {0.1, 0.3})
        for (const int seed : {1, 2}) {
            const double cost = train(net, alpha, data, how, Rng(seed)).number("validation cost");
            const Run again = train(net, alpha, data, how, Rng(seed));
            BOOST_TEST(again.number("validation cost") == cost);
        }
    const std::filesystem::directory_iterator files(folder.path()), end;
    BOOST_TEST(std::distance(files, end) == 4);
}

// Of a set of 60 and 30: no image in two parts, and another seed draws others.
BOOST_AUTO_TEST_CASE(a_seed_draws_all_parts)
{
    knob::tests.reset(false);
    const Split all{.training = two_clouds(60), .test = two_clouds(30)};
    Rng one(1), two(2);
    const Split a = drawn(40, all, one), b = drawn(40, all, two);
    BOOST_TEST(a.training.size() == 40u);
    BOOST_TEST(a.validation.size() == 10u);
    BOOST_TEST(a.test.size() == 30u);
    BOOST_TEST(!arma::approx_equal(a.training.x, b.training.x, "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
