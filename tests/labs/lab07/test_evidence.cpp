#include "labs/lab07_initialisation/evidence.hpp"
#include "nn/conv.hpp"
#include "nn/layers.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <limits>

BOOST_AUTO_TEST_SUITE(lab07_evidence, *boost::unit_test::label("lab07"))

using namespace lab07;

namespace {

Run with(const std::string& what, double value)
{
    Run run;
    run[what] = value;
    return run;
}

// Each start with its costs at the end, one a seed.
Study ends(const std::vector<std::pair<std::string, std::vector<double>>>& starts)
{
    std::vector<Compared> methods;
    for (const auto& [name, costs] : starts) {
        Compared method;
        method.name = verbatim(name);
        for (const double cost : costs) method.runs.push_back(with("cost at the end", cost));
        methods.push_back(method);
    }
    return Study(methods);
}

// Starts "0", "1", … with their ranges there and back.
Study ranges_of(const std::vector<std::array<double, 2>>& there_and_back)
{
    std::vector<Compared> methods;
    for (const auto& [there, back] : there_and_back) {
        Compared method;
        method.name = verbatim("{}", methods.size());
        Run run = with("activations, max/min", there);
        run["gradients, max/min"] = back;
        method.runs.assign(5, run);
        methods.push_back(method);
    }
    return Study(methods);
}

} // namespace

BOOST_AUTO_TEST_CASE(the_fan_in_of_a_convolution_counts_the_kernel,
                     *boost::unit_test::tolerance(1e-9))
{
    Rng rng(2);
    const Conv2d layer({.in = 16, .out = 256, .kernel = 5}, rng);
    const Drawn right = drawn("conv", layer.W, layer.b, 16 * 5 * 5);
    BOOST_TEST(right.as_on_the_slide());
    BOOST_TEST(right.bias > 0.95);
    const Drawn wrong = drawn("conv", layer.W, layer.b, 16);
    BOOST_TEST(!wrong.as_on_the_slide());
    BOOST_TEST(wrong.variance == right.variance / 25);
    BOOST_TEST(wrong.bound == right.bound / 5);
    BOOST_TEST(wrong.bias == right.bias / 5);
    BOOST_TEST((as_on_the_slide({right, wrong}).outcome == Outcome::not_supported));
    BOOST_TEST(right.row().at(1).english() == "400");
}

BOOST_AUTO_TEST_CASE(a_parameter_that_is_no_number_is_beyond_its_bound)
{
    Rng rng(1);
    const Linear layer(40, 50, rng);
    Matrix W = layer.W.value(), b = layer.b.value();
    W(3, 1) = b(2) = std::numeric_limits<Real>::quiet_NaN();
    const Drawn of_b = drawn("b", layer.W, parameter(b), 40);
    BOOST_TEST(of_b.bias == infinity);
    BOOST_TEST(!of_b.as_on_the_slide());
    BOOST_TEST(drawn("W", parameter(W), layer.b, 40).bound == infinity);
}

BOOST_AUTO_TEST_CASE(flat_are_those_that_should_be_and_no_others)
{
    const Study study = ranges_of({{1.5, 2.9}, {2, 3.1}, {infinity, infinity}});
    BOOST_TEST((flat_only_for({"0"}, study).outcome == Outcome::supported));
    BOOST_TEST(flat_only_for({"0"}, study).numbers.size() == 6U);
    BOOST_TEST((flat_only_for({"0", "1"}, study).outcome == Outcome::not_supported)); // 1 is not
    BOOST_TEST((flat_only_for({"1", "2"}, study).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_CASE(equal_units_differ_by_nothing_but_rounding)
{
    const auto apart = [](double zero, double same, double random) {
        return std::map<std::string, double>{
            {"zero", zero}, {"all 0.01", same}, {"Kaiming (slide)", random}};
    };
    BOOST_TEST((stay_equal(apart(0, 1e-8, 0.3)).outcome == Outcome::supported));
    BOOST_TEST((stay_equal(apart(0, 0.01, 0.3)).outcome == Outcome::not_supported));
    BOOST_TEST((stay_equal(apart(1e-9, 0.01, 0.3)).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_CASE(one_start_beside_others)
{
    const Study study = ends({{"ours", {1, 1.1, 1.1, 1, 1.1}},
                              {"worse", {2, 2.1, 2.1, 2, 2.1}},
                              {"never", Numbers(5, infinity)},
                              {"alike", {1.01, 1.1, 1.09, 1, 1.1}},
                              {"better", {0.5, 0.6, 0.6, 0.4, 0.6}}});
    const Evidence poor = lower_than_each(study, "ours", {"worse", "never"});
    BOOST_TEST((poor.outcome == Outcome::supported));
    BOOST_TEST(poor.because.english() == "cost at the end from ours lower in 2 of 2; change worse "
                                         "-1, never 1.1 (1 to 1.1) against ∞");
    BOOST_TEST(
        (lower_than_each(study, "ours", {"worse", "alike"}).outcome == Outcome::inconclusive));
    BOOST_TEST((none_lower(study, {"worse", "alike"}, "ours").outcome == Outcome::supported));
    BOOST_TEST((none_lower(study, {"worse", "better"}, "ours").outcome == Outcome::not_supported));
    BOOST_TEST((none_lower(study, {"better"}, "ours").outcome == Outcome::not_supported));
    const Study two = ends({{"ours", {1, 1.1}}, {"alike", {0.9, 1.2}}});
    BOOST_TEST((none_lower(two, {"alike"}, "ours").outcome == Outcome::inconclusive)); // too few
}

BOOST_AUTO_TEST_CASE(one_start_alone_is_flat)
{
    const Study study = ranges_of({{1.5, 2.9}, {2, 3.1}, {1, 1}});
    BOOST_TEST(only_flat({"1", "0"}, study) == 1u);
    BOOST_TEST(only_flat({"0", "2"}, study) == 2u); // both are
    BOOST_TEST(only_flat({"1"}, study) == 1u);      // none is
}

BOOST_AUTO_TEST_CASE(how_far_between_learning_nothing_and_kaiming)
{
    const Study study = ends({{"zero", Numbers(5, 2.3)},
                              {"Kaiming (slide)", Numbers(5, 1.3)},
                              {"as far", {1.35, 1.2, 1.3, 1.3, 1.25}},
                              {"halfway", {1.8, 2, 1.5, 1.7, 1.9}},
                              {"nowhere", {2.3, 2.25, infinity, 2.3, 2.3}},
                              {"now and then", {2.3, 2.3, 1.3, 1.3, 2.3}}});
    BOOST_TEST(how_far(study, "as far") == 0u);
    BOOST_TEST(how_far(study, "halfway") == 1u);
    BOOST_TEST(how_far(study, "nowhere") == 2u);
    BOOST_TEST(how_far(study, "now and then") == 3u);
    const Study none = ends({{"zero", {2.3}}, {"Kaiming (slide)", {2.3}}, {"other", {1}}});
    BOOST_TEST(how_far(none, "other") == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
