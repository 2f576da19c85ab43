#include "base/error.hpp"
#include "base/rng.hpp"
#include "labs/lab02_losses/rotated.hpp"
#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(rotated_images, *boost::unit_test::label("lab02"))

using namespace lab02;
using descente::testing::largest_magnitude;

namespace {

constexpr double pi = std::numbers::pi;
const double rounding = 16 * double(std::numeric_limits<Real>::epsilon());

} // namespace

BOOST_AUTO_TEST_CASE(a_quarter_turn_is_counter_clockwise)
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

BOOST_AUTO_TEST_CASE(random_rotation_tells_its_angles)
{
    Rng rng(4);
    Dataset images;
    images.shape = Shape{3, 3, 1};
    images.x = rng.uniform_matrix(9, 50, 0, 1);
    const Matrix upright = images.x;
    const auto [after, angles] = turned(images, 0.5, rng);
    BOOST_TEST(arma::size(angles) == arma::size(1, 50));
    BOOST_TEST(largest_magnitude(angles) <= 0.5);
    BOOST_TEST(angles.max() > 0.4);
    BOOST_TEST(angles.min() < -0.4);
    const Matrix expected = rotated(upright, images.shape, Column(angles.t()));
    BOOST_TEST(arma::approx_equal(after.x, expected, "absdiff", 0));
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
}

BOOST_AUTO_TEST_CASE(all_parts_are_turned_by_up_to_60_degrees)
{
    Split images;
    for (Dataset* part : {&images.training, &images.validation, &images.test}) {
        part->shape = Shape{3, 3, 1};
        part->x = Matrix(9, 500, arma::fill::ones);
        part->labels = Labels(500, arma::fill::zeros);
    }
    Rng rng(1);
    const Rotated data = rotated(images, rng);
    for (const Turned* part : {&data.training, &data.validation, &data.test}) {
        BOOST_TEST(part->images.size() == 500U);
        BOOST_TEST(largest_magnitude(part->angles) <= pi / 3 + rounding);
        BOOST_TEST(largest_magnitude(part->angles) > 0.9 * pi / 3);
    }
}

BOOST_AUTO_TEST_SUITE_END()
