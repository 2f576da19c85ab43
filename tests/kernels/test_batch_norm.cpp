// The passes of batch normalisation against plain loops in double precision.
#include "base/rng.hpp"
#include "kernels/batch_norm.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(batch_norm_kernels, *boost::unit_test::label("lab10"))

using namespace descente;

namespace {

// All numbers of one channel, in double.
arma::vec of_channel(const Matrix& x, Index channels, Index c)
{
    const Index plane = x.n_rows / channels;
    return arma::vectorise(arma::conv_to<arma::mat>::from(x.rows(c * plane, (c + 1) * plane - 1)));
}

} // namespace

BOOST_AUTO_TEST_CASE(statistics_of_each_channel_divide_by_m)
{
    Rng rng(1);
    for (const Index plane : {1, 12})
        for (const Index channels : {1, 3, 40}) {
            const Matrix x = rng.normal_matrix(plane * channels, 7, 3, 2);
            const ChannelStatistics found = channel_statistics(x, channels);
            for (Index c = 0; c < channels; ++c) {
                const arma::vec numbers = of_channel(x, channels, c);
                BOOST_TEST(std::abs(double(found.mean[c]) - arma::mean(numbers)) < 1e-5);
                BOOST_TEST(std::abs(double(found.variance[c]) - arma::var(numbers, 1)) < 1e-4);
            }
        }
}

BOOST_AUTO_TEST_CASE(a_large_mean_does_not_drown_the_variance)
{
    Rng rng(1);
    const Matrix x = rng.normal_matrix(64, 50, 1000, 0.5);
    const ChannelStatistics found = channel_statistics(x, 1);
    BOOST_TEST(std::abs(double(found.variance[0]) - arma::var(of_channel(x, 1, 0), 1)) < 1e-3);
}

BOOST_AUTO_TEST_CASE(scaling_shifting_and_the_relu)
{
    const Matrix x{{1, -1}, {2, -2}, {3, -3}, {4, -4}}; // 2 channels of 2 places
    const Column scale{1, 10}, shift{0, -35};
    const Matrix expected{{1, -1}, {2, -2}, {-5, -65}, {5, -75}};
    BOOST_TEST(arma::approx_equal(scale_and_shift(x, scale, shift), expected, "absdiff", 0));
    BOOST_TEST(arma::approx_equal(scale_and_shift(x, scale, shift, {.relu = true}),
                                  arma::clamp(expected, 0, 100), "absdiff", 0));
    // A plain vector: one number a channel.
    const Matrix plain{{1, -1, 2}, {3, -4, 5}}, scaled{{1, -1, 2}, {-5, -75, 15}};
    BOOST_TEST(arma::approx_equal(scale_and_shift(plain, scale, shift), scaled, "absdiff", 0));
    BOOST_TEST(arma::approx_equal(scale_and_shift(plain, scale, shift, {.relu = true}),
                                  arma::clamp(scaled, 0, 100), "absdiff", 0));
    const Matrix nan(Column{Real(NAN)});
    const Matrix nans(1, 3, arma::fill::value(Real(NAN)));
    BOOST_TEST(std::isnan(scale_and_shift(nan, Column{1}, Column{0}, {.relu = true})[0]));
    BOOST_TEST(std::isnan(scale_and_shift(nans, Column{1}, Column{0}, {.relu = true})[2]));
}

namespace {

// dx, dγ and dβ of x with `plane` numbers a channel, against the formula.
void check_gradients(Index channels, Index plane, Index batch)
{
    Rng rng(2);
    const Matrix x = rng.normal_matrix(channels * plane, batch, 1, 2);
    const Matrix dy = rng.normal_matrix(channels * plane, batch);
    const Matrix gamma = rng.normal_matrix(channels, 1, 1, 0.3),
                 beta = rng.normal_matrix(channels, 1);
    const Matrix shortcut = rng.normal_matrix(channels * plane, batch);
    const ChannelStatistics now = channel_statistics(x, channels);
    const Column factor = 1 / arma::sqrt(now.variance + Real(1e-5));
    for (const Then then : {Then{}, {.relu = true}, {.added = &shortcut, .relu = true}})
        for (const bool moving : {false, true}) {
            const Matrix y = batch_norm_forward(x, gamma, beta, Real(1e-5), then).y;
            const BatchNormGradient found =
                batch_norm_gradient(x, dy, now.mean, factor, gamma, beta, then, moving);
            BOOST_TEST(found.dadded.is_empty() == (then.added == nullptr));
            for (Index c = 0; c < channels; ++c) {
                const double f = double(factor[c]), g = double(gamma[c]);
                const arma::vec hat = (of_channel(x, channels, c) - double(now.mean[c])) * f;
                arma::vec up = of_channel(dy, channels, c), value = g * hat + double(beta[c]);
                if (then.added != nullptr) value += of_channel(shortcut, channels, c);
                if (then.relu) {
                    up %= arma::conv_to<arma::vec>::from(value > 0);
                    value.clamp(0, arma::datum::inf);
                }
                BOOST_TEST(arma::approx_equal(of_channel(y, channels, c), value, "absdiff", 1e-4));
                if (then.added != nullptr)
                    BOOST_TEST(arma::approx_equal(of_channel(found.dadded, channels, c), up,
                                                  "absdiff", 0));
                const double dbeta = arma::accu(up), dgamma = arma::dot(up, hat);
                const double m = double(plane * batch);
                const arma::vec dx = moving ? arma::vec(g * f * (up - dbeta / m - hat * dgamma / m))
                                            : arma::vec(g * f * up);
                BOOST_TEST(std::abs(double(found.dbeta[c]) - dbeta) < 1e-4);
                BOOST_TEST(std::abs(double(found.dgamma[c]) - dgamma) < 1e-4);
                BOOST_TEST(
                    arma::approx_equal(of_channel(found.dx, channels, c), dx, "absdiff", 1e-5));
            }
        }
}

} // namespace

BOOST_AUTO_TEST_CASE(gradients_by_the_formula)
{
    check_gradients(3, 4, 5);  // images
    check_gradients(37, 1, 5); // plain vectors
    check_gradients(2, 6, 1);  // a single image
}

BOOST_AUTO_TEST_SUITE_END()
