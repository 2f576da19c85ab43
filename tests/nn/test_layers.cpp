#include "autodiff/gradcheck.hpp"
#include "base/error.hpp"
#include "nn/layers.hpp"
#include "nn/losses.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(layers)

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

BOOST_AUTO_TEST_CASE(what_a_layer_costs_is_known_without_making_it)
{
    Rng rng(1);
    std::vector<LayerInfo> rows;
    Linear(12, 5, rng).describe(Shape{3, 4}, rows);
    const LayerInfo info = linear_info(12, 5);
    BOOST_TEST(info.layer == rows[0].layer);
    BOOST_TEST(info.parameters == rows[0].parameters);
    BOOST_TEST(info.macs == rows[0].macs);
    BOOST_TEST(info.parameters == 5U * 13);
    // 640×480×3 to as many: more than 32 bits hold.
    BOOST_TEST(linear_info(921'600, 921'600).macs == 849'346'560'000U);
    BOOST_TEST(linear_info(921'600, 921'600).parameters == 849'347'481'600U);
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
    Activation layer = softmax_layer();
    BOOST_TEST(layer.name() == "softmax");
    const Matrix y = layer.forward(constant(Matrix{{0, 5}, {0, 5}}), Mode::eval).value();
    BOOST_TEST(arma::approx_equal(y, Matrix(2, 2).fill(Real(0.5)), "absdiff", Real(1e-6)));
}

BOOST_AUTO_TEST_CASE(an_mlp_as_large_as_another_network, *boost::unit_test::label("lab14"))
{
    Rng rng(1);
    const Index lenet = 61706; // parameters: tests/nn/test_models.cpp
    for (const Index hidden : {1, 2, 3}) {
        const Index width = width_for(lenet, 784, hidden, 10);
        const auto off_by = [&](Index w) {
            Sequential net = mlp(layer_sizes(784, hidden, w, 10), rng);
            return std::abs(static_cast<double>(parameter_count(net)) - double(lenet));
        };
        BOOST_TEST(off_by(width) <= 0.01 * double(lenet));
        BOOST_TEST(off_by(width) <= off_by(width + 1)); // no neighbour is nearer
        BOOST_TEST(off_by(width) <= off_by(width - 1));
    }
    BOOST_TEST(width_for(785 * 30 + 31 * 10, 784, 1, 10) == 30);
    BOOST_TEST(width_for(1, 784, 2, 10) == 1);
    BOOST_TEST(width_for(100, 784, 0, 10) == 1); // nothing to choose
}

BOOST_AUTO_TEST_SUITE_END()
