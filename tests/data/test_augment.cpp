#include "base/error.hpp"
#include "data/augment.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

BOOST_AUTO_TEST_SUITE(augmenting, *boost::unit_test::label("lab11"))

using namespace descente;

BOOST_AUTO_TEST_CASE(shifting_moves_rows_down_and_columns_to_the_right)
{
    const Shape shape{2, 3, 1};
    const Matrix x(Column{1, 4, 2, 5, 3, 6}); // rows 1 2 3 and 4 5 6
    BOOST_TEST(arma::approx_equal(shifted(x, shape, 1, 0), Matrix(Column{0, 1, 0, 2, 0, 3}),
                                  "absdiff", 0));
    BOOST_TEST(arma::approx_equal(shifted(x, shape, 0, 1), Matrix(Column{0, 0, 1, 4, 2, 5}),
                                  "absdiff", 0));
    BOOST_TEST(arma::approx_equal(shifted(x, shape, -1, -1), Matrix(Column{5, 0, 6, 0, 0, 0}),
                                  "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(channels_stay_apart)
{
    const Matrix x(Column{1, 2, 3, 4}); // two channels of 2×1
    BOOST_TEST(arma::approx_equal(shifted(x, Shape{2, 1, 2}, 1, 0), Matrix(Column{0, 1, 0, 3}),
                                  "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(every_shift_and_both_sides_occur_and_nothing_else)
{
    const Shape shape{5, 5, 1};
    Matrix image(25, 1, arma::fill::zeros);
    image[2 + 5 * 2] = 1; // the middle
    image[2 + 5 * 3] = 2; // right of it: left of it when mirrored
    Rng rng(1);
    std::set<Index> places;
    int mirrored = 0;
    for (int i = 0; i < 600; ++i) {
        Matrix x = image;
        augment(x, shape, 1, rng);
        const Index one = arma::index_max(arma::vectorise(x == 1));
        const Index two = arma::index_max(arma::vectorise(x == 2));
        BOOST_REQUIRE((one + 5 == two || two + 5 == one));
        mirrored += two < one;
        places.insert(one);
    }
    BOOST_TEST(places.size() == 9);
    BOOST_TEST(std::abs(mirrored - 300) < 75); // six standard deviations
    Matrix x(24, 1);
    BOOST_CHECK_THROW(augment(x, shape, 1, rng), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_background_comes_in_where_images_move_away,
                     *boost::unit_test::label("lab09"))
{
    const Matrix picture{{1, 2, 3}, {4, 5, 6}};
    const Matrix both = arma::join_cols(arma::vectorise(picture), arma::vectorise(10 * picture));
    const Matrix moved = shifted(both, {2, 3, 2}, 1, 0, -1); // two channels
    const Matrix first{{-1, -1, -1}, {1, 2, 3}}, second{{-1, -1, -1}, {10, 20, 30}};
    BOOST_TEST(arma::approx_equal(
        moved, arma::join_cols(arma::vectorise(first), arma::vectorise(second)), "absdiff", 0));
    const Matrix right{{0, 0, 1}, {0, 0, 4}};
    BOOST_TEST(arma::approx_equal(shifted(arma::vectorise(picture), {2, 3}, 0, 2, 0),
                                  arma::vectorise(right), "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
