#include "data/synthetic.hpp"
#include "labs/lab06_momentum_and_adam/ravine.hpp"
#include "magnitude.hpp"
#include "optim/optimizers.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;
using namespace descente::testing;

namespace {

const Ravine slide_ravine{bowl_eigenvalues(2, 100), Column{-10, 2}, 100};

} // namespace

BOOST_AUTO_TEST_SUITE(ravine)

BOOST_AUTO_TEST_CASE(a_ball_by_hand, *boost::unit_test::label("lab06"))
{
    // λ = 1, α = 2, β = ½, θ = 4: m = 2, θ = 0; m = 1, θ = −2; m = ½ − 1 = −½, θ = −1
    const Ravine line{Column{1}, Column{4}, 4};
    const Matrix path = line.roll({.alpha = 2, .beta = 0.5}, Rng(1)), expected{{4, 0, -2, -1}};
    BOOST_TEST(std::equal(path.begin(), path.end(), expected.begin(), expected.end()));
    const std::vector<double> ends = line.ends({.alpha = 2, .beta = 0.5}, Rng(1), 2);
    BOOST_TEST(ends == (std::vector<double>{1, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_ball_goes_where_the_optimiser_goes, *boost::unit_test::label("lab06"))
{
    const Matrix path = slide_ravine.roll({3, 0.9, 0.5}, Rng(1));
    Rng rng(1);
    Var theta = parameter(Matrix(slide_ravine.start));
    Momentum momentum(std::vector<Var>{theta}, 0.9);
    for (Index k = 0; k < 100; ++k) {
        BOOST_TEST(largest_magnitude(path.col(k) - theta.value()) < 1e-4);
        momentum.zero_grad();
        theta.add_grad(slide_ravine.eigenvalues % theta.value() + rng.normal_matrix(2, 1, 0, 0.5));
        momentum.step(3);
    }
}

// Trap 3
BOOST_AUTO_TEST_CASE(pytorchs_form_rolls_the_same_way_with_alpha_times_one_minus_beta,
                     *boost::unit_test::label("lab06"))
{
    // ½ and ¼ are exact in binary: the paths are equal to the last bit.
    const Matrix slide = slide_ravine.roll({2, 0.5, 0.25}, Rng(1));
    const Matrix pytorch = slide_ravine.roll_as_pytorch({1, 0.5, 0.25}, Rng(1));
    BOOST_TEST(std::equal(slide.begin(), slide.end(), pytorch.begin()));
    const Matrix unscaled = slide_ravine.roll_as_pytorch({2, 0.5, 0.25}, Rng(1));
    BOOST_TEST(largest_magnitude(slide - unscaled) > 1);
}

BOOST_AUTO_TEST_CASE(without_momentum_it_contracts_like_gradient_descent,
                     *boost::unit_test::label("lab06"))
{
    const Ravine gentle{bowl_eigenvalues(2, 4), Column{1, 1}, 100}; // ¼ and 1
    BOOST_TEST(std::abs(gentle.contraction({1.0}) - 0.75) < 1e-12);
    BOOST_TEST(std::abs(gentle.contraction({1.9}) - 0.9) < 1e-12);
    BOOST_TEST(std::abs(gentle.contraction({2.5}) - 1.5) < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_best_alpha_and_beta_are_polyaks, *boost::unit_test::label("lab06"))
{
    // condition 9: β = ((3−1)/(3+1))² = ¼, α(1−β) = (2/(1 + ⅓))² = 9/4, so α = 3
    const Ravine nine{bowl_eigenvalues(2, 9), Column{1, 1}, 100};
    const double best = nine.contraction({3, 0.25});
    BOOST_TEST(std::abs(best - 0.5) < 1e-3); // a double root: rounding of λ enters by its root
    for (const double beta : {0.15, 0.2, 0.3, 0.4})
        for (const double alpha : {1.0, 2.0, 2.5, 3.5, 4.0})
            BOOST_TEST(nine.contraction({alpha, beta}) > best + 1e-3);
}

BOOST_AUTO_TEST_CASE(the_limit_is_where_the_contraction_is_one, *boost::unit_test::label("lab06"))
{
    BOOST_TEST(slide_ravine.limit(0) == 2);
    for (const double beta : {0.0, 0.5, 0.9, 0.99}) {
        const double limit = slide_ravine.limit(beta);
        BOOST_TEST(slide_ravine.contraction({0.999 * limit, beta}) < 1);
        BOOST_TEST(slide_ravine.contraction({1.001 * limit, beta}) > 1);
    }
}

BOOST_AUTO_TEST_CASE(balls_contract_as_theory_says, *boost::unit_test::label("lab06"))
{
    Ravine longer = slide_ravine;
    longer.updates = 800;
    // one real root the slowest; the steep direction the slowest; beyond the limit
    for (const Ball ball :
         {Ball{1, 0}, Ball{1.99, 0}, Ball{2, 0.5}, Ball{2.05, 0}, Ball{38.05, 0.9}})
        BOOST_TEST(std::abs(longer.measured_contraction(ball) - longer.contraction(ball)) < 1e-3,
                   "α = " << ball.alpha << ", β = " << ball.beta);
}

BOOST_AUTO_TEST_CASE(the_tuned_alpha_is_near_the_best_of_theory, *boost::unit_test::label("lab06"))
{
    Ravine longer = slide_ravine;
    longer.updates = 800;
    // without momentum: 2/(λmin + λmax) = 1.98
    const double alpha = longer.tuned({}, Rng(1), 1).alpha;
    BOOST_TEST(alpha > 1.96);
    BOOST_TEST(alpha < 1.99);
}

BOOST_AUTO_TEST_CASE(a_ball_that_diverged_is_infinitely_far, *boost::unit_test::label("lab06"))
{
    Ravine longer = slide_ravine;
    longer.updates = 1000;
    BOOST_TEST(std::isinf(longer.ends({1e3}, Rng(1), 1)[0]));
    BOOST_TEST(std::isinf(longer.measured_contraction({1e3})));
}

BOOST_AUTO_TEST_CASE(noise_differs_from_run_to_run, *boost::unit_test::label("lab06"))
{
    const auto ends = slide_ravine.ends({1, 0, 0.1}, Rng(1), 3);
    BOOST_TEST(ends[0] != ends[1]);
    BOOST_TEST(ends == slide_ravine.ends({1, 0, 0.1}, Rng(1), 3), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_height_is_half_the_weighted_square, *boost::unit_test::label("lab06"))
{
    const Ravine two{Column{2, 4}, Column{1, 1}, 1};
    const Matrix height = two.height({0, 1, 3}, {0, 2});
    const Matrix expected{{0, 1, 9}, {8, 9, 17}};
    BOOST_TEST(std::equal(height.begin(), height.end(), expected.begin(), expected.end()));
}

BOOST_AUTO_TEST_CASE(maps_hold_what_single_balls_do, *boost::unit_test::label("lab06"))
{
    const std::vector<double> alphas{0.5, 1, 2.5}, betas{0, 0.5};
    const Matrix speed = slide_ravine.speed_map(alphas, betas);
    const Matrix end = slide_ravine.end_map(alphas, betas, 0.1, Rng(1), 3);
    BOOST_TEST(std::abs(static_cast<double>(speed(0, 1)) + std::log10(0.99)) < 1e-4);
    BOOST_TEST(std::isnan(speed(0, 2))); // beyond 2/λmax
    BOOST_TEST(!std::isnan(speed(1, 2)));
    BOOST_TEST(std::isnan(end(0, 2)));
    std::vector<double> ends = slide_ravine.ends({0.5, 0.5, 0.1}, Rng(1), 3);
    std::sort(ends.begin(), ends.end());
    BOOST_TEST(std::abs(static_cast<double>(end(1, 0)) - std::log10(ends[1])) < 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
