#include "base/error.hpp"
#include "base/real.hpp"
#include "base/rng.hpp"
#include "base/stats.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fmt/format.h>
#include <map>

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

BOOST_AUTO_TEST_CASE(a_run_that_diverged_differs_by_the_largest_difference)
{
    const std::vector<double> nan_and_inf{not_a_number, infinity, 2, 1};
    BOOST_TEST(finite_differences({1, 1, 1, 1.5}, nan_and_inf) ==
                   (std::vector<double>{-1, -1, -1, 0.5}),
               boost::test_tools::per_element());
    BOOST_TEST(finite_differences({not_a_number, 3}, {infinity, infinity}) ==
                   (std::vector<double>{0, -1}),
               boost::test_tools::per_element());
    BOOST_CHECK_THROW(finite_differences({1}, {1, 2}), ShapeError);
}

// Student (1908): 4 degrees of freedom, 2.776 for 95 %.
BOOST_AUTO_TEST_CASE(a_mean_and_the_interval_that_holds_it)
{
    const Mean mean = mean_of({1, 2, 3, 4, 5});
    BOOST_TEST(mean.mean == 3);
    BOOST_TEST(mean.deviation == std::sqrt(2.5), boost::test_tools::tolerance(1e-12));
    const double half = 2.7764451052 * std::sqrt(2.5 / 5);
    BOOST_TEST(mean.low == 3 - half, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(mean.high == 3 + half, boost::test_tools::tolerance(1e-9));
    // Where the interval ends at 0, p is 5 %.
    BOOST_TEST(
        mean_of({1 - mean.low, 2 - mean.low, 3 - mean.low, 4 - mean.low, 5 - mean.low}).p ==
            mean_of({1 - mean.high, 2 - mean.high, 3 - mean.high, 4 - mean.high, 5 - mean.high}).p,
        boost::test_tools::tolerance(1e-9));
    std::vector<double> edge{1, 2, 3, 4, 5};
    for (double& value : edge) value -= mean.low;
    BOOST_TEST(mean_of(edge).p > 0.01);
    for (double& value : edge) value += mean.low - 3 + half;
    BOOST_TEST(mean_of(edge).p == 0.05, boost::test_tools::tolerance(1e-6));

    const Mean alike = mean_of({2, 2, 2});
    BOOST_TEST(alike.low == 2);
    BOOST_TEST(alike.high == 2);
    BOOST_TEST(alike.p == 0);
    BOOST_TEST(mean_of({0, 0}).p == 1);
    BOOST_TEST(mean_of({3}).high == infinity); // one number tells nothing of others
    BOOST_TEST(mean_of({3}).p == 1);
    BOOST_TEST(mean_of({}).p == 1);
}

// Holm (1979): four comparisons at 0.01, 0.04, 0.03, 0.005.
BOOST_AUTO_TEST_CASE(holms_correction_by_hand)
{
    const std::vector<double> adjusted = holm({0.01, 0.04, 0.03, 0.005});
    BOOST_TEST(adjusted == (std::vector<double>{0.03, 0.06, 0.06, 0.02}),
               boost::test_tools::tolerance(1e-12) << boost::test_tools::per_element());
    BOOST_TEST(holm({0.6, 0.7}) == (std::vector<double>{1, 1}), boost::test_tools::per_element());
    BOOST_TEST(holm({}).empty());
}

// A difference of one deviation needs ten pairs for 80 % (Cohen 1988, table 2.4.1: n = 10 at
// d = 1 for pairs), of half a deviation 34.
BOOST_AUTO_TEST_CASE(a_small_effect_needs_many_seeds)
{
    BOOST_TEST(seeds_to_tell(3) == 5);
    BOOST_TEST(seeds_to_tell(-1) == seeds_to_tell(1));
    BOOST_TEST(std::abs(seeds_to_tell(1) - 10) <= 1);
    BOOST_TEST(std::abs(seeds_to_tell(0.5) - 34) <= 1);
    BOOST_TEST(seeds_to_tell(1, 7) > seeds_to_tell(1));
    BOOST_TEST(seeds_to_tell(0.01) == 0);
}

namespace {

using Seeds = std::vector<std::vector<double>>; // the rank of each level

// Adds seeds whose level × rank sum to L all together.
bool fill_up(Seeds& seeds, std::size_t count, long L,
             const std::map<long, std::vector<double>>& by_sum)
{
    if (seeds.size() == count) return L == 0;
    const long mean = L / long(count - seeds.size());
    for (const auto& [sum, ranks] : by_sum) {
        if (std::abs(sum - mean) > 2) continue;
        seeds.push_back(ranks);
        if (fill_up(seeds, count, L - sum, by_sum)) return true;
        seeds.pop_back();
    }
    return false;
}

Trend trend_of(std::size_t levels, std::size_t count, long L)
{
    std::vector<double> ranks = linear_space(1, double(levels), int(levels));
    std::map<long, std::vector<double>> by_sum;
    do {
        double sum = 0;
        for (std::size_t j = 0; j < levels; ++j) sum += double(j + 1) * ranks[j];
        by_sum[std::lround(sum)] = ranks;
    } while (std::next_permutation(ranks.begin(), ranks.end()));
    Seeds seeds;
    BOOST_REQUIRE(fill_up(seeds, count, L, by_sum));
    std::vector<Spread> by_level;
    for (std::size_t j = 0; j < levels; ++j)
        by_level.push_back(spread_of(seeds, [&](const auto& seed) { return seed[j]; }));
    const Trend trend = page_trend(by_level);
    BOOST_TEST(trend.L == double(L));
    return trend;
}

} // namespace

// The least L of 5 %, 1 % and 0.1 %, as printed (Page 1963, table 2).
BOOST_AUTO_TEST_CASE(pages_table)
{
    struct Row {
        std::size_t levels, seeds;
        long five, one, tenth;
    };
    for (const Row& row : {Row{3, 5, 66, 68, 70}, Row{3, 10, 128, 131, 134}, Row{4, 3, 84, 87, 89},
                           Row{4, 5, 137, 141, 145}, Row{5, 2, 103, 106, 109},
                           Row{5, 5, 244, 251, 259}, Row{6, 4, 321, 331, 341}}) {
        const auto p = [&](long L) { return trend_of(row.levels, row.seeds, L).rising; };
        for (const auto& [least, share] :
             {std::pair(row.five, 0.05), std::pair(row.one, 0.01), std::pair(row.tenth, 0.001)}) {
            BOOST_TEST(p(least) <= share);
            BOOST_TEST(p(least - 1) > share);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_trend_needs_no_strict_rise)
{
    const auto level = [](double value) { return spread({value, value, value, value, value}); };
    // One step back of five, in every seed.
    const Trend rising = page_trend({level(1), level(2), level(4), level(3), level(5)});
    BOOST_TEST(rising.rising < 1e-6);
    BOOST_TEST(rising.falling > 0.999);
    const Trend flat = page_trend({level(1), level(1), level(1)}); // ties say nothing
    BOOST_TEST(flat.rising == 1);
    BOOST_TEST(flat.falling == 1);
    // Ties share their rank: 1.5, 1.5, 3 is one of three equally likely orders.
    BOOST_TEST(page_trend({spread({1}), spread({1}), spread({2})}).rising == 1. / 3,
               boost::test_tools::tolerance(1e-12));
    // 21 seeds by the normal approximation, 20 exactly.
    std::vector<double> low(20, 0), high(20, 1);
    for (std::size_t i = 0; i < 7; ++i) std::swap(low[i], high[i]);
    const double exact = page_trend({spread(low), spread(high)}).rising;
    low.push_back(0);
    high.push_back(0); // says nothing
    const double normal = page_trend({spread(low), spread(high)}).rising;
    BOOST_TEST(exact == 0.131588, boost::test_tools::tolerance(1e-4)); // 13 or more heads of 20
    BOOST_TEST(std::abs(normal - 0.0899) < 1e-3); // 6/√20 deviations of a fair coin's mean
    BOOST_TEST(page_trend({spread({1, 1}), spread({not_a_number, 2})}).rising == 0.25);
    BOOST_CHECK_THROW(page_trend({spread({1}), spread({1, 2})}), ShapeError);
}

// How often noise alone passes for an effect, up or down, at 5 %: of paired differences of two
// methods that are alike (each normal, exponential, or Student's with 2 degrees of freedom), and of
// differences that are skewed themselves, which two methods that are alike never give.
BOOST_AUTO_TEST_CASE(false_alarms_of_the_paired_test)
{
    const auto normal = [](Rng& rng) { return rng.normal(); };
    const auto exponential = [](Rng& rng) { return -std::log(1 - rng.uniform()); };
    const auto heavy = [](Rng& rng) {
        return rng.normal() / std::sqrt(-std::log(1 - rng.uniform()));
    };
    constexpr int studies = 20000;
    const auto alarms = [&](std::size_t n, const auto& noise, bool of_pairs) {
        Rng rng(1);
        int count = 0;
        for (int s = 0; s < studies; ++s) {
            std::vector<double> d;
            for (std::size_t i = 0; i < n; ++i)
                d.push_back(noise(rng) - (of_pairs ? noise(rng) : 1));
            count += mean_of(d).p <= 0.05;
        }
        return 100. * count / studies;
    };
    for (const std::size_t n : {5U, 8U, 12U}) {
        const double of_normal = alarms(n, normal, true), of_skewed = alarms(n, exponential, true),
                     of_heavy = alarms(n, heavy, true), skewed = alarms(n, exponential, false);
        BOOST_TEST_MESSAGE(fmt::format("{} pairs: normal {:.1f} %, skewed {:.1f} %, heavy tails "
                                       "{:.1f} %, skewed differences {:.1f} %",
                                       n, of_normal, of_skewed, of_heavy, skewed));
        BOOST_TEST(std::abs(of_normal - 5) < 0.5); // three standard errors of 20,000 studies
        BOOST_TEST(of_skewed < 5.5);
        BOOST_TEST(of_heavy < 5.5);
        BOOST_TEST(skewed < 13);
    }
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
