#include "autodiff/gradcheck.hpp"
#include "base/error.hpp"
#include "magnitude.hpp"
#include "nn/layers.hpp"
#include "nn/norm.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(norm, *boost::unit_test::label("lab10"))

using namespace descente;
using namespace descente::testing;

namespace {

struct Parts {
    Var x, gamma, beta;
    RunningStatistics running;
};

Parts parts(Shape shape, Index channels, Index batch)
{
    Rng rng(3);
    return {parameter(rng.normal_matrix(shape.size(), batch, 2, 3), shape),
            parameter(rng.uniform_matrix(channels, 1, 0.5, 1.5)),
            parameter(rng.normal_matrix(channels, 1)),
            {rng.normal_matrix(channels, 1), rng.uniform_matrix(channels, 1, 0.5, 2)}};
}

} // namespace

BOOST_AUTO_TEST_CASE(gradients_in_both_modes_for_images_and_vectors)
{
    if (sizeof(Real) != sizeof(double)) return;
    for (const Shape& shape : {Shape{3, 4, 2}, Shape{5}})
        for (const Mode mode : {Mode::train, Mode::eval})
            for (const bool relu : {false, true}) {
                Parts p = parts(shape, shape.is_image() ? 2 : 5, 4);
                const auto f = [&] {
                    RunningStatistics running = p.running; // each call starts from the same
                    return relu ? batch_norm(p.x, p.gamma, p.beta, running, mode,
                                             {.then_relu = true})
                                : batch_norm(p.x, p.gamma, p.beta, running, mode);
                };
                const GradientCheck check = check_gradient(f, {p.x, p.gamma, p.beta});
                BOOST_TEST(check.worst < 1e-6, check.where);
            }
}

