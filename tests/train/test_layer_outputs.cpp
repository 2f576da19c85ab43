#include "magnitude.hpp"
#include "nn/norm.hpp"
#include "train/layer_outputs.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(layer_outputs_of_a_network,
                      *boost::unit_test::label("lab10") * boost::unit_test::label("lab13"))

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_CASE(outputs_of_each_layer_and_nothing_moves)
{
    Rng rng(1);
    Sequential net(Shape{3});
    net.add(Linear(3, 4, rng)).add(BatchNorm(4)).add(relu_layer()).add(Linear(4, 2, rng));
    const Matrix x = rng.normal_matrix(3, 50, 2, 3);
    const std::vector<Matrix> before = snapshot(net);
    const std::vector<Matrix> train = layer_outputs(net, x, Shape{3}, Mode::train);
    const std::vector<Matrix> eval = layer_outputs(net, x, Shape{3}, Mode::eval);
    BOOST_TEST(identical(before, snapshot(net)));
    BOOST_REQUIRE(train.size() == 4U);
    const NoGrad looking;
    const Var last = net.forward(constant(x, Shape{3}), Mode::eval);
    BOOST_TEST(arma::approx_equal(eval[3], last.value(), "absdiff", Real(1e-6)));
    // Normalised with 1/m: mean 0, mean square 1.
    BOOST_TEST(largest_magnitude(arma::mean(train[1], 1)) < 1e-4);
    BOOST_TEST(largest_magnitude(arma::mean(arma::square(train[1]), 1) - 1) < 1e-3);
    BOOST_TEST(identical(train[2], arma::clamp(train[1], 0, 1e9)));
}

BOOST_AUTO_TEST_CASE(quantiles_are_noted_as_three_curves_and_not_where_something_diverged)
{
    Run run;
    Step now;
    now.k = 4;
    note_quantiles(run, now, "values", {{1, 2, 3, 4, 5}}, 0.25);
    note_quantiles(run, now, "values", {{1, Real(INFINITY)}}, 0.25);
    const Quantiles found = quantiles_of(run, "values");
    BOOST_REQUIRE(found.at.size() == 1U);
    BOOST_TEST(found.at[0] == 5.);
    BOOST_TEST(found.middle[0] == 3.);
    BOOST_TEST(found.low[0] < 2.5);
    BOOST_TEST(found.high[0] > 3.5);
    BOOST_TEST(quantiles_of(run, "others").at.empty());
}

BOOST_AUTO_TEST_SUITE_END()
