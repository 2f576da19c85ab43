#include "autodiff/gradcheck.hpp"
#include "base/error.hpp"
#include "kernels/conv_naive.hpp"
#include "magnitude.hpp"
#include "nn/conv.hpp"
#include "nn/layers.hpp"
#include "nn/pool.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(conv, *boost::unit_test::label("lab09"))

using namespace descente;
using namespace descente::testing;

namespace {

// Does what `call` throws say all of these?
template <class Call>
void check_refusal(const Call& call, const std::vector<std::string>& said)
{
    BOOST_CHECK_EXCEPTION(call(), ShapeError, [&](const ShapeError& error) {
        const std::string line = error.what();
        for (const std::string& part : said)
            if (line.find(part) == std::string::npos) {
                BOOST_TEST_MESSAGE(line << " lacks " << part);
                return false;
            }
        return line.find('\n') == std::string::npos;
    });
}

} // namespace

BOOST_AUTO_TEST_CASE(gradients_of_input_weights_and_bias)
{
    if (sizeof(Real) != sizeof(double)) return;
    Rng rng(1);
    for (const Index stride : {1, 2})
        for (const Index padding : {0, 1}) {
            const Var x = parameter(rng.normal_matrix(5 * 6 * 2, 2), Shape{5, 6, 2});
            const Var W = parameter(rng.normal_matrix(3 * 3 * 2, 4)),
                      b = parameter(rng.normal_matrix(4, 1));
            const GradientCheck check =
                check_gradient([&] { return conv2d(x, W, b, stride, padding); }, {x, W, b});
            BOOST_TEST(check.worst < 1e-7, check.where);
        }
}

BOOST_AUTO_TEST_CASE(the_check_fails_for_a_wrong_gradient)
{
    if (sizeof(Real) != sizeof(double)) return;
    Rng rng(1);
    const Var x = parameter(rng.normal_matrix(5 * 4, 2), Shape{5, 4, 1});
    const Var W = parameter(rng.normal_matrix(9, 2));
    const ConvSize size{.rows = 5, .cols = 4, .in_channels = 1, .out_channels = 2, .kernel = 3};
    // The pull-back of a true convolution, whose kernel is flipped.
    const auto wrong = [&] {
        return record("wrong", conv_forward_naive(size, x.value(), W.value(), {}), Shape{3, 2, 2},
                      {x}, [&](const Matrix& dy) {
                          x.add_grad(conv_input_gradient_naive(size, arma::flipud(W.value()), dy));
                      });
    };
    BOOST_TEST(check_gradient(wrong, {x}).worst > 1e-2);
}

BOOST_AUTO_TEST_CASE(a_layer_is_the_correlation_with_its_filters)
{
    Rng rng(1);
    Conv2d layer({.in = 2, .out = 3, .kernel = 3, .stride = 2, .padding = 1}, rng);
    const Var x = constant(rng.normal_matrix(6 * 7 * 2, 4), Shape{6, 7, 2});
    const ConvSize size{.rows = 6,
                        .cols = 7,
                        .in_channels = 2,
                        .out_channels = 3,
                        .kernel = 3,
                        .stride = 2,
                        .padding = 1};
    const Var y = layer.forward(x, Mode::train);
    BOOST_TEST((y.shape() == Shape{3, 4, 3}));
    BOOST_TEST(arma::approx_equal(
        y.value(), conv_forward_naive(size, x.value(), layer.W.value(), layer.b.value()), "absdiff",
        Real(1e-4)));
}

BOOST_AUTO_TEST_CASE(weights_fold_as_images_and_fan_in_counts_the_channels)
{
    Rng rng(1);
    Conv2d layer({.in = 16, .out = 8, .kernel = 5, .bias = false}, rng);
    BOOST_TEST((layer.W.shape() == Shape{5, 5, 16}));
    BOOST_TEST(layer.W.rows() == 400);
    BOOST_TEST(parameter_count(layer) == 3200);
    // √(6/n_in) bounds the weights of the slide's initialisation.
    const double bound = std::sqrt(6.0 / 400);
    BOOST_TEST(largest_magnitude(layer.W.value()) <= bound);
    BOOST_TEST(largest_magnitude(layer.W.value()) > 0.95 * bound);
}

