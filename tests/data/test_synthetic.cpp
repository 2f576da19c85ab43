#include "data/synthetic.hpp"
#include "io/files.hpp"
#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>

BOOST_AUTO_TEST_SUITE(synthetic)

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

BOOST_AUTO_TEST_SUITE_END()
