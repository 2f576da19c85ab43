#include "autodiff/ops.hpp"
#include "bench/profile.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(profile)

using namespace descente;

BOOST_AUTO_TEST_CASE(operations_are_counted_and_timed_by_name_while_a_profile_lives)
{
    const Var x = parameter(Matrix(50, 50, arma::fill::ones));
    const auto cost = [&] { return sum(square(x) + square(x)); };
    cost(); // not seen
    const Profile profile;
    backward(cost());
    const auto& times = profile.times();
    BOOST_REQUIRE(times.count("square") == 1);
    BOOST_TEST(times.at("square").calls == 2);
    BOOST_TEST(times.at("+").calls == 1);
    BOOST_TEST(times.at("square").forward > 0);
    BOOST_TEST(times.at("square").backward > 0);
}

BOOST_AUTO_TEST_CASE(an_inner_profile_takes_over_and_hands_back)
{
    const Var x = parameter(Matrix(2, 2, arma::fill::ones));
    BOOST_TEST((operation_done == nullptr));
    const Profile outer;
    {
        const Profile inner;
        exp(x);
        BOOST_TEST(inner.times().at("exp").calls == 1);
    }
    BOOST_TEST(outer.times().count("exp") == 0);
    exp(x);
    BOOST_TEST(outer.times().at("exp").calls == 1);
}

BOOST_AUTO_TEST_CASE(nobody_listens_when_it_is_over)
{
    {
        const Profile passing;
    }
    BOOST_TEST((operation_done == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
