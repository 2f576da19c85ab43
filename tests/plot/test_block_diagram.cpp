#include "base/error.hpp"
#include "nn/models.hpp"
#include "plot/block_diagram.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(block_diagram, *boost::unit_test::label("lab11"))

using namespace descente;

namespace {

Boxes drawn(const ResidualOptions& options, const Shape& input)
{
    Rng rng(1);
    Figure figure("blocks", tr("Blocks"));
    draw_block(figure.panel(), *residual_block(options, rng), input);
    return figure.frames()[0][0].parts().boxes[0];
}

int count(const Boxes& diagram, const std::string& op)
{
    return static_cast<int>(std::count_if(diagram.boxes.begin(), diagram.boxes.end(),
                                          [&](const auto& box) { return box.op == op; }));
}

} // namespace

BOOST_AUTO_TEST_CASE(block_a_goes_round_its_layers_and_block_b_through_a_projection)
{
    const Boxes a = drawn({.in = 64, .out = 64}, {56, 56, 64});
    BOOST_TEST(count(a, "conv 3×3") == 2);
    BOOST_TEST(count(a, "conv 1×1") == 0);
    BOOST_TEST(count(a, "x") == 2); // the input, and the identity
    BOOST_TEST(a.rows == 2);
    const Boxes b =
        drawn({.in = 64, .out = 128, .stride = 2, .shortcut = Shortcut::projection}, {56, 56, 64});
    BOOST_TEST(count(b, "conv 3×3 /2") == 1);
    BOOST_TEST(count(b, "conv 3×3") == 1);
    BOOST_TEST(count(b, "conv 1×1 /2") == 1);
    BOOST_TEST(count(b, "batch norm") == 3);
    BOOST_TEST(!b.gradients);
}

BOOST_AUTO_TEST_CASE(boxes_say_shapes_parameters_and_operations)
{
    const Boxes b =
        drawn({.in = 64, .out = 128, .stride = 2, .shortcut = Shortcut::projection}, {56, 56, 64});
    const auto& conv = b.boxes[1];
    BOOST_TEST(conv.value.english() == "128×28×28");
    BOOST_TEST(conv.grad.english() == "74 k weights, 58 M MAC"); // 9·64·128 and 28² times as many
    BOOST_TEST(conv.grad.in(Language("fr")) == "74 k poids, 58 M MAC");
}

BOOST_AUTO_TEST_CASE(a_plain_block_has_one_row_and_every_arrow_two_ends)
{
    const Boxes plain = drawn({.in = 8, .out = 8, .shortcut = Shortcut::none}, {7, 7, 8});
    BOOST_TEST(plain.rows == 1);
    BOOST_TEST(plain.arrows.size() + 1 == plain.boxes.size());
    BOOST_CHECK_THROW(drawn({.in = 8, .out = 8}, {7, 7, 4}), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_network_is_a_chain_of_its_layers, *boost::unit_test::label("lab14"))
{
    Rng rng(1);
    Figure figure("net", tr("Net"));
    Sequential drawn = lenet({28, 28, 1}, 10, rng);
    draw_network(figure.panel(), drawn, {28, 28, 1});
    const auto net = figure.frames()[0][0].parts().boxes[0];
    std::vector<std::string> ops;
    for (const auto& box : net.boxes) ops.push_back(box.op);
    const std::vector<std::string> expected{"image",          "conv 5×5, ReLU", "max pool 2×2",
                                            "conv 5×5, ReLU", "max pool 2×2",   "dense, ReLU",
                                            "dense, ReLU",    "dense"};
    BOOST_TEST(ops == expected, boost::test_tools::per_element());
    BOOST_TEST(net.boxes[3].value.english() == "16×10×10");
    BOOST_TEST(net.boxes[3].grad.english() == "2,416 parameters, 240,000 MAC"); // 16·(6·25 + 1)
    BOOST_TEST(net.boxes[3].grad.in(Language("fr")) == "2\u00a0416 paramètres, 240\u00a0000 MAC");
    BOOST_TEST(net.boxes[2].grad.empty()); // pooling costs neither
    BOOST_TEST(net.arrows.size() == 7);
    BOOST_TEST(net.layers == 8);
    Sequential other = mlp({9, 4}, rng);
    BOOST_CHECK_THROW(draw_network(figure.panel(), other, {2, 2, 1}), ShapeError);
}

BOOST_AUTO_TEST_CASE(batch_norm_joins_its_convolution, *boost::unit_test::label("lab14"))
{
    Rng rng(1);
    Sequential net({6, 6, 1});
    net.add(Conv2d({.in = 1, .out = 4, .stride = 2, .bias = false}, rng))
        .add(BatchNorm(4))
        .add(relu_layer());
    Figure figure("net", tr("Net"));
    draw_network(figure.panel(), net, {6, 6, 1});
    const auto drawn = figure.frames()[0][0].parts().boxes[0];
    BOOST_REQUIRE(drawn.boxes.size() == 2);
    BOOST_TEST(drawn.boxes[1].op == "conv 3×3 /2, batch norm, ReLU");
    BOOST_TEST(drawn.boxes[1].grad.english() == "44 parameters, 144 MAC"); // 36 and 2·4; 36 · 2²
}

BOOST_AUTO_TEST_SUITE_END()