BOOST_AUTO_TEST_CASE(output_size_parameters_and_operations)
{
    Rng rng(1);
    std::vector<LayerInfo> rows;
    Conv2d layer({.in = 3, .out = 6, .kernel = 5, .stride = 2, .padding = 2}, rng);
    const Shape output = layer.describe(Shape{11, 8, 3}, rows);
    BOOST_TEST((output == Shape{6, 4, 6})); // ⌊(11 + 4 − 5)/2⌋ + 1, ⌊(8 + 4 − 5)/2⌋ + 1
    BOOST_TEST(rows[0].parameters == 6 * (3 * 25 + 1));
    BOOST_TEST(rows[0].macs == 6u * 4 * 6 * 75);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused_by_name_when_the_network_is_built)
{
    Rng rng(1);
    check_refusal([&] { Conv2d({.in = 1, .out = 1, .kernel = 3, .stride = 0}, rng); },
                  {"Conv2d 1→1, 3×3", "stride"});
    check_refusal([&] { Conv2d({.in = 0, .out = 1}, rng); }, {"Conv2d 0→1"});
    check_refusal([&] { Conv2d({.in = 1, .out = 1, .kernel = 0}, rng); }, {"kernel"});

    Sequential net(Shape{28, 28, 1});
    net.add(Conv2d({.in = 1, .out = 6, .kernel = 5}, rng)).add(MaxPool());
    check_refusal([&] { net.add(Conv2d({.in = 8, .out = 16}, rng)); },
                  {"layer 3", "Conv2d 8→16, 3×3", "8", "6×12×12"});
    check_refusal([&] { net.add(Conv2d({.in = 6, .out = 16, .kernel = 13}, rng)); },
                  {"layer 3", "kernel", "6×12×12"});
    check_refusal([&] { net.add(Linear(800, 10, rng)); }, {"layer 3", "Linear 800→10", "864"});
    BOOST_TEST(net.size() == 2);
    BOOST_TEST((net.output() == Shape{12, 12, 6}));
    check_refusal(
        [&] {
            net.forward(constant(Matrix(12, 1), Shape{3, 4, 1}), Mode::eval);
        },
        {"layer 1", "kernel is larger"});
    check_refusal([&] { Sequential().output(); }, {"Shape"});
}

BOOST_AUTO_TEST_CASE(the_operation_refuses_what_does_not_fit)
{
    const Var image = constant(Matrix(12, 1), Shape{3, 4, 1});
    const Var W = constant(Matrix(9, 2)), b = constant(Matrix(3, 1));
    check_refusal([&] { conv2d(image, constant(Matrix(8, 2)), {}); }, {"8 numbers", "1×3×4"});
    check_refusal([&] { conv2d(image, W, {}, 0); }, {"stride"});
    check_refusal([&] { conv2d(image, W, b); }, {"2×1", "3×1"});
    check_refusal([&] { conv2d(image, constant(Matrix(16, 2)), {}); }, {"4×4", "3×4"});
}

BOOST_AUTO_TEST_CASE(the_first_layer_works_out_no_gradient_of_its_input)
{
    Rng rng(1);
    Conv2d layer({.in = 1, .out = 2, .kernel = 2}, rng);
    const Var x = constant(rng.normal_matrix(9, 2), Shape{3, 3, 1});
    backward(sum(layer.forward(x, Mode::train)));
    BOOST_TEST(x.grad().is_empty());
    BOOST_TEST(!layer.W.grad().is_empty());
    BOOST_TEST(layer.b.grad()[0] == 8); // 2 samples × 2×2 places
}

BOOST_AUTO_TEST_SUITE_END()
