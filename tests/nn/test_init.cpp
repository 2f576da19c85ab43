#include "magnitude.hpp"
#include "nn/conv.hpp"
#include "nn/init.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(init, *boost::unit_test::label("lab07"))

using namespace descente;
using namespace descente::testing;

namespace {

constexpr Index fan_in = 400, fan_out = 500;

struct Filled {
    Matrix W = Matrix(fan_in, fan_out), b = Matrix(fan_out, 1);
    explicit Filled(const Init& init)
    {
        Rng rng(1);
        init(W, b, fan_out, rng);
    }
    double variance() const
    {
        return static_cast<double>(arma::mean(arma::vectorise(arma::square(W))));
    }
    double bound() const { return largest_magnitude(W); }
    double bias_bound() const { return largest_magnitude(b); }
};

bool within_a_percent(double a, double b) { return std::abs(a / b - 1) < 0.01; }

} // namespace

BOOST_AUTO_TEST_CASE(the_slides_kaiming)
{
    const Filled layer(kaiming_uniform);
    BOOST_TEST(within_a_percent(layer.variance(), 2.0 / fan_in));
    BOOST_TEST(layer.bound() <= std::sqrt(6.0 / fan_in) * (1 + 1e-6));
    BOOST_TEST(layer.bound() > std::sqrt(6.0 / fan_in) * 0.999);
    BOOST_TEST(layer.bias_bound() <= 1 / std::sqrt(double(fan_in)) * (1 + 1e-6));
    BOOST_TEST(layer.bias_bound() > 1 / std::sqrt(double(fan_in)) * 0.95);
    BOOST_TEST(layer.W.min() < 0); // U[−1, 1], not U[0, 1]
    BOOST_TEST(layer.b.min() < 0);
}

BOOST_AUTO_TEST_CASE(the_others)
{
    BOOST_TEST(within_a_percent(Filled(kaiming_normal).variance(), 2.0 / fan_in));
    BOOST_TEST(within_a_percent(Filled(xavier_uniform).variance(), 2.0 / (fan_in + fan_out)));
    BOOST_TEST(within_a_percent(Filled(pytorch_default).variance(), 1.0 / (3 * fan_in)));
    BOOST_TEST(within_a_percent(Filled(normal_init(0.01)).variance(), 1e-4));
    BOOST_TEST(within_a_percent(Filled(scaled(kaiming_uniform, 3)).variance(), 18.0 / fan_in));
    BOOST_TEST(Filled(zeros).W.is_zero());
    BOOST_TEST(Filled(xavier_uniform).b.is_zero());
}

// √(6 / (9·16 + 9·64)): both fans count the kernel's nine numbers.
BOOST_AUTO_TEST_CASE(xavier_of_a_convolution)
{
    Rng rng(1);
    const Conv2d layer({.in = 16, .out = 64, .kernel = 3}, rng, xavier_uniform);
    BOOST_TEST(largest_magnitude(layer.W.value()) <= 0.0912871 * (1 + 1e-6));
    BOOST_TEST(largest_magnitude(layer.W.value()) > 0.0912871 * 0.999);
    const Conv2d ten_times({.in = 16, .out = 64, .kernel = 3}, rng, scaled(xavier_uniform, 10));
    BOOST_TEST(largest_magnitude(ten_times.W.value()) <= 0.912871 * (1 + 1e-6));
}

BOOST_AUTO_TEST_SUITE_END()
