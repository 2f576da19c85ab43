// The gradient as lab 01 writes it by hand, in each form, against hand-worked numbers and against
// backward(). The lab is a program of its own; here it is read as a header, with its main under
// another name.
#define main lab01_main
#include "labs/lab01_chain_rule/lab01.cpp"
#undef main

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab01_lesson, *boost::unit_test::label("lab01"))

using namespace lab01;

namespace {

const double rounding = 8 * double(std::numeric_limits<Real>::epsilon());
const Column at{Real(1.2), Real(0.7)};
// ∂s/∂x₁ = x₂ sin x₁ + x₁x₂ cos x₁, ∂s/∂x₂ = x₁ sin x₁ + 2x₂
const double by_hand[2] = {0.7 * std::sin(1.2) + 1.2 * 0.7 * std::cos(1.2),
                           1.2 * std::sin(1.2) + 2 * 0.7};

} // namespace

BOOST_AUTO_TEST_CASE(every_form_gives_the_gradient)
{
    for (const auto form : {element_by_element, with_matrices, with_backward_functions, automatic})
        for (Index i = 0; i < 2; ++i)
            BOOST_TEST(std::abs(double(form(at)[i]) - by_hand[i]) <= rounding);
}

BOOST_AUTO_TEST_CASE(every_path_counts)
{
    // Without one of the ways from x_i to s the sum is wrong.
    const RowVector row = ds_dy(f(at));
    const Matrix J = dy_dx(at);
    for (Index i = 0; i < 2; ++i)
        for (Index j = 0; j < 3; ++j) {
            const double way = double(row[j] * J(j, i));
            const double without = double(element_by_element(at)[i]) - way;
            if (way != 0) BOOST_TEST(std::abs(without - double(automatic(at)[i])) > 0.1);
        }
}

BOOST_AUTO_TEST_CASE(the_slides_row_is_the_transpose_of_the_codes_column)
{
    const Var x = parameter(at);
    const Var x1 = rows(x, 0, 0), x2 = rows(x, 1, 1);
    backward(x1 % x2 % sin(x1) + square(x2));
    BOOST_REQUIRE(x.grad().n_rows == 2); // the code: a gradient has the size of its value
    BOOST_REQUIRE(x.grad().n_cols == 1);
    const RowVector ds_dx = with_matrices(at); // the slide: a row, times a row for each y_j
    BOOST_REQUIRE(dy_dx(at).n_rows == 3);
    for (Index i = 0; i < 2; ++i) BOOST_TEST(std::abs(double(ds_dx[i] - x.grad()[i])) <= rounding);
}

BOOST_AUTO_TEST_CASE(each_direction_shrinks_by_its_own_factor)
{
    // θ_i is multiplied by 1 − αλ_i in each step: here by 3/4 and by −1/2, exact in binary.
    const Matrix path = descent(bowl(Matrix{{1, 0}, {0, 6}}), 0.25, Column{-8, 4}, 3);
    BOOST_TEST(numbers(path.row(0)) == (Numbers{-8, -6, -4.5, -3.375}));
    BOOST_TEST(numbers(path.row(1)) == (Numbers{4, -2, 1, -0.5}));
    BOOST_TEST(distances(path).front() == 1);
}

BOOST_AUTO_TEST_CASE(diverges_beyond_two_over_the_steepest_curvature)
{
    const auto end = [](double share) { // eigenvalues 2 and 8
        return distances(descent(bowl(Matrix{{5, 3}, {3, 5}}), share / 8, Column{1, 0}, 1000));
    };
    BOOST_TEST(end(1.98).back() < 1e-6);
    BOOST_TEST(end(2.02).back() > 1e6);
}

BOOST_AUTO_TEST_CASE(the_figure_has_the_slope_by_hand)
{
    BOOST_TEST(std::abs(ds_dx1(1.2, 0.7) - by_hand[0]) < 1e-12);
    BOOST_TEST(std::abs(s(1.2, 0.7) - (1.2 * 0.7 * std::sin(1.2) + 0.49)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_limit_is_at_two_or_elsewhere)
{
    BOOST_TEST(place_of(spread({-0.05, -0.03, -0.05, -0.04, -0.05})) == 0u);
    BOOST_TEST(place_of(spread({0.0025, -0.0025, 0.005, 0, 0.0025})) == 1u);
    BOOST_TEST(place_of(spread({INFINITY, 0.04, 0.03, 0.04, 0.05})) == 2u);
    BOOST_TEST(place_of(spread({0.0025, 0.04, 0.0025, 0.03, 0.0025})) == 3u);
    BOOST_TEST(place_of(spread({0.0025, INFINITY, 0.0025, 0.03, 0.0025})) == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
