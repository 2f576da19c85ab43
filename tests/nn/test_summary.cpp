#include "base/error.hpp"
#include "nn/models.hpp"
#include "nn/summary.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(summary)

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

BOOST_AUTO_TEST_CASE(a_resnet_by_stages, *boost::unit_test::label("lab11"))
{
    Rng rng(1);
    const Summary table = summarise(ResNet(resnet18(), rng), Shape{224, 224, 3});
    const Summary stages = by_stage(table);
    BOOST_TEST(stages.rows.size() == 10); // conv, batch norm, ReLU, pool, four stages, pool, dense
    Index parameters = 0;
    std::uint64_t macs = 0;
    for (const LayerInfo& row : stages.rows) {
        parameters += row.parameters;
        macs += row.macs;
    }
    BOOST_TEST(parameters == 11'689'512);
    BOOST_TEST(macs == table.macs);
    BOOST_TEST(stages.rows[4].layer == "layer1");
    BOOST_TEST((stages.rows[7].output == Shape{7, 7, 512}));
}

BOOST_AUTO_TEST_SUITE_END()
