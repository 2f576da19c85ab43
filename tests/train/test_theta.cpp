#include "nn/losses.hpp"
#include "train/theta.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(theta)

using namespace descente;

BOOST_AUTO_TEST_CASE(one_column_tensor_after_tensor)
{
    Rng rng(1);
    TinyNet net(3, 2, rng);
    const Column all = parameters_of(net);
    BOOST_REQUIRE(all.n_elem == 3 * 2 + 2);
    BOOST_TEST(all[1] == net.layer.W.value()[1]);
    BOOST_TEST(all[6] == net.layer.b.value()[0]);
}

BOOST_AUTO_TEST_CASE(what_is_set_is_what_is_there)
{
    Rng rng(1);
    TinyNet net(3, 2, rng);
    Column all = parameters_of(net);
    all += 1;
    set_parameters(net, all);
    BOOST_TEST(identical(Matrix(parameters_of(net)), Matrix(all)));
    BOOST_TEST(net.layer.b.value()[1] == all[7]);
    all.zeros(); // a copy: the network keeps its own
    BOOST_TEST(net.layer.b.value()[1] != 0);
}

// θ and its gradient have the same order; each call begins anew.
BOOST_AUTO_TEST_CASE(the_gradient_stands_in_the_same_places)
{
    Rng rng(1);
    TinyNet net(3, 2, rng);
    const Dataset data = two_classes(8, rng);
    const auto loss = [&] {
        return softmax_cross_entropy(net.layer.forward(constant(data.x), Mode::train), data.labels);
    };
    const Column g = gradient(loss(), net);
    BOOST_TEST(g[1] == net.layer.W.grad()[1]);
    BOOST_TEST(g[7] == net.layer.b.grad()[1]);
    BOOST_TEST(identical(Matrix(gradient(loss(), net)), Matrix(g)));
    // What nothing flowed into has gradient 0.
    const Column of_the_bias = gradient(sum(net.layer.b), net);
    BOOST_TEST(of_the_bias[0] == 0);
    BOOST_TEST(of_the_bias[7] == 1);
}

BOOST_AUTO_TEST_SUITE_END()
