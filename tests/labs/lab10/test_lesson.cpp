// Batch norm as lab 10 writes it, by hand and against the layer. The lab is a program of its own;
// here it is read as a header, with its main under another name.
#define main lab10_main
#include "labs/lab10_batch_norm/lab10.cpp"
#undef main

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab10_lesson, *boost::unit_test::label("lab10"))

using namespace lab10;

BOOST_AUTO_TEST_CASE(two_units_by_hand)
{
    // Of 1, 3: μ = 2, σ² = 1 with 1/m; of 0, 4: μ = 2, σ² = 4.
    const Normalised slide = batch_norm_of({{1, 3}, {0, 4}}, {1, 10}, {0, 5});
    BOOST_TEST(arma::approx_equal(slide.mu, Column{2, 2}, "absdiff", 1e-6));
    BOOST_TEST(arma::approx_equal(slide.sigma2, Column{1, 4}, "absdiff", 1e-6));
    BOOST_TEST(arma::approx_equal(slide.x_hat, Matrix{{-1, 1}, {-1, 1}}, "absdiff", 1e-4));
    BOOST_TEST(arma::approx_equal(slide.y, Matrix{{-1, 1}, {-5, 15}}, "absdiff", 1e-3));
}

BOOST_AUTO_TEST_CASE(the_layer_does_the_same)
{
    Rng rng(1);
    const Matrix x = rng.normal_matrix(5, 20, 3, 2);
    BatchNorm layer(5);
    layer.gamma.value() = rng.normal_matrix(5, 1);
    layer.beta.value() = rng.normal_matrix(5, 1);
    const Matrix y = layer.forward(constant(x), Mode::train).value();
    const Normalised slide = batch_norm_of(x, layer.gamma.value(), layer.beta.value());
    BOOST_TEST(arma::approx_equal(slide.y, y, "absdiff", 1e-4));
}

BOOST_AUTO_TEST_CASE(minibatches_vary_less)
{
    Rng rng(1);
    Matrix x = rng.normal_matrix(5, 4000, 10, 2);
    x.row(3).fill(7); // says nothing
    for (const Index m : {2, 4, 20})
        BOOST_TEST(std::abs(share_of_variance(x, m) - (1 - 1 / double(m))) < 0.03);
    BOOST_TEST(std::abs(share_of_variance(x, 4000) - 1) < 1e-4);
}

BOOST_AUTO_TEST_SUITE_END()
