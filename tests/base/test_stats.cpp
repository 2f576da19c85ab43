#include "base/error.hpp"
#include "base/real.hpp"
#include "base/rng.hpp"
#include "base/stats.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(stats)

using namespace descente;

BOOST_AUTO_TEST_CASE(spread_of_odd_and_even_counts)
{
    const Spread odd = spread({3, 1, 2});
    BOOST_TEST(odd.median == 2);
    BOOST_TEST(odd.low == 1);
    BOOST_TEST(odd.high == 3);
    BOOST_TEST(odd.values == (std::vector<double>{3, 1, 2}));
    BOOST_TEST(spread({4, 1, 2, 10}).median == 3);
    BOOST_TEST(spread({7}).median == 7);
    BOOST_TEST(std::isnan(spread({}).median));
}

BOOST_AUTO_TEST_CASE(a_diverged_run_is_the_worst)
{
    const Spread some = spread({1, not_a_number, 3, 2, -infinity});
    BOOST_TEST(some.low == 1);
    BOOST_TEST(some.median == 3);
    BOOST_TEST(some.high == infinity);
    BOOST_TEST(spread({not_a_number, 1, infinity}).median == infinity);
    BOOST_TEST(spread({1, not_a_number}).median == infinity);
}

BOOST_AUTO_TEST_CASE(band_column_by_column)
{
    const Band all = band({{1, 5}, {3, 4}, {2, 9}});
    BOOST_TEST(all.low == (std::vector<double>{1, 4}));
    BOOST_TEST(all.median == (std::vector<double>{2, 5}));
    BOOST_TEST(all.high == (std::vector<double>{3, 9}));
    BOOST_TEST(band({}).median.empty());
}

BOOST_AUTO_TEST_CASE(band_of_runs_that_ended_early)
{
    const Band all = band({{1, 5}, {3}, {}, {2, 9}});
    BOOST_TEST(all.low == (std::vector<double>{1, 5}));
    BOOST_TEST(all.median == (std::vector<double>{2, 9}));
    BOOST_TEST(all.high == (std::vector<double>{3, infinity}));
}

BOOST_AUTO_TEST_CASE(smoothing_by_hand, *boost::unit_test::label("lab04"))
{
    // decay ½: averages 2, 3, 5.5 with weights ½, ¾, ⅞
    const std::vector<double> result = smoothed({4, 4, 8}, 0.5);
    BOOST_TEST(result[0] == 4);
    BOOST_TEST(result[1] == 4);
    BOOST_TEST(std::abs(result[2] - 5.5 / 0.875) < 1e-14);
    // The correction makes a constant stay itself from the first value on.
    for (const double value : smoothed(std::vector<double>(50, 2.5), 0.95))
        BOOST_TEST(std::abs(value - 2.5) < 1e-14);
    BOOST_TEST(smoothed({1, 2}, 0) == (std::vector<double>{1, 2}));
    BOOST_TEST(smoothed({}).empty());
}

BOOST_AUTO_TEST_CASE(permutation_test_by_hand)
{
    // All three differences negative: only the signs observed give so low a sum: 1/8.
    BOOST_TEST(paired_permutation_p({1, 2, 3}, {2, 4, 6}) == 1.0 / 8);
    // The other way round: every choice of signs does.
    BOOST_TEST(paired_permutation_p({2, 4, 6}, {1, 2, 3}) == 1);
    // Differences −1, −2, +1, sum −2. Sums of ±1 ±2 ±1: −4, −2, −2, 0, 0, 2, 2, 4: three of eight.
    BOOST_TEST(paired_permutation_p({0, 0, 1}, {1, 2, 0}) == 3.0 / 8);
    // No difference: no evidence.
    BOOST_TEST(paired_permutation_p({1, 1}, {1, 1}) == 1);
    BOOST_TEST(paired_permutation_p({}, {}) == 1);
    // Ties must not be split by rounding: ±0.1 ±0.2 ±0.3 has 0.1 + 0.2 − 0.3 = 0 twice.
    BOOST_TEST(paired_permutation_p({0.1, 0.2, 0}, {0, 0, 0.3}) == 5.0 / 8);
    BOOST_CHECK_THROW(paired_permutation_p({1}, {1, 2}), ShapeError);
}

BOOST_AUTO_TEST_CASE(permutation_test_with_runs_that_diverged)
{
    BOOST_TEST(paired_permutation_p({1, 1, 1}, {not_a_number, infinity, 2}) == 1.0 / 8);
    BOOST_TEST(paired_permutation_p({not_a_number, 1}, {1, 2}) > 0.5);
    BOOST_TEST(paired_permutation_p({not_a_number, 1}, {infinity, 2}) ==
               0.5); // the first pair says nothing
}

