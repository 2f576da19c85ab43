#include "base/error.hpp"
#include "labs/lab06_momentum_and_adam/ravine.hpp"
#include "magnitude.hpp"
#include "optim/optimizers.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <complex>

BOOST_AUTO_TEST_SUITE(ravine, *boost::unit_test::label("lab06"))

using namespace lab06;
using namespace descente::testing;

namespace {

const Ravine valley{{Real(0.01), 1}, {-10, 2}, 100};
const Ravine longer{{Real(0.01), 1}, {-10, 2}, 800};

// The slide's momentum.
Mover rolling(double beta, double alpha)
{
    return [=](Column& theta, Column& m, const Column& g) {
        m = Real(beta) * m + Real(1 - beta) * g;
        theta -= Real(alpha) * m;
    };
}

// Each update multiplies the distance, in the long run, by the largest |z| among the roots of
// z² − (1 + β − α(1−β)λ) z + β for the two λ.
double contraction(double beta, double alpha)
{
    double largest = 0;
    for (const double lambda : {0.01, 1.0}) {
        const double half = (1 + beta - alpha * (1 - beta) * lambda) / 2;
        const std::complex<double> root = std::sqrt(std::complex<double>(half * half - beta));
        largest = std::max({largest, std::abs(half + root), std::abs(half - root)});
    }
    return largest;
}

Ball best_ball(const Ravine& ravine, double beta, double noise, int runs)
{
    const auto alphas = [&](double one) { return ravine.stable_alphas(one); };
    return ravine.best_balls({beta}, alphas, rolling, noise, runs, Rng(1), Rng(2)).at(0);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_ball_by_hand)
{
    // λ = 1, α = 2, β = ½, θ = 4: m = 2, θ = 0; m = 1, θ = −2; m = ½ − 1 = −½, θ = −1
    const Ravine line{Column{1}, Column{4}, 4};
    const Matrix path = line.path(rolling(0.5, 2), 0, Rng(1)), expected{{4, 0, -2, -1}};
    BOOST_TEST(std::equal(path.begin(), path.end(), expected.begin(), expected.end()));
    const std::vector<double> ends = line.ends(rolling(0.5, 2), 0, Rng(1), 2);
    BOOST_TEST(ends == (std::vector<double>{1, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_ball_goes_where_the_optimiser_goes)
{
    const Matrix path = valley.path(rolling(0.9, 3), 0.5, Rng(1));
    Rng rng(1);
    Var theta = parameter(Matrix(valley.start));
    Momentum fast(std::vector<Var>{theta}, 0.9);
    for (Index k = 0; k < 100; ++k) {
        BOOST_TEST(largest_magnitude(path.col(k) - theta.value()) < 1e-4);
        fast.zero_grad();
        theta.add_grad(valley.eigenvalues % theta.value() + rng.normal_matrix(2, 1, 0, 0.5));
        fast.step(3);
    }
}

BOOST_AUTO_TEST_CASE(each_path_starts_afresh)
{
    const Mover mover = rolling(0.9, 3);
    const Matrix once = valley.path(mover, 0, Rng(1)), again = valley.path(mover, 0, Rng(1));
    BOOST_TEST(std::equal(once.begin(), once.end(), again.begin()));
}

BOOST_AUTO_TEST_CASE(below_the_limit_it_comes_nearer_and_above_it_diverges)
{
    BOOST_TEST(valley.limit(0) == 2);
    for (const double beta : {0.0, 0.5, 0.9, 0.99}) {
        const double limit = longer.limit(beta);
        BOOST_TEST(longer.speed(rolling(beta, 0.999 * limit)) > 0);
        BOOST_TEST(std::isnan(longer.speed(rolling(beta, 1.001 * limit))));
    }
}

BOOST_AUTO_TEST_CASE(speed_is_as_theory_says)
{
    for (const auto& [beta, alpha] : {std::pair{0.0, 1.0}, {0.0, 1.99}, {0.5, 2.0}, {0.0, 0.5}})
        BOOST_TEST(std::abs(std::pow(10, -longer.speed(rolling(beta, alpha))) -
                            contraction(beta, alpha)) < 1e-3,
                   "α = " << alpha << ", β = " << beta);
}

BOOST_AUTO_TEST_CASE(the_best_alpha_is_near_that_of_theory)
{
    // without momentum: 2/(λmin + λmax) = 1.98
    const Ball best = best_ball(longer, 0, 0, 1);
    BOOST_TEST(best.beta == 0);
    BOOST_TEST(best.alpha > 1.96);
    BOOST_TEST(best.alpha < 1.99);
    BOOST_TEST(best.path.n_cols == 800u);
}

BOOST_AUTO_TEST_CASE(an_alpha_set_by_hand_is_taken)
{
    const auto alpha_of = [](const std::vector<double>& alphas) {
        const auto given = [&](double) { return alphas; };
        return longer.best_balls({0}, given, rolling, 0, 1, Rng(1), Rng(2)).at(0).alpha;
    };
    BOOST_TEST(alpha_of({0.1}) == 0.1);
    BOOST_TEST(alpha_of({0.1, 1.9}) == 1.9);
    BOOST_TEST(alpha_of({1e3, 1e4}) == 1e3); // both diverge, and so does the ball
}

BOOST_AUTO_TEST_CASE(the_noise_that_chose_alpha_is_not_used_again)
{
    const Ball best = best_ball(valley, 0.5, 0.1, 3);
    const Mover mover = rolling(0.5, best.alpha);
    BOOST_TEST(best.ends == valley.ends(mover, 0.1, Rng(2), 3), boost::test_tools::per_element());
    BOOST_TEST((best.ends != valley.ends(mover, 0.1, Rng(1), 3)));
}

BOOST_AUTO_TEST_CASE(a_ball_that_diverged_is_infinitely_far)
{
    BOOST_TEST(std::isinf(longer.ends(rolling(0, 1e3), 0, Rng(1), 1)[0]));
    BOOST_TEST(std::isnan(longer.speed(rolling(0, 1e3))));
    BOOST_TEST(std::isnan(longer.distance(rolling(0, 1e3), 0, Rng(1), 1)));
}

BOOST_AUTO_TEST_CASE(noise_differs_from_run_to_run)
{
    const auto ends = valley.ends(rolling(0, 1), 0.1, Rng(1), 3);
    BOOST_TEST(ends[0] != ends[1]);
    BOOST_TEST(ends == valley.ends(rolling(0, 1), 0.1, Rng(1), 3),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_distance_is_that_of_the_ball_in_the_middle)
{
    std::vector<double> ends = valley.ends(rolling(0.5, 0.5), 0.1, Rng(1), 3);
    std::ranges::sort(ends);
    const double middle = valley.distance(rolling(0.5, 0.5), 0.1, Rng(1), 3);
    BOOST_TEST(std::abs(middle - std::log10(ends[1])) < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_height_is_half_the_weighted_square)
{
    const Ravine two{{2, 4}, {1, 1}, 1};
    const Matrix height = two.height({0, 1, 3}, {0, 2});
    const Matrix expected{{0, 1, 9}, {8, 9, 17}};
    BOOST_TEST(std::equal(height.begin(), height.end(), expected.begin(), expected.end()));
}

BOOST_AUTO_TEST_CASE(nearer_is_a_shorter_distance_and_balls_are_found_by_their_beta)
{
    const std::vector<Ball> balls{{0.5, 1, {}, {7, 8, 9, 7, 8}},
                                  {0.9, 1, {}, {0.1, 0.2, 0.3, 0.1, 0.2}},
                                  {0, 1, {}, {1, 2, 3, 1, 2}}};
    BOOST_TEST((nearer(balls, 0.9, 0).outcome == Outcome::supported));
    BOOST_TEST((nearer(balls, 0, 0.9).outcome == Outcome::not_supported));
    BOOST_CHECK_THROW(nearer(balls, 0.7, 0), ShapeError);
}

BOOST_AUTO_TEST_CASE(where_momentum_ends_nearer)
{
    const auto balls = [](double with, double without) {
        return std::vector<Ball>{{0, 1, {}, {without}}, {0.9, 1, {}, {with}}};
    };
    const auto near = balls(1, 2), far = balls(2, 1);
    BOOST_TEST(where_nearer(near, near, 0.9, 0) == 0U);
    BOOST_TEST(where_nearer(near, far, 0.9, 0) == 1U);
    BOOST_TEST(where_nearer(far, near, 0.9, 0) == 2U);
    BOOST_TEST(where_nearer(far, far, 0.9, 0) == 3U);
}

BOOST_AUTO_TEST_CASE(a_ball_that_has_arrived_is_fast_and_near)
{
    const Ravine round{{1, 1}, {-10, 2}, 40};
    const Mover newton = [](Column& theta, Column&, const Column& g) { theta -= g; };
    BOOST_TEST(round.speed(newton) > 1);
    BOOST_TEST(round.distance(newton, 0, Rng(1), 1) < -40);
}

BOOST_AUTO_TEST_SUITE_END()
