// Golden numbers: torchvision 0.14.1 on torch 1.13.0, on the same drawn images in double precision
// (functional.resize with antialias, center_crop, normalize).
#include "base/error.hpp"
#include "data/drawn.hpp"
#include "io/imagenet.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(imagenet)

using namespace descente;
using namespace descente::testing;

namespace {

Photograph drawn_photograph(Index rows, Index cols)
{
    const Shape shape{rows, cols, 3};
    return {drawn_image(shape), shape};
}

Real at(const Photograph& photograph, Index channel, Index r, Index c)
{
    return image_of(photograph.x, 0, photograph.shape)(r, c, channel);
}

const Real exact = sizeof(Real) == 4 ? Real(2e-6) : Real(1e-8); // golden numbers have nine digits

} // namespace

BOOST_AUTO_TEST_CASE(resizing_is_that_of_torchvision)
{
    struct Golden {
        Index rows, cols;
        std::vector<double> values; // of channel 1, row by row, the first eight
    };
    const std::vector<Golden> golden{
        {3, 2, {-0.319049118, -0.113489687, -0.254488137, 0.189340312, -0.262636541, 0.130245916}},
        {7, 5, {-0.812171757, -0.0975836664, -0.70228833, 0.452819616, -0.844745874, -0.460463405}},
        {9, 11, {-0.812171757, -0.68224665, -0.357433881, -0.152556818, -0.427422574}},
        {4, 8, {-0.638519723, -0.427987673, -0.186513879, -0.478616588, -0.439235105}},
        {1, 1, {-0.113677742}}};
    const Photograph source = drawn_photograph(7, 5);
    for (const Golden& wanted : golden) {
        const Photograph result = resized(source, wanted.rows, wanted.cols);
        BOOST_TEST((result.shape == Shape{wanted.rows, wanted.cols, 3}));
        for (Index i = 0; i < wanted.values.size(); ++i) {
            const Real value = at(result, 1, i / wanted.cols, i % wanted.cols);
            BOOST_TEST(std::abs(value - static_cast<Real>(wanted.values[i])) < exact);
        }
    }
    BOOST_TEST(arma::approx_equal(resized(source, 7, 5).x, source.x, "absdiff", 0));
    BOOST_CHECK_THROW(resized(source, 0, 5), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_plain_picture_stays_plain)
{
    const Shape shape{31, 17, 3};
    const Photograph white{Matrix(shape.size(), 1, arma::fill::ones), shape};
    for (const auto& [rows, cols] : {std::pair<Index, Index>{5, 50}, {100, 1}, {13, 16}})
        BOOST_TEST(arma::approx_equal(resized(white, rows, cols).x,
                                      Matrix(rows * cols * 3, 1, arma::fill::ones), "absdiff",
                                      Real(1e-6)));
}

BOOST_AUTO_TEST_CASE(the_middle_is_cut_out)
{
    const Photograph source = drawn_photograph(7, 5);
    const Photograph middle = centre_crop(source, 3, 3);
    BOOST_TEST((middle.shape == Shape{3, 3, 3}));
    for (Index channel = 0; channel < 3; ++channel)
        for (Index r = 0; r < 3; ++r)
            for (Index c = 0; c < 3; ++c)
                BOOST_TEST(at(middle, channel, r, c) == at(source, channel, r + 2, c + 1));
    // Where there are two middles: half of 1 is rounded to 0, half of 3 to 2.
    BOOST_TEST(at(centre_crop(source, 6, 2), 0, 0, 0) == at(source, 0, 0, 2));
    BOOST_TEST(arma::approx_equal(centre_crop(source, 7, 5).x, source.x, "absdiff", 0));
    BOOST_CHECK_THROW(centre_crop(source, 8, 5), ShapeError);
    BOOST_CHECK_THROW(centre_crop(source, 7, 6), ShapeError);
}

BOOST_AUTO_TEST_CASE(the_input_of_a_resnet_is_that_of_torchvision)
{
    struct Golden {
        Index rows, cols;
        std::vector<double> crop; // at the places below
        double norm, first, last; // standardised
    };
    const std::vector<std::array<Index, 3>> places{{0, 0, 0},   {0, 1, 0},     {0, 0, 1},
                                                   {1, 100, 7}, {2, 223, 222}, {2, 223, 223}};
    // Wide, tall, smaller than what is wanted, and with an odd margin on both sides (343 − 224).
    const std::vector<Golden> golden{
        {300,
         517,
         {0.43212553, 0.517610525, -0.012293562, 0.375365332, -0.0399988809, -0.400259454},
         957.136409,
         -0.230892882,
         -3.58337535},
        {403,
         301,
         {0.366785505, -0.207968241, -0.0331912351, -0.186238501, 0.549346728, -0.0150685232},
         951.938247,
         -0.516220502,
         -1.87141566},
        {40,
         70,
         {-0.739819281, -0.543126946, -0.754677805, 0.317670839, 0.22406756, 0.430011928},
         1026.34822,
         -5.34855581,
         0.106719679},
        {256,
         343,
         {-0.524006605, -0.368179739, -0.252119273, 0.980651498, -0.757754624, 0.476384938},
         1253.77376,
         -4.40614238,
         0.312821946}};
    for (const Golden& wanted : golden) {
        const Photograph crop = imagenet_crop(drawn_photograph(wanted.rows, wanted.cols));
        BOOST_TEST((crop.shape == Shape{224, 224, 3}));
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto [channel, r, c] = places[i];
            BOOST_TEST(std::abs(at(crop, channel, r, c) - static_cast<Real>(wanted.crop[i])) <
                       exact);
        }
        const Photograph input = imagenet_standardised(crop);
        BOOST_TEST((input.shape == crop.shape));
        BOOST_TEST(std::abs(at(input, 0, 0, 0) - static_cast<Real>(wanted.first)) < 10 * exact);
        BOOST_TEST(std::abs(at(input, 2, 223, 223) - static_cast<Real>(wanted.last)) < 10 * exact);
        const double norm = static_cast<double>(arma::norm(input.x.col(0)));
        BOOST_TEST(std::abs(norm - wanted.norm) < 1e-5 * wanted.norm);
    }
}

BOOST_AUTO_TEST_CASE(each_channel_has_its_own_scale)
{
    // Two pixels: one of the mean colour, one white.
    const std::vector<double> pixels{0.485, 1, 0.456, 1, 0.406, 1};
    const std::vector<double> expected{0, 0.515 / 0.229, 0, 0.544 / 0.224, 0, 0.594 / 0.225};
    Photograph photograph{Matrix(6, 1), Shape{2, 1, 3}};
    for (Index i = 0; i < 6; ++i) photograph.x[i] = static_cast<Real>(pixels[i]);
    const Photograph scaled = imagenet_standardised(photograph);
    for (Index i = 0; i < 6; ++i)
        BOOST_TEST(std::abs(scaled.x[i] - static_cast<Real>(expected[i])) < Real(1e-6));
    BOOST_CHECK_THROW(imagenet_standardised({Matrix(4, 1), Shape{2, 2, 1}}), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
