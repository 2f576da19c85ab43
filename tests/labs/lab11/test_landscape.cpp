#include "labs/lab11_resnet/landscape.hpp"
#include "nn/norm.hpp"
#include "train/fit.hpp"
#include "train/theta.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(landscape, *boost::unit_test::label("lab11"))

using namespace lab11;

namespace {

Sequential small_net()
{
    Rng rng(1);
    Sequential net;
    net.add(Linear(3, 4, rng)).add(BatchNorm(4)).add(relu_layer()).add(Linear(4, 2, rng));
    return net;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_filter_of_a_direction_is_as_long_as_that_of_the_net)
{
    Sequential net = small_net();
    Rng rng(2);
    const Column d = filter_normalised(net, rng), theta = parameters_of(net);
    BOOST_REQUIRE(d.n_elem == theta.n_elem); // W 3×4, b 4, γ 4, β 4, W 4×2, b 2
    for (const Index filter : {0, 3, 6, 9})
        BOOST_TEST(std::abs(arma::norm(d.subvec(filter, filter + 2)) /
                                arma::norm(theta.subvec(filter, filter + 2)) -
                            1) < 1e-5);
    for (const Index filter : {24, 28})
        BOOST_TEST(std::abs(arma::norm(d.subvec(filter, filter + 3)) /
                                arma::norm(theta.subvec(filter, filter + 3)) -
                            1) < 1e-5);
    BOOST_TEST(arma::norm(d.subvec(12, 23)) == 0); // b, γ, β
    BOOST_TEST(arma::norm(d.tail(2)) == 0);
    BOOST_TEST(arma::norm(d - theta) > 0.1);
}

BOOST_AUTO_TEST_CASE(the_slice_is_the_cost_at_each_place)
{
    Rng rng(3);
    Sequential net = small_net();
    Dataset data;
    data.shape = Shape{3};
    data.x = rng.normal_matrix(3, 20);
    data.labels = Labels(20);
    for (Index n = 0; n < 20; ++n) data.labels[n] = n % 2;
    const Column theta = 2 * parameters_of(net);
    const Slice slice = slice_around(verbatim("net"), theta, {-1, 0, 0.5}, small_net, data, Rng(5));
    Rng draws(5);
    set_parameters(net, theta);
    const Column first = filter_normalised(net, draws), second = filter_normalised(net, draws);
    const auto cost = [&](double a, double b) {
        set_parameters(net, theta + Real(a) * first + Real(b) * second);
        const Var o = net.forward(constant(data.x, data.shape), Mode::train);
        return double(softmax_cross_entropy(o, data.labels).value()[0]);
    };
    BOOST_TEST(std::abs(slice.cost(1, 1) - cost(0, 0)) < 1e-5);
    BOOST_TEST(std::abs(slice.cost(1, 2) - cost(0.5, 0)) < 1e-5);
    BOOST_TEST(std::abs(slice.cost(0, 2) - cost(0.5, -1)) < 1e-5);
}

BOOST_AUTO_TEST_CASE(nets_share_their_colours)
{
    const Numbers at{-1, 0, 1};
    const Figure figure =
        landscape_figure({{verbatim("a"), at, Matrix(3, 3, arma::fill::value(0.5))},
                          {verbatim("b"), at, Matrix(3, 3, arma::fill::value(4))}});
    for (const Panel& panel : figure.frames()[0])
        BOOST_TEST((*panel.parts().colour_range == std::array<double, 2>{0.5, 4}));
}

BOOST_AUTO_TEST_SUITE_END()
