#include "base/error.hpp"
#include "labs/lab14_mnist_cnn/images.hpp"
#include "nn/layers.hpp"
#include "train/metrics.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

BOOST_AUTO_TEST_SUITE(lab14_images, *boost::unit_test::label("lab14"))

using namespace descente;
using namespace lab14;

BOOST_AUTO_TEST_CASE(three_parts_with_the_statistics_of_the_training_part)
{
    Rng rng(1);
    const auto drawn = [&](Index n) {
        return Dataset{.name = verbatim("noise"),
                       .shape = {4, 3, 1},
                       .x = arma::abs(rng.normal_matrix(12, n)),
                       .labels = Labels(n),
                       .classes = {verbatim("a"), verbatim("b")}};
    };
    Split all{.training = drawn(150), .test = drawn(40)};
    for (Dataset* part : {&all.training, &all.test}) {
        for (Index n = 0; n < part->size(); ++n) part->labels[n] = n % 2;
        part->x.row(0).zeros(); // black
    }
    const Parts parts = image_parts(all, 120, 30, rng);
    BOOST_TEST(parts.training.size() == 110);
    BOOST_TEST(parts.validation.size() == 10);
    BOOST_TEST(parts.test.size() == 30);
    const Column values = arma::vectorise(parts.training.x);
    BOOST_TEST(std::abs(double(arma::mean(values))) < 1e-5);
    BOOST_TEST(std::abs(double(arma::stddev(values, 1)) - 1) < 1e-4);
    BOOST_TEST(std::abs(double(parts.black - parts.training.x.min())) < 1e-6);
    BOOST_TEST(std::abs(double(parts.black - parts.test.x.min())) < 1e-6); // not its own statistics

    const auto same = [](const Dataset& a, const Dataset& b) {
        return arma::approx_equal(a.x, b.x, "absdiff", 1e-3);
    };
    Rng again(2), other(3);
    const Parts drawn_again = image_parts(all, 120, 30, again);
    BOOST_TEST(!same(drawn_again.training, parts.training)); // of all there are, and cut anew
    Rng two(2);
    BOOST_TEST(same(image_parts(all, 120, 30, two).training, drawn_again.training));
    const Parts whole = image_parts(all, 1000, 30, other); // as many as there are
    BOOST_TEST(whole.training.size() + whole.validation.size() == 150);

    const Parts fewer = a_sixth(parts);
    BOOST_TEST(fewer.training.size() == 18);
    BOOST_TEST(fewer.validation.size() == 10);
    BOOST_TEST(fewer.black == parts.black);
    BOOST_TEST(same(fewer.training, first(parts.training, 18)));
}

BOOST_AUTO_TEST_CASE(shifted_images_keep_their_pixels_and_are_never_mirrored)
{
    Rng rng(1);
    const Shape shape{5, 5};
    Matrix image(25, 1);
    image[2 + 5 * 2] = 1;
    image[2 + 5 * 3] = 2; // right of it
    std::set<Index> places;
    for (int i = 0; i < 300; ++i) {
        Matrix x = image;
        shift_at_random(x, shape, 1, -1, rng);
        const Index one = arma::index_max(arma::vectorise(x == 1));
        BOOST_REQUIRE(x[one + 5] == 2);
        places.insert(one);
    }
    BOOST_TEST(places.size() == 9);
    Matrix x(24, 1);
    BOOST_CHECK_THROW(shift_at_random(x, shape, 1, 0, rng), ShapeError);
}

BOOST_AUTO_TEST_CASE(test_images_move_a_quarter_each_way)
{
    const Column picture{0, 0, 1, 0}; // bright at row 0, column 1: moved down, up, right and left
    Dataset four{.name = verbatim("four"),
                 .shape = {2, 2, 1},
                 .x = arma::repmat(picture, 1, 4),
                 .labels = {1, 1, 1, 1},
                 .classes = {verbatim("a"), verbatim("b")}};
    Rng rng(1);
    Sequential net = mlp({4, 2}, rng); // class 1 where a pixel that it knows is bright
    Matrix& W = parameters(net)[0].value();
    parameters(net)[1].value() = Column{Real(0.5), 0};
    W.zeros();
    W(2, 1) = 1;
    const Parts parts{{four, four, four}, 0};
    BOOST_TEST(test_error(net, parts, 0) == 0);
    BOOST_TEST(test_error(net, parts, 1) == 100);
    W(3, 1) = 1; // the pixel below: the one that moves down is seen
    BOOST_TEST(test_error(net, parts, 1) == 75);
    W(0, 1) = 1; // the pixel to its left
    BOOST_TEST(test_error(net, parts, 1) == 50);
}

BOOST_AUTO_TEST_SUITE_END()
