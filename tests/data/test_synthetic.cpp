#include "data/synthetic.hpp"
#include "io/files.hpp"
#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>

BOOST_AUTO_TEST_SUITE(synthetic, *boost::unit_test::label("lab02"))

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
    BOOST_CHECK_THROW(spirals(10, 0, 1, one), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
