#include "labs/lab15_why_it_generalises/evidence.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab15_evidence, *boost::unit_test::label("lab15"))

using namespace lab15;

namespace {

// A batch of which one seed is seen.
double found(Evidence evidence(const std::vector<Functions>&, const std::vector<Functions>&),
             const Functions& networks, const std::string& number)
{
    const Functions chance{{"0110", 1, 9}};
    for (const auto& [name, measured] : evidence({networks}, {chance}).numbers)
        if (name == number) return measured.median;
    return NAN;
}

double correlation_in(const Functions& networks)
{
    return more_often_when_simple({networks}).numbers.at(0).second.median;
}

// Three seeds of the smallest α, of a larger one and of the regulariser.
Study study_of(double by_alpha, double by_lambda, double steepness)
{
    const auto runs = [](double accuracy, double squares) {
        std::vector<Run> three(3);
        for (Run& run : three) {
            run["test accuracy"] = accuracy;
            run["‖∇Lₖ‖²"] = squares;
        }
        return three;
    };
    return Study({{verbatim("α = 0.0125"), 0, {}, {}, runs(70, 1)},
                  {verbatim("α = 0.05"), 0, {}, {}, runs(70 + by_alpha, steepness)},
                  {verbatim("α + λ = 0.05"), 0, {}, {}, runs(70 + by_lambda, 0.5)}});
}

} // namespace

BOOST_AUTO_TEST_CASE(the_median_is_over_draws_not_over_functions)
{
    // Five draws of K = 2, one each of K = 5 and of K = 6: over functions the median were 5.
    const Functions functions{{"0000", 5, 2}, {"0001", 1, 5}, {"0110", 1, 6}};
    BOOST_TEST(found(simpler, functions, "random networks") == 2.);
    const Functions once{{"0110", 1, 6}, {"0000", 1, 2}, {"0001", 1, 5}};
    BOOST_TEST(found(simpler, once, "random networks") == 5.);
    BOOST_TEST(found(simpler, once, "uniform chance") == 9.);
}

BOOST_AUTO_TEST_CASE(the_share_is_of_draws_in_the_first_hundred)
{
    Functions functions{{"0000", 50, 2}};
    BOOST_TEST(found(more_often, functions, "random networks") == 100.);
    for (int i = 0; i < 149; ++i) functions.push_back({"0001", 1, 5});
    BOOST_TEST(std::abs(found(more_often, functions, "random networks") - 100 * 149. / 199) < 1e-9);
}

BOOST_AUTO_TEST_CASE(correlation_of_what_was_drawn_twice)
{
    Functions functions{{"0000", 9, 2}, {"0001", 5, 5}, {"0110", 2, 6}};
    BOOST_TEST(correlation_in(functions) == -1.);
    functions.push_back({"0011", 1, 4}); // once: says nothing
    BOOST_TEST(correlation_in(functions) == -1.);
    functions[1].complexity = 7;
    BOOST_TEST(std::abs(correlation_in(functions) + 0.5) < 1e-9); // 1 − 6·6/(3·8)
}

BOOST_AUTO_TEST_CASE(nothing_is_no_more_than_a_point_either_way)
{
    const auto outcome = [](const std::vector<double>& errors) {
        std::vector<Run> in_place(errors.size()), shuffled(errors.size());
        for (std::size_t seed = 0; seed < errors.size(); ++seed) {
            in_place[seed]["test error (%)"] = 20;
            shuffled[seed]["test error (%)"] = errors[seed];
        }
        return shuffle_is_nothing(Study({{verbatim("MLP, in place"), 0, {}, {}, in_place},
                                         {verbatim("MLP, shuffled"), 0, {}, {}, shuffled}}))
            .outcome;
    };
    BOOST_TEST((outcome({20.2, 19.9, 20, 20.1, 19.8}) == Outcome::supported));
    BOOST_TEST((outcome({22, 23, 22, 23, 22.5}) == Outcome::not_supported));
    BOOST_TEST((outcome({17, 18, 17, 17.5, 18}) == Outcome::not_supported));
    BOOST_TEST((outcome({19, 21, 20, 22, 18}) == Outcome::inconclusive)); // no more than undecided
}

BOOST_AUTO_TEST_CASE(what_is_favoured_and_whom_a_shuffle_hurts)
{
    const auto told = [](Outcome outcome, const std::vector<double>& tie) {
        return favoured({outcome, {}, {{"tie", spread(tie)}}});
    };
    using enum Outcome;
    BOOST_TEST(told(supported, {-0.5, -0.6, -0.4}) == 0u);
    BOOST_TEST(told(not_supported, {0.5, 0.6, 0.4, 0.5, 0.5}) == 1u);
    BOOST_TEST(told(not_supported, {0.01, -0.01, 0}) == 2u);
    BOOST_TEST(told(inconclusive, {-0.5, -0.6}) == 3u);
    BOOST_TEST(hurt(supported, not_supported) == 0u);
    BOOST_TEST(hurt(not_supported, supported) == 1u);
    BOOST_TEST(hurt(supported, supported) == 2u);
    BOOST_TEST(hurt(inconclusive, supported) == 3u);
}

BOOST_AUTO_TEST_CASE(as_much_is_within_half_a_point)
{
    BOOST_TEST((as_much(study_of(2, 1.75, 1)).outcome == Outcome::supported));
    BOOST_TEST((as_much(study_of(2, 1, 1)).outcome == Outcome::not_supported));
    BOOST_TEST((as_much(study_of(1, 2, 1)).outcome == Outcome::not_supported));
    BOOST_TEST((both_gain(study_of(2, 1, 1)).outcome == Outcome::supported));
    BOOST_TEST((both_gain(study_of(2, -1, 1)).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_CASE(the_first_lambda_is_the_one_that_counts)
{
    Study turned = study_of(1.25, 1, 1);
    std::vector<Compared> methods = turned.methods();
    methods[2].name = verbatim("α + λ = 0.2125");
    methods.push_back(methods[2]);
    methods.back().name = verbatim("α + λ = 0.0125");
    for (Run& run : methods.back().runs) run["test accuracy"] = 60;
    const Study with_others(std::move(methods));
    BOOST_TEST((as_much(with_others).outcome == Outcome::supported));
    BOOST_TEST((both_gain(with_others).outcome == Outcome::supported));
}

BOOST_AUTO_TEST_CASE(both_are_flatter_or_not)
{
    BOOST_TEST((both_flatter(study_of(0, 0, 0.9)).outcome == Outcome::supported));
    BOOST_TEST((both_flatter(study_of(0, 0, 1.1)).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_SUITE_END()