BOOST_AUTO_TEST_CASE(with_relu_is_relu_of_without)
{
    Parts p = parts({3, 4, 2}, 2, 4);
    RunningStatistics other = p.running;
    const Matrix both =
        batch_norm(p.x, p.gamma, p.beta, p.running, Mode::train, {.then_relu = true}).value();
    const Matrix alone = batch_norm(p.x, p.gamma, p.beta, other, Mode::train).value();
    BOOST_TEST(arma::approx_equal(both, arma::clamp(alone, 0, 1e9), "absdiff", 0));
    BOOST_TEST(arma::approx_equal(p.running.variance, other.variance, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(a_batch_comes_out_with_mean_0_and_variance_1_in_each_channel)
{
    Rng rng(1);
    BatchNorm layer(3);
    const Var x = constant(rng.normal_matrix(4 * 5 * 3, 16, 7, 3), Shape{4, 5, 3});
    const Matrix y = layer.forward(x, Mode::train).value();
    for (Index c = 0; c < 3; ++c) {
        const Matrix channel = arma::vectorise(y.rows(20 * c, 20 * c + 19));
        BOOST_TEST(std::abs(arma::accu(channel)) / 320 < 1e-4);
        BOOST_TEST(std::abs(arma::accu(arma::square(channel)) / 320 - 1) < 1e-3);
    }
}

BOOST_AUTO_TEST_CASE(an_image_of_one_column_is_no_vector)
{
    Rng rng(1);
    const Matrix x = rng.normal_matrix(5, 8);
    BatchNorm of_image(channels_of(Shape{5, 1, 1})), of_vector(channels_of(Shape{5}));
    const Matrix image = of_image.forward(constant(x, Shape{5, 1, 1}), Mode::train).value();
    BOOST_TEST(of_image.running.mean.n_elem == 1);
    BOOST_TEST(std::abs(arma::mean(arma::vectorise(image))) < 1e-6);
    const Matrix vector = of_vector.forward(constant(x), Mode::train).value();
    BOOST_TEST(of_vector.running.mean.n_elem == 5);
    for (Index i = 0; i < 5; ++i) BOOST_TEST(std::abs(arma::mean(vector.row(i))) < 1e-6);
}

BOOST_AUTO_TEST_CASE(running_statistics_converge_to_those_of_the_data)
{
    Rng rng(1);
    BatchNorm layer(2, {.running_decay = 0.95});
    for (int step = 0; step < 400; ++step) {
        Matrix x = rng.normal_matrix(2, 64);
        x.row(0) = 5 + 2 * x.row(0);
        layer.forward(constant(x), Mode::train);
    }
    BOOST_TEST(std::abs(layer.running.mean[0] - 5) < 0.2);
    BOOST_TEST(std::abs(layer.running.variance[0] - 4) < 0.4);
    BOOST_TEST(std::abs(layer.running.mean[1]) < 0.1);
    // Evaluation uses them, not the batch's own.
    const Matrix one = layer.forward(constant(Matrix(Column{5, 0})), Mode::eval).value();
    BOOST_TEST(std::abs(one[0]) < 0.1);
}

BOOST_AUTO_TEST_CASE(one_step_moves_them_by_the_decay_with_the_unbiased_variance)
{
    BatchNorm layer(1, {.running_decay = 0.9});
    layer.forward(constant(Matrix{{1, 3}}), Mode::train); // mean 2, variance 1 (1/m) or 2 (1/(m−1))
    BOOST_TEST(std::abs(layer.running.mean[0] - 0.2) < 1e-6);
    BOOST_TEST(std::abs(layer.running.variance[0] - (0.9 + 0.1 * 2)) < 1e-6);
    layer.forward(constant(Matrix{{1, 3}}), Mode::eval);
    BOOST_TEST(std::abs(layer.running.mean[0] - 0.2) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_batch_of_one_is_refused_in_training_only)
{
    BatchNorm dense(3), image(1);
    BOOST_CHECK_EXCEPTION(dense.forward(constant(Matrix(3, 1)), Mode::train), ShapeError,
                          [](const ShapeError& error) {
                              return std::string(error.what()).find("batch of 1") !=
                                     std::string::npos;
                          });
    BOOST_TEST(dense.forward(constant(Matrix(3, 1)), Mode::eval).cols() == 1);
    // One image has many places.
    BOOST_TEST(image.forward(constant(Matrix(6, 1), Shape{2, 3, 1}), Mode::train).cols() == 1);
}

BOOST_AUTO_TEST_CASE(parameters_buffers_and_the_table)
{
    BatchNorm layer(16);
    BOOST_TEST(parameter_count(layer) == 32);
    BOOST_TEST(snapshot(layer).size() == 4); // γ, β and two buffers
    std::vector<LayerInfo> rows;
    layer.describe(Shape{4, 4, 16}, rows);
    BOOST_TEST(rows[0].parameters == 32);
    BOOST_CHECK_THROW(layer.describe(Shape{4, 4, 8}, rows), ShapeError);
    BOOST_CHECK_THROW(layer.forward(constant(Matrix(8, 2)), Mode::eval), ShapeError);
    BOOST_CHECK_THROW(BatchNorm(0), ShapeError);
}

BOOST_AUTO_TEST_CASE(statistics_that_follow_forget_their_beginning_by_the_decay)
{
    BatchNorm followed(1, {.running_decay = 0.5}), never(1, {.running_decay = 1});
    const Var x = constant(Matrix{{1, 3}}); // mean 2, variance 2 with 1/(m − 1)
    for (int k = 0; k < 3; ++k) {
        followed.forward(x, Mode::train);
        never.forward(x, Mode::train);
    }
    BOOST_TEST(std::abs(followed.running.mean[0] - (1 - 0.125) * 2) < 1e-6);
    BOOST_TEST(std::abs(followed.running.variance[0] - (0.125 * 1 + (1 - 0.125) * 2)) < 1e-6);
    BOOST_TEST(never.running.mean[0] == 0);
    BOOST_TEST(never.running.variance[0] == 1);
}

// Why minibatches of 2 teach nothing: whatever x is, one sample becomes +1 and the other −1.
BOOST_AUTO_TEST_CASE(of_two_samples_only_the_sign_is_left)
{
    Rng rng(1);
    BatchNorm layer(6);
    const Matrix y = layer.forward(constant(rng.normal_matrix(6, 2, 5, 3)), Mode::train).value();
    BOOST_TEST(largest_magnitude(arma::abs(y) - 1) < 1e-3);
    BOOST_TEST(largest_magnitude(arma::sum(y, 1)) < 1e-3);
}

BOOST_AUTO_TEST_SUITE_END()
