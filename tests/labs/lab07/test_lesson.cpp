// The slide's formula as lab 07 writes it, against the library's and against the slide.
#define main lab07_main
#include "labs/lab07_initialisation/lab07.cpp"
#undef main

#include "magnitude.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab07_lesson, *boost::unit_test::label("lab07"))

using namespace lab07;

namespace {

struct Filled {
    Matrix W = Matrix(400, 500), b = Matrix(500, 1);
    explicit Filled(const Init& init)
    {
        Rng rng(1);
        init(W, b, W.n_cols, rng);
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(the_slides_formula_is_that_of_the_library)
{
    const Filled ours(kaiming), fast(kaiming_uniform);
    const double rounding = sizeof(Real) == 8 ? 1e-15 : 1e-7;
    BOOST_TEST(testing::largest_magnitude(ours.W - fast.W) < rounding);
    BOOST_TEST(testing::largest_magnitude(ours.b - fast.b) < rounding);
}

BOOST_AUTO_TEST_CASE(it_has_its_variance_and_its_bounds_where_other_starts_have_not)
{
    const auto as_on_the_slide = [](const Init& init) {
        const Filled layer(init);
        return drawn({}, parameter(layer.W), parameter(layer.b), 400).as_on_the_slide();
    };
    BOOST_TEST(as_on_the_slide(kaiming));
    for (const Init& init : {Init(pytorch_default), Init(xavier_uniform), Init(kaiming_normal),
                             scaled(kaiming, 1.02), normal_init(0.01)})
        BOOST_TEST(!as_on_the_slide(init));
}

BOOST_AUTO_TEST_CASE(all_equal_is_equal)
{
    const Filled layer(all_equal);
    BOOST_TEST(largest_unit_difference(layer.W) == 0);
    BOOST_TEST(layer.W(3, 4) == Real(0.01));
    BOOST_TEST(layer.b.is_zero());
}

BOOST_AUTO_TEST_SUITE_END()
