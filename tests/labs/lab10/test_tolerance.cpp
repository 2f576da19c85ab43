#include "base/error.hpp"
#include "labs/lab10_batch_norm/tolerance.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(tolerance_of_training, *boost::unit_test::label("lab10"))

namespace {

const std::vector<double> scales{0.5, 1, 2, 4}, rates{0.1, 1, 10};

Matrix grid()
{
    const Real inf = Real(INFINITY), nan = Real(NAN);
    return {{2.0, 1.4, inf},  // scale 0.5
            {1.5, 1.2, 1.4},  // 1
            {2.0, 1.0, inf},  // 2
            {1.4, nan, 1.2}}; // 4
}

} // namespace

BOOST_AUTO_TEST_CASE(scales_at_the_best_rate_and_rates_at_the_usual_scale)
{
    const Tolerance found = tolerance(grid(), scales, rates, 1, {1.5, 9});
    BOOST_TEST(std::abs(found.best_cost - 1) < 1e-6);
    BOOST_TEST(found.best_rate == 1.);
    BOOST_TEST(found.low_scale == 0.5); // 1.4 and 1.2 are within 1.5 times 1; NaN is not
    BOOST_TEST(found.high_scale == 2.);
    BOOST_TEST(found.scale_range() == 4.);
    BOOST_TEST(found.largest_rate == 10.);
    BOOST_TEST(found.cells == 7);
}

BOOST_AUTO_TEST_CASE(a_narrower_factor_tolerates_less)
{
    const Tolerance found = tolerance(grid(), scales, rates, 1, {1.3, 9});
    BOOST_TEST(found.low_scale == 1.); // not 0.5: 1.4
    BOOST_TEST(found.largest_rate == 1.);
    BOOST_TEST(found.cells == 3);
    BOOST_TEST(tolerance(grid(), scales, rates, 1, {1, 9}).scale_range() == 1.);
    BOOST_TEST(tolerance(grid(), scales, rates, 1, {1, 9}).largest_rate == 0.); // only at scale 2
}

BOOST_AUTO_TEST_CASE(what_learned_nothing_does_not_train_however_close_it_is)
{
    const Matrix cost(Column{2.3, 2.0, 2.3, 2.3}); // ln 10 = 2.303
    BOOST_TEST(tolerance(cost, scales, {1}, 1, {1.5, 9}).cells == 4);
    const Tolerance found = tolerance(cost, scales, {1}, 1, {1.5, 2.1});
    BOOST_TEST(found.cells == 1);
    BOOST_TEST(found.scale_range() == 1.);
    BOOST_TEST(found.largest_rate == 1.);
    BOOST_TEST(tolerance(cost, scales, {1}, 1, {1.5, 1.9}).largest_rate == 0.);
}

BOOST_AUTO_TEST_CASE(a_gap_ends_the_range)
{
    const Matrix cost(Column{1, 9, 1, 1});
    const Tolerance found = tolerance(cost, scales, {1}, 1, {1.5, 9});
    BOOST_TEST(found.high_scale == 0.5);
    BOOST_TEST(found.cells == 3);
}

BOOST_AUTO_TEST_CASE(where_everything_diverges_nothing_trains)
{
    Matrix cost(4, 3);
    cost.fill(Real(INFINITY));
    const Tolerance found = tolerance(cost, scales, rates, 1, {1.5, 9});
    BOOST_TEST(found.cells == 0);
    BOOST_TEST(found.largest_rate == 0.);
    BOOST_TEST(found.scale_range() == 1.);
}

BOOST_AUTO_TEST_CASE(sizes_must_fit)
{
    BOOST_CHECK_THROW(tolerance(Matrix(3, 3), scales, rates, 1, {1.5, 9}), ShapeError);
    BOOST_CHECK_THROW(tolerance(grid(), scales, rates, 3, {1.5, 9}), ShapeError);
}

BOOST_AUTO_TEST_CASE(cells_run_down_the_scales_first)
{
    // Two scales, two rates, three seeds.
    const GridCosts cost{{1, 2, 9}, {3, 3, 3}, {4, INFINITY, INFINITY}, {5, 4, 6}};
    const Matrix medians = grid_of_medians(cost, 2);
    BOOST_TEST(medians(0, 0) == Real(2));
    BOOST_TEST(medians(1, 0) == Real(3));
    BOOST_TEST(std::isinf(medians(0, 1)));
    BOOST_TEST(medians(1, 1) == Real(5));
    const std::vector<Tolerance> seeds = tolerances(cost, {1, 2}, {0.1, 1}, 1, {1.5, 9});
    BOOST_REQUIRE(seeds.size() == 3U);
    BOOST_TEST(seeds[0].best_cost == 1.);
    BOOST_TEST(seeds[1].scale_range() == 2.); // 2 and 3
    BOOST_TEST(seeds[2].best_cost == 3.);
}

BOOST_AUTO_TEST_SUITE_END()
