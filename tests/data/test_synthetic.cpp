#include "data/synthetic.hpp"
#include "io/files.hpp"
#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>

using namespace descente;
using namespace descente::testing;

namespace {

constexpr double pi = std::numbers::pi;
const double rounding = 20 * double{std::numeric_limits<Real>::epsilon()};

double radius(const Dataset& data, Index i)
{
    return std::hypot(double{data.x(0, i)}, double{data.x(1, i)});
}

} // namespace

BOOST_AUTO_TEST_SUITE(synthetic)

BOOST_AUTO_TEST_CASE(blobs_lie_around_their_centres, *boost::unit_test::label("lab02"))
{
    Rng rng(2);
    const Dataset data = blobs(3000, 3, 0.5, rng);
    BOOST_TEST(data.features() == 2U);
    BOOST_TEST((data.shape == Shape{2}));
    BOOST_TEST(data.class_count() == 3U);
    for (Index c = 0; c < 3; ++c) {
        const Matrix points = data.x.cols(arma::find(data.labels == c));
        BOOST_TEST(points.n_cols == 1000U);
        const Column centre = arma::mean(points, 1);
        const double angle = 2 * pi * static_cast<double>(c) / 3 + pi / 2;
        // Five standard errors of a mean of 1000 points.
        BOOST_TEST(std::abs(double{centre[0]} - 3 * std::cos(angle)) < 5 * 0.5 / std::sqrt(1000));
        BOOST_TEST(std::abs(double{centre[1]} - 3 * std::sin(angle)) < 5 * 0.5 / std::sqrt(1000));
        const double spread = arma::stddev(arma::conv_to<arma::rowvec>::from(points.row(0)));
        BOOST_TEST(std::abs(spread - 0.5) < 0.06);
    }
}

BOOST_AUTO_TEST_CASE(moons_without_noise_lie_on_two_half_circles)
{
    Rng rng(3);
    const Dataset data = moons(100, 0, rng);
    for (Index i = 0; i < 100; ++i) {
        const double x = double{data.x(0, i)}, y = double{data.x(1, i)};
        if (data.labels[i] == 0) {
            BOOST_TEST(std::abs(std::hypot(x, y) - 1) < rounding);
            BOOST_TEST(y > -rounding);
        } else {
            BOOST_TEST(std::abs(std::hypot(x - 1, y - 0.5) - 1) < rounding);
            BOOST_TEST(y < 0.5 + rounding);
        }
    }
}

BOOST_AUTO_TEST_CASE(spirals_without_noise_turn_as_they_grow)
{
    Rng rng(4);
    const Dataset data = spirals(300, 3, 0, rng);
    for (Index i = 0; i < 300; ++i) {
        const double r = radius(data, i);
        BOOST_TEST(r > 0.3 - rounding);
        BOOST_TEST(r < 3 + rounding);
        // Turned back by the angle that belongs to its radius, every point lies on its class's ray.
        const double angle =
            2 * pi * (static_cast<double>(data.labels[i]) / 3 + 1.25 * (r - 0.3) / 2.7);
        BOOST_TEST(std::abs(double{data.x(0, i)} - r * std::cos(angle)) < 20 * rounding);
        BOOST_TEST(std::abs(double{data.x(1, i)} - r * std::sin(angle)) < 20 * rounding);
    }
}

BOOST_AUTO_TEST_CASE(sets_in_the_plane_are_reproducible_and_balanced_from_the_start)
{
    Rng one(5), two(5);
    const Dataset a = spirals(100, 5, 0.1, one), b = spirals(100, 5, 0.1, two);
    BOOST_TEST(arma::approx_equal(a.x, b.x, "absdiff", 0));
    BOOST_TEST(class_histogram(first(a, 10).labels, 5).min() == 2U);
    const Dataset c = spirals(100, 5, 0.1, one); // the generator has moved on
    BOOST_TEST(!arma::approx_equal(a.x, c.x, "absdiff", 0));
    BOOST_CHECK_THROW(blobs(10, 0, 1, one), ShapeError);
}

