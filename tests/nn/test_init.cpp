#include "magnitude.hpp"
#include "nn/conv.hpp"
#include "nn/init.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_SUITE(init, *boost::unit_test::label("lab07"))

namespace {

constexpr Index fan_in = 400, fan_out = 500;

struct Filled {
    Matrix W = Matrix(fan_in, fan_out), b = Matrix(fan_out, 1);
    explicit Filled(const Init& init)
    {
        Rng rng(1);
        init(W, b, rng);
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
    BOOST_TEST(Filled(equal_weights(0.5)).W.min() == Real(0.5));
    BOOST_TEST(Filled(equal_weights(0.5)).W.max() == Real(0.5));
    BOOST_TEST(Filled(equal_weights(0.5)).b.is_zero());
    BOOST_TEST(Filled(xavier_uniform).b.is_zero());
}

BOOST_AUTO_TEST_CASE(the_fan_in_of_a_convolution_counts_the_kernel,
                     *boost::unit_test::tolerance(1e-9))
{
    Rng rng(2);
    const Conv2d layer({.in = 16, .out = 256, .kernel = 5}, rng);
    const KaimingRatios ratios = kaiming_ratios(layer.W.value(), layer.b.value(), 16 * 5 * 5);
    BOOST_TEST(ratios.as_on_the_slide());
    BOOST_TEST(ratios.bias > 0.95);
    const KaimingRatios wrong = kaiming_ratios(layer.W.value(), layer.b.value(), 16);
    BOOST_TEST(!wrong.as_on_the_slide());
    BOOST_TEST(wrong.variance == ratios.variance / 25);
    BOOST_TEST(wrong.bound == ratios.bound / 5);
    BOOST_TEST(wrong.bias == ratios.bias / 5);
}

BOOST_AUTO_TEST_CASE(a_parameter_that_is_no_number_is_beyond_its_bound,
                     *boost::unit_test::label("lab16"))
{
    const Filled good(kaiming_uniform);
    Matrix W = good.W, b = good.b;
    W(3, 1) = b(2) = std::numeric_limits<Real>::quiet_NaN();
    const KaimingRatios of_b = kaiming_ratios(good.W, b, fan_in);
    BOOST_TEST(of_b.bias == std::numeric_limits<double>::infinity());
    BOOST_TEST(!of_b.as_on_the_slide());
    BOOST_TEST(kaiming_ratios(W, good.b, fan_in).bound == std::numeric_limits<double>::infinity());
}

BOOST_AUTO_TEST_CASE(what_the_slide_does_not_say_is_told_apart)
{
    const auto as_on_the_slide = [](const Init& init) {
        const Filled layer(init);
        return kaiming_ratios(layer.W, layer.b, fan_in).as_on_the_slide();
    };
    BOOST_TEST(as_on_the_slide(kaiming_uniform));
    for (const Init& init : {Init(pytorch_default), Init(xavier_uniform), Init(kaiming_normal),
                             scaled(kaiming_uniform, 1.02), normal_init(0.01)})
        BOOST_TEST(!as_on_the_slide(init));
}

BOOST_AUTO_TEST_SUITE_END()