BOOST_AUTO_TEST_CASE(permutation_test_of_many_pairs_is_sampled_and_repeats)
{
    const std::vector<double> low(13, 1), high(13, 2);
    const double p = paired_permutation_p(low, high);
    BOOST_TEST(p == paired_permutation_p(low, high));
    BOOST_TEST(std::abs(p - std::ldexp(1, -13)) < 1.5e-4); // 3.5 standard errors of the sample
    BOOST_TEST(p > 0);
    // Seven pairs each way: the exact value is P(at least 7 of 14 heads) for ±1 differences.
    std::vector<double> a(14, 0), b(14, 1);
    for (std::size_t i = 0; i < 7; ++i) std::swap(a[i], b[i]);
    BOOST_TEST(std::abs(paired_permutation_p(a, b) - 0.604736328125) < 0.006);
}

BOOST_AUTO_TEST_CASE(spaces_include_their_ends, *boost::unit_test::label("lab04"))
{
    BOOST_TEST(linear_space(0, 1, 5) == (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
    const std::vector<double> rates = log_space(1e-3, 10, 5);
    BOOST_TEST(rates.size() == 5);
    BOOST_TEST(rates.front() == 1e-3);
    BOOST_TEST(rates.back() == 10);
    for (std::size_t i = 1; i < 5; ++i) BOOST_TEST(std::abs(rates[i] / rates[i - 1] - 10) < 1e-12);
    BOOST_TEST(linear_space(3, 4, 1) == (std::vector<double>{3}));
    BOOST_TEST(log_space(3, 4, 1) == (std::vector<double>{3}));
    BOOST_CHECK_THROW(log_space(0, 1, 3), ShapeError);
    BOOST_CHECK_THROW(linear_space(0, 1, 0), ShapeError);
}

BOOST_AUTO_TEST_CASE(every_third_value_from_the_first)
{
    const std::vector<double> expected{0, 3, 6};
    BOOST_TEST(every(3, {0, 1, 2, 3, 4, 5, 6, 7}) == expected, boost::test_tools::per_element());
    BOOST_TEST(every(3, {}).empty());
}

BOOST_AUTO_TEST_CASE(the_first_place_a_cost_is_reached, *boost::unit_test::label("lab03"))
{
    BOOST_TEST(first_reached({1, 2, 4, 8}, {5, 3, 4, 1}, 3) == 2.);
    BOOST_TEST(first_reached({1, 2, 4, 8}, {5, 3, 4, 1}, 2) == 8.);
    BOOST_TEST(std::isinf(first_reached({1, 2}, {5, NAN}, 2)));
    BOOST_TEST(std::isinf(first_reached({}, {}, 2)));
}

BOOST_AUTO_TEST_CASE(differences_of_the_same_seeds, *boost::unit_test::label("lab10"))
{
    const Spread gain = paired_difference(spread({5, 9, 4}), spread({4, 2, 6}));
    BOOST_TEST(gain.values == (std::vector<double>{1, 7, -2}), boost::test_tools::per_element());
    BOOST_TEST(gain.median == 1.);
    BOOST_CHECK_THROW(paired_difference(spread({1}), spread({1, 2})), ShapeError);
}

BOOST_AUTO_TEST_CASE(an_effect_is_measured_against_how_much_it_varies)
{
    // Differences 1, 7, −2: mean 2, deviation √21 with 1/(n−1).
    BOOST_TEST(paired_effect_size(spread({5, 9, 4}), spread({4, 2, 6})) == 2 / std::sqrt(21.),
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(paired_effect_size(spread({4, 2, 6}), spread({5, 9, 4})) == -2 / std::sqrt(21.),
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(paired_effect_size(spread({1, 2}), spread({2, 3})) == -INFINITY);
    BOOST_TEST(paired_effect_size(spread({1, 2}), spread({1, 2})) == 0.);
    BOOST_TEST(std::isnan(paired_effect_size(spread({1}), spread({2}))));
    BOOST_TEST(std::isnan(paired_effect_size(spread({1, 2}), spread({2}))));
    BOOST_TEST(std::isnan(paired_effect_size(spread({INFINITY, 2}), spread({2, 1})))); // diverged
}

BOOST_AUTO_TEST_CASE(rank_correlation_sees_order_alone)
{
    BOOST_TEST(std::abs(rank_correlation({1, 2, 3, 4}, {1, 10, 11, 1000}) - 1) < 1e-12);
    BOOST_TEST(std::abs(rank_correlation({1, 2, 3}, {9, 4, -1}) + 1) < 1e-12);
    // Ranks 0, 1, 2, 3 and 1, 0, 3, 2: 1 − 6·4/(4·15)
    BOOST_TEST(std::abs(rank_correlation({1, 2, 3, 4}, {2, 1, 9, 5}) - 0.6) < 1e-12);
    // Equal values share a rank: 0, 1, 2 with 0, 1.5, 1.5, so 1.5/√(2·1.5)
    BOOST_TEST(std::abs(rank_correlation({1, 2, 3}, {1, 5, 5}) - 1.5 / std::sqrt(3.)) < 1e-12);
    BOOST_CHECK_THROW(rank_correlation({1, 2}, {1}), ShapeError);
    BOOST_TEST(std::isnan(rank_correlation({1}, {1})));
    BOOST_TEST(std::isnan(rank_correlation({1, 1}, {1, 2})));
    BOOST_TEST(std::isnan(rank_correlation({1, 2, 3}, {1, NAN, 3})));
}

BOOST_AUTO_TEST_SUITE_END()
