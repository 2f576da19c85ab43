#include "autodiff/gradcheck.hpp"
#include "base/error.hpp"
#include "nn/layers.hpp"
#include "nn/losses.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(layers)

using namespace descente;

BOOST_AUTO_TEST_CASE(gradients_of_a_whole_network_for_inputs_and_parameters)
{
    if (sizeof(Real) != sizeof(double)) return;
    Rng rng(1);
    Sequential net = mlp({5, 7, 4}, rng, kaiming_uniform, tanh_layer);
    const Var x = parameter(rng.uniform_matrix(5, 3, -1, 1));
    std::vector<Var> inputs = parameters(net);
    inputs.push_back(x);
    BOOST_TEST(inputs.size() == 5);
    const GradientCheck check = check_gradient(
        [&] {
            return softmax_cross_entropy(net.forward(x, Mode::train), Labels{0, 3, 1});
        },
        inputs);
    BOOST_TEST(check.worst < 1e-7, check.where);
}

BOOST_AUTO_TEST_CASE(linear_is_the_affine_map)
{
    Rng rng(1);
    Linear layer(2, 3, rng);
    const Matrix x{{1, 2}, {3, 4}};
    Matrix expected = layer.W.value().t() * x;
    expected.each_col() += layer.b.value().col(0);
    BOOST_TEST(arma::approx_equal(layer.forward(constant(x), Mode::eval).value(), expected,
                                  "absdiff", Real(1e-6)));
}

BOOST_AUTO_TEST_CASE(an_mlp_alternates)
{
    Rng rng(1);
    Sequential net = mlp({784, 256, 128, 10}, rng);
    BOOST_TEST(net.size() == 5);
    BOOST_TEST(parameter_count(net) == 235'146);
}

BOOST_AUTO_TEST_CASE(the_first_layer_works_out_no_gradient_of_its_input)
{
    Rng rng(1);
    Linear layer(4, 2, rng);
    const Var x = constant(rng.normal_matrix(4, 3));
    backward(sum(layer.forward(x, Mode::train)));
    BOOST_TEST(x.grad().is_empty());
    BOOST_TEST(!layer.W.grad().is_empty());
}

BOOST_AUTO_TEST_CASE(inputs_that_do_not_fit_name_the_layer)
{
    Rng rng(1);
    Sequential net = mlp({6, 5, 4}, rng);
    const auto names_layer = [](const ShapeError& error) {
        const std::string line = error.what();
        return line.find("layer 1") != std::string::npos &&
               line.find("Linear 6→5") != std::string::npos && line.find("7") != std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(net.forward(constant(Matrix(7, 2)), Mode::train), ShapeError,
                          names_layer);
    BOOST_CHECK_THROW(Linear(0, 3, rng), ShapeError);
    BOOST_CHECK_THROW(mlp({3}, rng), ShapeError);
    BOOST_TEST(layer_sizes(784, 3, 64, 10) == (std::vector<Index>{784, 64, 64, 64, 10}),
               boost::test_tools::per_element());
    BOOST_TEST(layer_sizes(2, 0, 64, 3) == (std::vector<Index>{2, 3}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_activation_knows_its_name, *boost::unit_test::label("lab13"))
{
    BOOST_TEST(relu_layer().name() == "ReLU");
    Function layer = softmax_layer();
    BOOST_TEST(layer.name() == "softmax");
    const Matrix y = layer.forward(constant(Matrix{{0, 5}, {0, 5}}), Mode::eval).value();
    BOOST_TEST(arma::approx_equal(y, Matrix(2, 2).fill(Real(0.5)), "absdiff", Real(1e-6)));
}

BOOST_AUTO_TEST_SUITE_END()
