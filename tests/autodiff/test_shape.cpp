#include "autodiff/shape.hpp"
#include "base/error.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(shape)

using namespace descente;

BOOST_AUTO_TEST_CASE(a_column_folds_rows_first_then_cols_then_channels)
{
    const Shape folded{2, 3, 2}; // not square
    Matrix batch(folded.size(), 2);
    for (Index i = 0; i < batch.n_elem; ++i) batch[i] = static_cast<Real>(i);
    const arma::Cube<Real> image = image_of(batch, 1, folded);
    for (Index ch = 0; ch < 2; ++ch)
        for (Index c = 0; c < 3; ++c)
            for (Index r = 0; r < 2; ++r)
                BOOST_TEST(image(r, c, ch) == static_cast<Real>(12 + r + 2 * (c + 3 * ch)));
}

BOOST_AUTO_TEST_CASE(what_does_not_fold_is_refused)
{
    const Matrix batch(12, 2);
    BOOST_CHECK_THROW(image_of(batch, 2, Shape{2, 3, 2}), ShapeError);
    BOOST_CHECK_THROW(image_of(batch, 0, Shape{2, 3, 3}), ShapeError);
}

BOOST_AUTO_TEST_CASE(shapes_in_words)
{
    BOOST_TEST(to_string(Shape{784}) == "784");
    BOOST_TEST(to_string(Shape{5, 1, 1}) == "1×5×1");
    BOOST_TEST(Shape{5}.size() == 5);
    BOOST_TEST((Shape{5, 1, 1}.is_image() && !Shape{5}.is_image()));
    BOOST_TEST(to_string(Shape{7, 5, 16}) == "16×7×5");
}

BOOST_AUTO_TEST_SUITE_END()
