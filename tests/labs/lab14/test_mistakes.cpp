#include "base/error.hpp"
#include "labs/lab14_mnist_cnn/mistakes.hpp"
#include "nn/losses.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(mistakes, *boost::unit_test::label("lab14"))

namespace {

// Columns: right, slightly wrong, right and unsure, very wrong, wrong.
const Matrix answers{{3, 1, 0.1, -9, 0}, {0, 2, 0, 9, 4}, {0, 0, 0, 0, 0}};
const Labels truths{0, 0, 0, 0, 2};

} // namespace

BOOST_AUTO_TEST_CASE(the_highest_cost_comes_first_and_what_is_right_never)
{
    const std::vector<Mistake> worst = worst_mistakes(answers, truths, 9);
    BOOST_REQUIRE(worst.size() == 3);
    BOOST_TEST(worst[0].sample == 3);
    BOOST_TEST(worst[1].sample == 4);
    BOOST_TEST(worst[2].sample == 1); // unsure, but right: column 2 costs more and is not here
    BOOST_TEST(worst[1].truth == 2);
    BOOST_TEST(worst[1].predicted == 1);
    BOOST_TEST(worst_mistakes(answers, truths, 2).size() == 2);
    BOOST_TEST(worst_mistakes(answers, Labels{0, 1, 0, 1, 1}, 9).empty());
}

BOOST_AUTO_TEST_CASE(cost_and_probability_are_those_of_softmax)
{
    for (const Mistake& mistake : worst_mistakes(answers, truths, 9)) {
        const Matrix logits = answers.col(mistake.sample);
        const double cost = softmax_cross_entropy(constant(logits), Labels{mistake.truth}).scalar();
        BOOST_TEST(std::abs(mistake.cost - cost) < 1e-5);
        const double p = static_cast<double>(softmax(constant(logits)).value()[mistake.predicted]);
        BOOST_TEST(std::abs(mistake.probability - p) < 1e-5);
    }
}

BOOST_AUTO_TEST_CASE(huge_outputs_and_equal_costs)
{
    const Matrix huge{{1000, -1000, 1000}, {-1000, 1000, -1000}};
    const std::vector<Mistake> worst = worst_mistakes(huge, Labels{1, 0, 1}, 9);
    BOOST_REQUIRE(worst.size() == 3);
    BOOST_TEST(worst[0].cost == 2000);
    BOOST_TEST(worst[0].probability == 1);
    BOOST_TEST(worst[0].sample == 0);
    BOOST_TEST(worst[2].sample == 2);
    BOOST_CHECK_THROW(worst_mistakes(huge, Labels{1, 2, 1}, 9), ShapeError);
    BOOST_CHECK_THROW(worst_mistakes(huge, Labels{1}, 9), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
