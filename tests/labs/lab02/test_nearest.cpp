#include "base/cpu.hpp"
#include "base/error.hpp"
#include "data/synthetic.hpp"
#include "labs/lab02_losses/nearest.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

BOOST_AUTO_TEST_SUITE(nearest_neighbours, *boost::unit_test::label("lab02"))

using namespace lab02;

BOOST_AUTO_TEST_CASE(margins_are_the_lead_of_the_right_class)
{
    const Matrix outputs{{1, 5, 0}, {3, 4, 0}, {2, 6, 0}};
    const std::vector<double> expected{1, -1, 0};
    BOOST_TEST(margins(outputs, Labels{1, 0, 2}) == expected, boost::test_tools::per_element());
    BOOST_CHECK_THROW(margins(outputs, Labels{1, 3, 2}), ShapeError);
    BOOST_CHECK_THROW(margins(outputs, Labels{1}), ShapeError);
}

BOOST_AUTO_TEST_CASE(nearest_neighbours_by_hand)
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

BOOST_AUTO_TEST_CASE(ties_go_to_the_nearer_and_to_the_lower_index)
{
    // k = 2 for the sample at 0: one vote each; the nearer one, at 1, has the same label.
    // For the sample at 1: 0 (distance 1) and 3 (distance 2): right. For 3: 1, then 0: wrong.
    BOOST_TEST(knn_accuracy(Matrix{{0, 1, 3}}, Labels{0, 0, 1}, 2) == 2.0 / 3);
    // All in one place: each takes the lowest index other than itself.
    BOOST_TEST(knn_accuracy(Matrix(2, 3, arma::fill::ones), Labels{0, 1, 1}, 1) == 0);
    BOOST_TEST(knn_accuracy(Matrix(2, 3, arma::fill::ones), Labels{0, 0, 1}, 1) == 2.0 / 3);
}

BOOST_AUTO_TEST_CASE(near_neighbours_far_from_the_origin_are_told_apart)
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

BOOST_AUTO_TEST_CASE(neighbours_of_a_diverged_embedding)
{
    Matrix x(2, 10, arma::fill::value(std::numeric_limits<Real>::quiet_NaN()));
    Labels labels(10, arma::fill::zeros);
    labels[0] = 1;
    BOOST_TEST(knn_accuracy(x, labels, 1) == 0); // all see sample 0, and it sees sample 1
    BOOST_CHECK_THROW(knn_accuracy(x, labels, 10), ShapeError);
    BOOST_CHECK_THROW(knn_accuracy(x, labels, 0), ShapeError);
    BOOST_CHECK_THROW(knn_accuracy(x, Labels{1}, 1), ShapeError);
}

BOOST_AUTO_TEST_CASE(the_principal_plane_is_where_the_training_part_varies_most)
{
    Rng rng(1);
    Matrix training = rng.normal_matrix(4, 2000, 0, 0.1);
    const Matrix along = rng.normal_matrix(2, 2000);
    training.row(1) += 3 * along.row(0) + 7; // most, and far from 0
    training.row(3) += along.row(1);         // less
    Matrix x(4, 3, arma::fill::zeros);
    x.row(1) = Matrix{{7, 10, 7}};
    x.row(3) = Matrix{{0, 0, 1}};
    const Matrix plane = principal_plane(training, x);
    BOOST_TEST(arma::size(plane) == arma::size(2, 3));
    const auto near = [](const Matrix& a, const Matrix& b) { return double(arma::norm(a - b)); };
    BOOST_TEST(std::abs(near(plane.col(0), plane.col(1)) - 3) < 0.1);
    BOOST_TEST(std::abs(near(plane.col(0), plane.col(2)) - 1) < 0.1);
    BOOST_TEST(double(arma::norm(plane.col(0))) < 0.3);            // the mean is its origin
    BOOST_TEST(std::abs(double(plane(1, 1) - plane(1, 0))) > 2.9); // most comes last
    BOOST_CHECK_THROW(principal_plane(training, Matrix(3, 1)), ShapeError);
}

BOOST_AUTO_TEST_CASE(neighbours_do_not_depend_on_threads)
{
    Rng rng(2);
    const Dataset data = spirals(300, 2, 0.25, rng);
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

BOOST_AUTO_TEST_SUITE_END()
