#include "base/error.hpp"
#include "labs/lab11_resnet/linearity.hpp"
#include "nn/models.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(linearity, *boost::unit_test::label("lab11"))

using namespace lab11;

BOOST_AUTO_TEST_CASE(an_affine_function_is_fitted_completely_and_noise_not_at_all)
{
    Rng rng(1);
    const Matrix x = rng.normal_matrix(5, 400), A = rng.normal_matrix(3, 5);
    Matrix y = A * x;
    y.row(1) += 7;
    BOOST_TEST(affine_fit(x, y) > 0.9999);
    BOOST_TEST(affine_fit(x, rng.normal_matrix(3, 400)) < 0.05);
    // max(0, x) of a normal x: the line explains (1/4)/((1/2)(1 − 1/π)) = 0.733 of its variance.
    const Matrix one = rng.normal_matrix(1, 20000);
    BOOST_TEST(std::abs(affine_fit(one, arma::clamp(one, 0, 100)) - 0.7333) < 0.02);
}

BOOST_AUTO_TEST_CASE(more_inputs_than_samples_are_refused)
{
    BOOST_CHECK_THROW(affine_fit(Matrix(10, 20), Matrix(1, 20)), ShapeError);
    BOOST_CHECK_THROW(affine_fit(Matrix(1, 20), Matrix(1, 21)), ShapeError);
}

BOOST_AUTO_TEST_CASE(neighbourhoods_hold_what_a_convolution_needs)
{
    // So the outputs of one 3×3 convolution are an affine function of them, at the borders too.
    Rng rng(2);
    const Shape image{4, 6, 2};
    Conv2d conv({.in = 2, .out = 3, .kernel = 3, .padding = 1}, rng);
    const Var x = constant(rng.normal_matrix(image.size(), 50), image);
    const Var y = conv.forward(x, Mode::eval);
    const Neighbourhoods seen = neighbourhoods(x, y, 1, 300, rng);
    BOOST_TEST(seen.inputs.n_rows == 18);
    BOOST_TEST(affine_fit(seen.inputs, seen.outputs) > 0.9999);
    BOOST_CHECK_THROW(neighbourhoods(x, constant(Matrix(4, 50), Shape{2, 2, 1}), 1, 3, rng),
                      ShapeError);
}

BOOST_AUTO_TEST_CASE(a_block_whose_convolutions_do_nothing_is_its_shortcut)
{
    Rng rng(3);
    Sequential net = resnet({.blocks = {2}, .channels = {4}, .in = 1}, rng);
    net.visit("", [](const NamedTensor& tensor) {
        if (tensor.name.find("bn2.gamma") != std::string::npos) tensor.value.zeros();
    });
    Dataset data;
    data.shape = {6, 7, 1};
    data.x = rng.normal_matrix(42, 64);
    for (const double r2 : block_linearity(net, data, rng)) BOOST_TEST(r2 > 0.9999);
    Sequential plain =
        resnet({.blocks = {2}, .channels = {4}, .in = 1, .shortcut = Shortcut::none}, rng);
    for (const double r2 : block_linearity(plain, data, rng)) BOOST_TEST(r2 < 0.99);
}

BOOST_AUTO_TEST_SUITE_END()
