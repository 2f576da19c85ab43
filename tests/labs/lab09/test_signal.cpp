#include "autodiff/ops.hpp"
#include "labs/lab09_convolution/signal.hpp"
#include "nn/conv.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(signal_size, *boost::unit_test::label("lab09"))

BOOST_AUTO_TEST_CASE(it_is_measured_before_the_relu_and_goes_on_after_it)
{
    const auto negated = [](const Var& x) { return -2 * x; };
    const std::vector<double> rms = rms_by_layer(constant(Matrix{{3, -4}}), 3, negated);
    BOOST_REQUIRE(rms.size() == 3U);
    BOOST_TEST(rms[0] == std::sqrt((36 + 64) / 2.0), boost::test_tools::tolerance(1e-6));
    BOOST_TEST(rms[1] == std::sqrt(16 * 16 / 2.0), boost::test_tools::tolerance(1e-6));
    BOOST_TEST(rms[2] == 0);
}

BOOST_AUTO_TEST_CASE(the_fan_in_of_a_convolution_counts_its_kernel)
{
    // With n_in = C instead of C·kh·kw, each 3×3 layer multiplies the signal by three.
    const auto growth = [](double factor) {
        Rng rng(1);
        const Var x = constant(rng.normal_matrix(12 * 13 * 16, 4), Shape{12, 13, 16});
        const std::vector<double> rms = rms_by_layer(x, 5, [&](const Var& h) {
            return Conv2d({.in = 16, .out = 16}, rng, scaled(kaiming_normal, factor))
                .forward(h, Mode::eval);
        });
        return rms.back() / rms.front();
    };
    BOOST_TEST(growth(1) > 0.5);
    BOOST_TEST(growth(1) < 2);
    BOOST_TEST(growth(3) / growth(1) == 81, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_SUITE_END()
