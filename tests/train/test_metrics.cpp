#include "base/cpu.hpp"
#include "base/error.hpp"
#include "train/metrics.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

using namespace descente;

BOOST_AUTO_TEST_SUITE(metrics)

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

BOOST_AUTO_TEST_CASE(margins_are_the_lead_of_the_right_class, *boost::unit_test::label("lab02"))
{
    const Matrix outputs{{1, 5, 0}, {3, 4, 0}, {2, 6, 0}};
    const std::vector<double> expected{1, -1, 0};
    BOOST_TEST(margins(outputs, Labels{1, 0, 2}) == expected, boost::test_tools::per_element());
    BOOST_CHECK_THROW(margins(outputs, Labels{1, 3, 2}), ShapeError);
    BOOST_CHECK_THROW(margins(outputs, Labels{1}), ShapeError);
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

BOOST_AUTO_TEST_CASE(nearest_neighbours_by_hand, *boost::unit_test::label("lab02"))
{
    // On a line: 0 1 2 | 10 11, and a stranger at 3 with the label of the far group.
    const Matrix line{{0, 1, 2, 10, 11, 3}};
    const Labels labels{0, 0, 0, 1, 1, 1};
    // k = 1: each sample's nearest other: 0→1, 1→0 (a tie with 2: the lower index), 2→1 (a tie
    // with 3), 10→11, 11→10, 3→2. Only the stranger is wrong.
    BOOST_TEST(knn_accuracy(line, labels, 1) == 5.0 / 6);
    // k = 3: 0→{1,2,3}, 1→{0,2,3}, 2→{1,3,0}: right. 10→{11,3,2}: two of class 1: right.
    // 11→{10,3,2}: right. 3→{2,1,0}: wrong.
    BOOST_TEST(knn_accuracy(line, labels, 3) == 5.0 / 6);
    // k = 5: everyone else votes: the zeros have two of their own against three.
    BOOST_TEST(knn_accuracy(line, labels, 5) == 0);
}

BOOST_AUTO_TEST_CASE(ties_go_to_the_nearer_and_to_the_lower_index,
                     *boost::unit_test::label("lab02"))
{
    // k = 2 for the sample at 0: one vote each; the nearer one, at 1, has the same label.
    // For the sample at 1: 0 (distance 1) and 3 (distance 2): right. For 3: 1, then 0: wrong.
    BOOST_TEST(knn_accuracy(Matrix{{0, 1, 3}}, Labels{0, 0, 1}, 2) == 2.0 / 3);
    // All in one place: each takes the lowest index other than itself.
    BOOST_TEST(knn_accuracy(Matrix(2, 3, arma::fill::ones), Labels{0, 1, 1}, 1) == 0);
    BOOST_TEST(knn_accuracy(Matrix(2, 3, arma::fill::ones), Labels{0, 0, 1}, 1) == 2.0 / 3);
}

BOOST_AUTO_TEST_CASE(near_neighbours_far_from_the_origin_are_told_apart,
                     *boost::unit_test::label("lab02"))
{
    // Pairs a hundredth apart at 1000: a distance made of squared norms would be all rounding.
    Matrix x(1, 20);
    Labels labels(20);
    for (Index n = 0; n < 20; ++n) {
        x[n] = static_cast<Real>(1000 + static_cast<double>(n / 2) +
                                 0.01 * static_cast<double>(n % 2));
        labels[n] = n / 2;
    }
    BOOST_TEST(knn_accuracy(x, labels, 1) == 1);
}

BOOST_AUTO_TEST_CASE(neighbours_of_a_diverged_embedding, *boost::unit_test::label("lab02"))
{
    Matrix x(2, 10, arma::fill::value(std::numeric_limits<Real>::quiet_NaN()));
    Labels labels(10, arma::fill::zeros);
    labels[0] = 1;
    BOOST_TEST(knn_accuracy(x, labels, 1) == 0); // all see sample 0, and it sees sample 1
    BOOST_CHECK_THROW(knn_accuracy(x, labels, 10), ShapeError);
    BOOST_CHECK_THROW(knn_accuracy(x, labels, 0), ShapeError);
    BOOST_CHECK_THROW(knn_accuracy(x, Labels{1}, 1), ShapeError);
}

BOOST_AUTO_TEST_CASE(neighbours_do_not_depend_on_threads, *boost::unit_test::label("lab02"))
{
    Rng rng(2);
    const Dataset data = two_classes(300, rng);
    const int before = threads();
    set_threads(1);
    const double one = knn_accuracy(data.x, data.labels, 5);
    set_threads(3);
    const double three = knn_accuracy(data.x, data.labels, 5);
    set_threads(before);
    BOOST_TEST(one == three);
    BOOST_TEST(one > 0.8);
    BOOST_TEST(one < 1);
}

BOOST_AUTO_TEST_CASE(gradients_in_one_column, *boost::unit_test::label("lab03"))
{
    const std::vector<Var> theta{parameter(Matrix{{1, 2}}), parameter(Matrix{1}),
                                 parameter(Matrix{1})};
    theta[0].add_grad(Matrix{{3, 4}});
    theta[2].add_grad(Matrix{12});
    BOOST_TEST(squared_gradient_norm(theta) == 169);
    BOOST_TEST(identical(flat_gradient(theta), Column{3, 4, 0, 12}));
}

BOOST_AUTO_TEST_CASE(flat_values_follow_the_order_of_the_gradient,
                     *boost::unit_test::label("lab06"))
{
    const std::vector<Var> theta{parameter(Matrix{{1, 2}, {3, 4}}), parameter(Matrix{{5, 6}})};
    BOOST_TEST(identical(flat_values(theta), Column{1, 3, 2, 4, 5, 6}));
}

BOOST_AUTO_TEST_CASE(the_largest_outputs_come_first)
{
    const Matrix output(Column{1, 5, 3, 5});
    BOOST_TEST((top_classes(output, 3) == std::vector<Index>{1, 3, 2}));
    BOOST_TEST(top_classes(output, 9).size() == 4);
}

BOOST_AUTO_TEST_CASE(moving_goes_against_the_gradient_and_back)
{
    const Var W = parameter(Matrix{{1, 2}, {3, 4}}), b = parameter(Column{5, 6});
    const Column start = flat_values({W, b}); // 1 3 2 4 5 6
    move_to({W, b}, start, 0.5, {2, 0, 0, 4, 0, -2});
    BOOST_TEST(arma::approx_equal(W.value(), Matrix{{0, 2}, {3, 2}}, "absdiff", 0));
    BOOST_TEST(arma::approx_equal(b.value(), Column{5, 7}, "absdiff", 0));
    move_to({W, b}, start, 0, {2, 0, 0, 4, 0, -2});
    BOOST_TEST(arma::approx_equal(flat_values({W, b}), start, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(a_norm_whose_squares_are_beyond_a_float, *boost::unit_test::label("lab13"))
{
    const Column v{Real(3e30), Real(4e30)}, w(2, arma::fill::zeros);
    BOOST_TEST(std::abs(norm_in_double(v) / 5e30 - 1) < 1e-6);
    BOOST_TEST(std::abs(norm_in_double(v - w) / 5e30 - 1) < 1e-6); // of an expression, too
}

BOOST_AUTO_TEST_SUITE_END()
