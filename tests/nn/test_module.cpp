#include "base/error.hpp"
#include "nn/layers.hpp"
#include "nn/module.hpp"
#include "nn/norm.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(module)

using namespace descente;

BOOST_AUTO_TEST_CASE(tensors_are_visited_in_order_with_names)
{
    Rng rng(1);
    Sequential net = mlp({3, 4, 2}, rng);
    std::vector<std::string> names;
    std::vector<bool> weights;
    net.visit("", [&](const NamedTensor& tensor) {
        names.push_back(tensor.name);
        weights.push_back(tensor.is_weight);
    });
    const std::vector<std::string> expected{"0.W", "0.b", "2.W", "2.b"};
    BOOST_TEST(names == expected, boost::test_tools::per_element());
    BOOST_TEST((weights == std::vector<bool>{true, false, true, false}));
}

BOOST_AUTO_TEST_CASE(a_snapshot_is_a_deep_copy)
{
    Rng rng(1);
    Sequential net = mlp({3, 4, 2}, rng);
    const std::vector<Matrix> before = snapshot(net);
    for (Var& parameter : parameters(net)) parameter.value().fill(7);
    restore(net, before);
    const std::vector<Matrix> after = snapshot(net);
    BOOST_REQUIRE(after.size() == 4);
    for (std::size_t i = 0; i < 4; ++i)
        BOOST_TEST(arma::approx_equal(before[i], after[i], "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(a_foreign_snapshot_is_refused_and_changes_nothing)
{
    Rng rng(1);
    Sequential net = mlp({3, 4, 2}, rng), other = mlp({3, 5, 2}, rng);
    const std::vector<Matrix> before = snapshot(net);
    BOOST_CHECK_THROW(restore(net, snapshot(other)), ShapeError);
    BOOST_CHECK_THROW(restore(net, {}), ShapeError);
    BOOST_TEST(arma::approx_equal(before[0], snapshot(net)[0], "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(prediction_in_blocks_is_prediction)
{
    Rng rng(1);
    Sequential net = mlp({3, 4, 2}, rng);
    const Matrix x = rng.normal_matrix(3, 11);
    const Matrix whole = predict(net, x, Shape{3}, 100), blocks = predict(net, x, Shape{3}, 4);
    BOOST_TEST(whole.n_cols == 11);
    BOOST_TEST(arma::approx_equal(whole, blocks, "absdiff", Real(1e-6)));
}

BOOST_AUTO_TEST_CASE(learned_and_stored_numbers_are_counted_apart,
                     *boost::unit_test::label("lab10"))
{
    Rng rng(1);
    Sequential net(Shape{3});
    net.add(Linear(3, 4, rng)).add(BatchNorm(4));
    BOOST_TEST(parameter_count(net) == 16 + 8); // 2C are learned,
    BOOST_TEST(buffer_count(net) == 8);         // 2C more are stored
}

BOOST_AUTO_TEST_CASE(a_network_is_put_back_as_it_was, *boost::unit_test::label("lab10"))
{
    Rng rng(1);
    Sequential net(Shape{3});
    net.add(Linear(3, 4, rng)).add(BatchNorm(4));
    const std::vector<Matrix> before = snapshot(net);
    try {
        const AsBefore as_before(net);
        net.forward(constant(rng.normal_matrix(3, 5)), Mode::train);
        parameters(net)[0].value().zeros();
        BOOST_TEST(!arma::approx_equal(before[4], snapshot(net)[4], "absdiff", 0));
        throw ShapeError("on the way");
    } catch (const ShapeError&) {
    }
    for (std::size_t i = 0; i < before.size(); ++i)
        BOOST_TEST(arma::approx_equal(before[i], snapshot(net)[i], "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
