#include "base/error.hpp"
#include "nn/models.hpp"
#include "nn/summary.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(summary)

using namespace descente;

BOOST_AUTO_TEST_CASE(parameters_and_operations_of_an_mlp)
{
    Rng rng(1);
    Sequential net = mlp({784, 256, 128, 10}, rng);
    const Summary table = summarise(net, Shape{28, 28, 1});
    BOOST_TEST(table.rows.size() == 5);
    BOOST_TEST(table.parameters == 235'146);
    BOOST_TEST(table.parameters == parameter_count(net));
    BOOST_TEST(table.macs == 784u * 256 + 256 * 128 + 128 * 10);
    BOOST_TEST(to_string(table, Language()).find("235146") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(layers_that_do_not_fit)
{
    Rng rng(1);
    Sequential net;
    net.add(Linear(6, 5, rng)).add(Linear(4, 2, rng));
    BOOST_CHECK_EXCEPTION(summarise(net, Shape{6}), ShapeError, [](const ShapeError& error) {
        const std::string line = error.what();
        return line.find("layer 2") != std::string::npos && line.find("5") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(a_table_is_as_wide_as_its_letters)
{
    const std::string longest = "Conv2d 3→64, 7×7, stride 2, padding 3"; // 3 bytes for →, 2 for ×
    const std::string table =
        to_string(Summary{{{longest, Shape{64, 5, 7}, 9472, 11}}}, Language());
    BOOST_TEST(table.find("layer" + std::string(37 - 5, ' ') + "  output") == 0);
    BOOST_TEST(table.find(longest + "  7×64×5") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(layers_say_what_they_are)
{
    Rng rng(1);
    Sequential net;
    net.add(Conv2d({.in = 2, .out = 4, .kernel = 5, .stride = 2, .padding = 2}, rng))
        .add(BatchNorm(4))
        .add(relu_layer())
        .add(
            residual_block({.in = 4, .out = 6, .stride = 2, .shortcut = Shortcut::projection}, rng),
            "block")
        .add(AveragePool({.window = 2, .stride = 1}))
        .add(Linear(6, 3, rng))
        .add(tanh_layer())
        .add(softmax_layer());
    using enum LayerKind;
    std::vector<LayerKind> kinds;
    std::string briefs, parts, beside;
    for (const LayerInfo& row : summarise(net, Shape{8, 6, 2}).rows) {
        kinds.push_back(row.kind);
        briefs += row.brief + ", ";
        parts += row.part.empty() ? "-" : row.part.substr(0, 1);
        beside += row.on_shortcut ? "s" : "-";
    }
    const std::vector<LayerKind> expected{convolution, norm,  relu,        convolution, norm, relu,
                                          convolution, norm,  convolution, norm,        sum,  relu,
                                          pool,        dense, activation,  other};
    BOOST_TEST((kinds == expected));
    BOOST_TEST(briefs ==
               "conv 5×5 /2, batch norm, ReLU, conv 3×3 /2, batch norm, ReLU, conv 3×3, "
               "batch norm, conv 1×1 /2, batch norm, +, ReLU, average pool 2×2 /1, dense, tanh, "
               "softmax, ");
    BOOST_TEST(parts == "---bbbbbbbbb----");
    BOOST_TEST(beside == "--------ss------");
    BOOST_TEST((net.layer(3).kind() == composite));
}

BOOST_AUTO_TEST_SUITE_END()
