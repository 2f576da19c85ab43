#include "base/cpu.hpp"
#include "base/error.hpp"
#include "train/metrics.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

BOOST_AUTO_TEST_SUITE(metrics)

using namespace descente;

BOOST_AUTO_TEST_CASE(argmax_accuracy_and_confusion, *boost::unit_test::label("lab12"))
{
    const Matrix outputs{{1, 5, 0, 2}, {3, 4, 0, 2}, {2, 6, 0, 7}};
    const Labels predicted = argmax(outputs);
    BOOST_TEST(arma::all(predicted == Labels{1, 2, 0, 2})); // of equals, the first
    BOOST_TEST(accuracy(outputs, Labels{1, 2, 1, 0}) == 0.5);
    const arma::umat table = confusion(predicted, Labels{1, 2, 1, 0}, 3);
    BOOST_TEST(table(1, 1) == 1);
    BOOST_TEST(table(2, 2) == 1);
    BOOST_TEST(table(1, 0) == 1); // row: true class
    BOOST_TEST(table(0, 2) == 1);
    BOOST_TEST(arma::accu(table) == 4);
    BOOST_CHECK_THROW(accuracy(outputs, Labels{1}), ShapeError);
    BOOST_CHECK_THROW(accuracy(Matrix(2, 0), Labels()), ShapeError);
    BOOST_CHECK_THROW(confusion(predicted, Labels{1, 2, 1, 0}, 2), ShapeError);
}

BOOST_AUTO_TEST_CASE(evaluation_is_the_mean_over_all_blocks, *boost::unit_test::label("lab12"))
{
    Rng rng(1);
    TinyNet net(3, 2, rng);
    const Dataset data = two_classes(1100, rng); // more than two blocks of 512
    const Matrix buffer = net.running_mean;
    const Evaluation all = evaluate(net, data);
    double cost = 0, right = 0;
    for (Index n = 0; n < data.size(); ++n) {
        const Matrix o = net.layer.W.value().t() * data.x.col(n) + net.layer.b.value();
        const double own = static_cast<double>(o[data.labels[n]]),
                     other = static_cast<double>(o[1 - data.labels[n]]);
        cost += std::log1p(std::exp(other - own));
        right += own > other;
    }
    BOOST_TEST(std::abs(all.cost - cost / 1100) < 1e-6);
    BOOST_TEST(all.accuracy == right / 1100);
    BOOST_TEST(identical(net.running_mean, buffer)); // evaluation mode
}

BOOST_AUTO_TEST_CASE(the_norm_of_all_gradients, *boost::unit_test::label("lab03"))
{
    const std::vector<Var> theta{parameter(Matrix{{1, 2}}), parameter(Matrix{1}),
                                 parameter(Matrix{1})};
    theta[0].add_grad(Matrix{{3, 4}});
    theta[2].add_grad(Matrix{12});
    BOOST_TEST(squared_gradient_norm(theta) == 169);
}

BOOST_AUTO_TEST_CASE(a_norm_whose_squares_are_beyond_a_float, *boost::unit_test::label("lab13"))
{
    const Column v{Real(3e30), Real(4e30)}, w(2, arma::fill::zeros);
    BOOST_TEST(std::abs(norm_in_double(v) / 5e30 - 1) < 1e-6);
    BOOST_TEST(std::abs(norm_in_double(v - w) / 5e30 - 1) < 1e-6); // of an expression, too
}

BOOST_AUTO_TEST_SUITE_END()