<<<<<<< HEAD
BOOST_AUTO_TEST_CASE(the_bowl_has_the_condition_asked_for, *boost::unit_test::label("lab06"))
{
    const Column eigenvalues = bowl_eigenvalues(3, 100);
    BOOST_TEST(std::abs(double{eigenvalues[0]} - 0.01) < 0.01 * rounding);
    BOOST_TEST(std::abs(double{eigenvalues[1]} - 0.1) < 0.1 * rounding); // geometric, not linear
    BOOST_TEST(eigenvalues[2] == Real{1});
    BOOST_TEST(bowl_eigenvalues(1, 100)[0] == Real{1});
    BOOST_CHECK_THROW(bowl_eigenvalues(2, 0.5), UsageError);
=======
BOOST_AUTO_TEST_CASE(a_grid_covers_the_plane, *boost::unit_test::label("lab02"))
{
    const Matrix grid = plane_grid(3, 2);
    BOOST_TEST(arma::approx_equal(
        grid, Matrix{{-2, -2, -2, 0, 0, 0, 2, 2, 2}, {-2, 0, 2, -2, 0, 2, -2, 0, 2}}, "absdiff",
        0));
}

BOOST_AUTO_TEST_CASE(a_quarter_turn_is_counter_clockwise, *boost::unit_test::label("lab02"))
{
    const Shape shape{3, 3, 2};
    Matrix x(shape.size(), 1, arma::fill::zeros);
    const auto at = [](Index r, Index c, Index channel) { return r + 3 * (c + 3 * channel); };
    x[at(0, 0, 0)] = 1; // upper left …
    x[at(1, 2, 1)] = 2; // right …
    const Matrix turned = rotated(x, shape, Column{static_cast<Real>(pi / 2)});
    Matrix expected(shape.size(), 1, arma::fill::zeros);
    expected[at(2, 0, 0)] = 1; // … goes to the lower left
    expected[at(0, 1, 1)] = 2; // … goes to the top
    BOOST_TEST(largest_magnitude(turned - expected) < rounding);
}

BOOST_AUTO_TEST_CASE(no_rotation_changes_nothing_and_each_sample_has_its_own_angle)
{
    const Shape shape{4, 4, 1};
    Rng rng(6);
    const Matrix x = rng.uniform_matrix(16, 3, 0, 1);
    const Matrix turned =
        rotated(x, shape, Column{0, static_cast<Real>(pi), static_cast<Real>(-2 * pi)});
    BOOST_TEST(arma::approx_equal(turned.col(0), x.col(0), "absdiff", 0));
    BOOST_TEST(largest_magnitude(turned.col(1) - arma::reverse(x.col(1))) < rounding);
    BOOST_TEST(largest_magnitude(turned.col(2) - x.col(2)) < rounding);
}

BOOST_AUTO_TEST_CASE(random_rotation_tells_its_angles, *boost::unit_test::label("lab02"))
{
    Rng rng(4);
    Dataset images;
    images.shape = Shape{3, 3, 1};
    images.x = rng.uniform_matrix(9, 50, 0, 1);
    const Matrix upright = images.x;
    const Matrix angles = rotate_at_random(images, 0.5, rng);
    BOOST_TEST(arma::size(angles) == arma::size(1, 50));
    BOOST_TEST(largest_magnitude(angles) <= 0.5);
    BOOST_TEST(angles.max() > 0.4);
    BOOST_TEST(angles.min() < -0.4);
    const Matrix expected = rotated(upright, images.shape, Column(angles.t()));
    BOOST_TEST(arma::approx_equal(images.x, expected, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(rotation_interpolates_and_is_black_outside)
{
    const Column eighth{static_cast<Real>(pi / 4)};
    const Matrix large = rotated(Matrix(49, 1, arma::fill::ones), Shape{7, 7, 1}, eighth);
    BOOST_TEST(large[0] == Real{0});                               // a corner comes from outside
    BOOST_TEST(std::abs(double{large[3 + 7 * 3]} - 1) < rounding); // the centre stays
    BOOST_TEST(std::abs(double{large[3]} - 1) < rounding);         // an edge comes from inside
    BOOST_TEST(large.max() < 1 + rounding);
    // Here the corner comes from 2√2 beside the centre, 2√2 − 2 beyond the last pixel.
    const Matrix small = rotated(Matrix(25, 1, arma::fill::ones), Shape{5, 5, 1}, eighth);
    BOOST_TEST(std::abs(double{small[0]} - (3 - 2 * std::sqrt(2.0))) < rounding);
}

BOOST_AUTO_TEST_CASE(rotation_refuses_sizes_that_do_not_fit)
{
    BOOST_CHECK_THROW(rotated(Matrix(10, 2), Shape{3, 3, 1}, Column(2)), ShapeError);
    BOOST_CHECK_THROW(rotated(Matrix(9, 2), Shape{3, 3, 1}, Column(3)), ShapeError);
>>>>>>> labs-G
}

BOOST_AUTO_TEST_SUITE_END()
