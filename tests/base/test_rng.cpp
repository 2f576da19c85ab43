#include "base/error.hpp"
#include "base/rng.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

BOOST_AUTO_TEST_SUITE(rng)

using namespace descente;

BOOST_AUTO_TEST_CASE(the_engine_is_the_standard_one)
{
    // The C++ standard fixes the 10,000th number of a default mt19937_64, seed 5489.
    std::mt19937_64 standard;
    Rng ours(std::mt19937_64::default_seed);
    for (int i = 0; i < 9999; ++i) {
        standard();
        ours.uniform();
    }
    const std::uint64_t draw = standard();
    BOOST_TEST(draw == 9981545732273789042ULL);
    BOOST_TEST(ours.uniform() == static_cast<double>(draw >> 11) * 0x1.0p-53);
}

BOOST_AUTO_TEST_CASE(moments_of_the_maps)
{
    Rng rng(1);
    const int n = 200'000;
    double mean = 0, square = 0, normal_mean = 0, normal_square = 0, fourth = 0;
    for (int i = 0; i < n; ++i) {
        const double u = rng.uniform(), z = rng.normal();
        BOOST_REQUIRE(u >= 0);
        BOOST_REQUIRE(u < 1);
        mean += u / n;
        square += u * u / n;
        normal_mean += z / n;
        normal_square += z * z / n;
        fourth += z * z * z * z / n;
    }
    // Five standard errors each.
    BOOST_TEST(std::abs(mean - 0.5) < 0.0033);
    BOOST_TEST(std::abs(square - 1.0 / 3) < 0.0034);
    BOOST_TEST(std::abs(normal_mean) < 0.0112);
    BOOST_TEST(std::abs(normal_square - 1) < 0.0159);
    BOOST_TEST(std::abs(fourth - 3) < 0.11);
}

BOOST_AUTO_TEST_CASE(nothing_is_below_0)
{
    Rng rng(1);
    BOOST_CHECK_THROW(rng.below(0), ShapeError);
    BOOST_TEST(rng.permutation(0).is_empty());
}

BOOST_AUTO_TEST_CASE(below_is_even)
{
    Rng rng(2);
    std::array<int, 7> count{};
    for (int i = 0; i < 70'000; ++i) ++count.at(rng.below(7));
    for (const int c : count) BOOST_TEST(std::abs(c - 10'000) < 470); // five standard errors
}

BOOST_AUTO_TEST_CASE(a_permutation_holds_everything_once)
{
    Rng rng(3);
    const arma::uvec order = rng.permutation(100);
    BOOST_TEST(std::set<Index>(order.begin(), order.end()).size() == 100);
    BOOST_TEST(order.max() == 99);
    BOOST_TEST(!order.is_sorted());
    BOOST_TEST(rng.permutation(0).is_empty());
}

BOOST_AUTO_TEST_CASE(forks_differ_and_leave_the_parent_alone)
{
    Rng a(4), b(4);
    const double first = a.fork(0).uniform(), second = a.fork(1).uniform();
    BOOST_TEST(first != second);
    BOOST_TEST(first == b.fork(0).uniform());
    BOOST_TEST(a.uniform() == b.uniform());
}

BOOST_AUTO_TEST_CASE(a_restored_state_goes_on_with_the_same_numbers)
{
    Rng rng(5);
    rng.normal(); // leaves a spare normal number behind
    const std::string state = rng.state();
    const double normal = rng.normal(), uniform = rng.uniform();
    Rng other(6);
    other.restore(state);
    BOOST_TEST(other.normal() == normal);
    BOOST_TEST(other.uniform() == uniform);
    BOOST_CHECK_THROW(other.restore("not a state"), DataError);
}

BOOST_AUTO_TEST_SUITE_END()
