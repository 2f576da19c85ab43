#include "base/rng.hpp"
#include "labs/lab09_convolution/filters.hpp"
#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab09_filters, *boost::unit_test::label("lab09"))

using namespace descente;
using namespace descente::testing;
using namespace lab09;

namespace {

const Matrix& kernel_of(const std::string& name)
{
    std::size_t i = 0;
    while (classic_names().at(i).english() != name) ++i;
    return classic_kernels().at(i);
}

// What the filter of that name makes of a picture, its rows and columns as they are read.
Matrix applied(const std::string& name, const Matrix& picture)
{
    const Var y = filtered(arma::vectorise(picture), {picture.n_rows, picture.n_cols},
                           arma::vectorise(kernel_of(name)));
    return arma::reshape(y.value(), y.shape().rows, y.shape().cols);
}

} // namespace

BOOST_AUTO_TEST_CASE(edges_have_a_direction_and_a_sign)
{
    Matrix left_dark(4, 5); // white on the right of column 2
    left_dark.tail_cols(2).fill(1);
    const Matrix upright = applied("edges |", left_dark);
    BOOST_TEST(arma::approx_equal(upright, Matrix{{0, 4, 4}, {0, 4, 4}}, "absdiff", Real(1e-6)));
    BOOST_TEST(applied("edges —", left_dark).is_zero());
    const Matrix top_dark = left_dark.t();
    BOOST_TEST(applied("edges |", top_dark).is_zero());
    BOOST_TEST(applied("edges —", top_dark).max() == 4);
    BOOST_TEST(applied("edges —", top_dark).min() == 0);
}

BOOST_AUTO_TEST_CASE(flat_regions_stay_or_vanish)
{
    const Matrix flat(4, 5, arma::fill::ones);
    for (const char* name : {"identity", "blur", "sharpen", "relief"})
        BOOST_TEST(largest_magnitude(applied(name, flat) - 1) < 1e-5, name);
    for (const char* name : {"edges |", "edges —", "outline"})
        BOOST_TEST(largest_magnitude(applied(name, flat)) < 1e-5, name);
}

BOOST_AUTO_TEST_CASE(grey_as_a_colour_image_gives_what_the_grey_image_gives)
{
    Rng rng(1);
    const Matrix grey = rng.uniform_matrix(6 * 5, 2, 0, 1);
    const Matrix colour = arma::repmat(grey, 3, 1);
    const Var one = filtered(grey, {6, 5, 1}, filter_weights(classic_kernels(), 1));
    const Var three = filtered(colour, {6, 5, 3}, filter_weights(classic_kernels(), 3));
    BOOST_TEST((one.shape() == Shape{4, 3, classic_names().size()}));
    BOOST_TEST(arma::approx_equal(one.value(), three.value(), "absdiff", Real(1e-5)));
}

BOOST_AUTO_TEST_CASE(a_true_convolution_flips_its_kernel_both_ways)
{
    const Matrix picture{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}};
    const Matrix kernel{{1, 10}, {100, 1000}};
    BOOST_TEST(arma::approx_equal(half_turned(kernel), Matrix{{1000, 100}, {10, 1}}, "absdiff", 0));
    const Matrix y = true_convolution(arma::vectorise(picture), {4, 3}, kernel);
    // Upper left: 1·1000 + 2·100 + 4·10 + 5·1.
    const Matrix expected{{1245, 2356}, {4578, 5689}, {7911, 9022}};
    BOOST_TEST(arma::approx_equal(y, arma::vectorise(expected), "absdiff", Real(1e-2)));
}

BOOST_AUTO_TEST_CASE(it_is_the_correlation_with_the_kernel_turned)
{
    Rng rng(1);
    const Shape image{6, 8, 2};
    const Matrix x = rng.normal_matrix(image.size(), 3), kernel = rng.normal_matrix(3, 3);
    const Matrix y = true_convolution(x, image, kernel);
    const auto correlated = [&](const Matrix& k) {
        return filtered(x, image, filter_weights({k}, 2)).value();
    };
    BOOST_TEST(arma::approx_equal(y, correlated(half_turned(kernel)), "absdiff", Real(1e-5)));
    for (const Matrix& other : {kernel, Matrix(arma::flipud(kernel)), Matrix(kernel.t())})
        BOOST_TEST(!arma::approx_equal(y, correlated(other), "absdiff", Real(0.1)));
}

BOOST_AUTO_TEST_SUITE_END()
