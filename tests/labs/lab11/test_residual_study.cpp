#include "labs/lab11_resnet/residual_study.hpp"
#include "nn/summary.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(residual_study, *boost::unit_test::label("lab11"))

namespace {

// Bright in one of two halves: easy to tell apart.
Dataset halves(Index samples, Rng& rng)
{
    Dataset data{.name = "halves",
                 .shape = {8, 6, 1},
                 .x = rng.normal_matrix(48, samples, 0, 0.1),
                 .labels = Labels(samples),
                 .classes = {tr("upper"), tr("lower")}};
    for (Index n = 0; n < samples; ++n) {
        data.labels[n] = rng.below(2);
        for (Index i = 0; i < 48; ++i) data.x(i, n) += (i % 8 < 4) == (data.labels[n] == 0);
    }
    return data;
}

} // namespace

BOOST_AUTO_TEST_CASE(twins_have_the_same_parameters_and_depth)
{
    Rng rng(1);
    const Dataset data = halves(4, rng);
    for (const Index depth : {8, 20}) {
        Rng one(2), two(2);
        Sequential residual = small_resnet(data, depth, Shortcut::zero_pad, one);
        Sequential plain = small_resnet(data, depth, Shortcut::none, two);
        BOOST_TEST(parameter_count(residual) == parameter_count(plain));
        BOOST_TEST(residual.size() == (depth - 2) / 2 + 5);
        // Convolutions and the dense layer: as many as the depth says.
        Index layers = 0;
        for (const LayerInfo& row : summarise(plain, data.shape).rows) layers += row.macs > 0;
        BOOST_TEST(layers == depth);
    }
}

BOOST_AUTO_TEST_CASE(the_gradient_of_the_first_layer_is_the_norm_of_all_its_weights)
{
    Rng rng(1);
    const Dataset data = halves(16, rng);
    for (const Shortcut shortcut : {Shortcut::none, Shortcut::zero_pad}) {
        Sequential net = small_resnet(data, 8, shortcut, rng);
        const double norm = first_layer_gradient(net, data);
        BOOST_TEST(norm > 0);
        BOOST_TEST(std::isfinite(norm));
        BOOST_TEST(std::abs(norm - double(arma::norm(parameters(net)[0].grad(), "fro"))) <
                   1e-5 * norm);
    }
}

BOOST_AUTO_TEST_CASE(a_run_learns_and_says_how_well)
{
    Rng rng(1);
    const Split data{halves(320, rng), halves(100, rng)};
    Sequential net = small_resnet(data.training, 8, Shortcut::zero_pad, rng);
    const ResidualRun run = train_residual(net, data, 0.3, rng);
    BOOST_TEST(run.cost.size() == 20);
    BOOST_TEST(run.final_cost < run.cost.front());
    BOOST_TEST(run.final_cost < 0.3);
    BOOST_TEST(run.accuracy > 70);
}

BOOST_AUTO_TEST_CASE(a_run_that_diverges_has_an_infinite_cost)
{
    Rng rng(1);
    Split data{halves(64, rng), halves(32, rng)};
    data.training.x(0, 0) = NAN;
    Sequential net = small_resnet(data.training, 8, Shortcut::none, rng);
    BOOST_TEST(std::isinf(train_residual(net, data, 0.1, rng).final_cost));
}

BOOST_AUTO_TEST_CASE(halved_images_are_means_of_four)
{
    Dataset data;
    data.shape = {2, 4, 1};
    data.x = Matrix(Column{1, 3, 5, 7, 0, 0, 0, 8});
    const Dataset small = halved(data);
    BOOST_TEST((small.shape == Shape{1, 2, 1}));
    BOOST_TEST(arma::approx_equal(small.x, Matrix(Column{4, 2}), "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(deeper_nets_keep_more_activations)
{
    Rng rng(1);
    const Dataset data = halves(2, rng);
    const auto kept = [&](Index depth) {
        Sequential net = small_resnet(data, depth, Shortcut::none, rng);
        return activations(net, data.shape);
    };
    const Index shallow = kept(8), deep = kept(20);
    // 12 more convolutions, each with its batch norm: four of each size.
    BOOST_TEST(deep - shallow == 2 * 4 * (8 * 48 + 16 * 12 + 32 * 4));
}

BOOST_AUTO_TEST_SUITE_END()
