// What lab 13 plants, and what it calls zero cost. The lab is a program of its own; here it is read
// as a header, with its main under another name.
#define main lab13_main
#include "labs/lab13_good_practices/lab13.cpp"
#undef main

#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab13_lesson, *boost::unit_test::label("lab13"))

using namespace lab13;
using enum lab13::Planted;

namespace {

Data three_times(const Dataset& data)
{
    const Inputs inputs{verbatim("same"), {data, data}};
    return {inputs, inputs, inputs};
}

Run run_with(Planted planted, const Dataset& data)
{
    knob::updates.turn(200);
    knob::alpha.reset(false);
    knob::batch.reset(false);
    return learn_by_heart(mistakes(10, 0.2)[std::size_t(planted)], three_times(data), 0, Rng(1));
}

} // namespace

BOOST_AUTO_TEST_CASE(mistakes_of_the_network_are_in_it)
{
    Rng rng(1);
    const Dataset data = two_classes(20, rng);
    const auto output = [&](Planted planted) {
        Rng same(2);
        return new_net(planted, data, same).forward(constant(data.x), Mode::eval).value();
    };
    BOOST_TEST(output(nothing).min() < 0);
    BOOST_TEST(output(last_relu).min() == 0);
    BOOST_TEST(arma::abs(arma::sum(output(double_softmax), 0) - 1).max() < 1e-5);
    BOOST_TEST(arma::abs(output(all_zero)).max() == 0);
    BOOST_TEST(arma::abs(output(buried) + 10).max() < 1e-5); // only the last biases are left
}

BOOST_AUTO_TEST_CASE(every_mistake_begins_with_the_same_minibatch)
{
    Rng rng(1);
    const Dataset data = two_classes(200, rng);
    const double first = run_with(nothing, data).curve("cost").values.front();
    for (const Planted planted : {no_reset, huge_rate})
        BOOST_TEST(run_with(planted, data).curve("cost").values.front() == first);
    BOOST_TEST(run_with(shifted_labels, data).curve("cost").values.front() != first);
}

BOOST_AUTO_TEST_CASE(zero_cost_is_where_it_stays_below)
{
    Rng rng(1);
    const Dataset data = two_classes(200, rng);
    const Run right = run_with(nothing, data);
    const Numbers& cost = right.curve("cost").values;
    BOOST_REQUIRE(cost.size() == 200U);
    BOOST_TEST(right.number("final cost") == cost.back());
    std::size_t since = cost.size();
    while (since > 0 && cost[since - 1] < zero) --since;
    const bool reached = since < cost.size();
    BOOST_TEST(right.number("zero since") == (reached ? double(since) : INFINITY));
    const Run lost = run_with(huge_rate, data);
    BOOST_TEST(std::isinf(lost.number("zero since")) == !(lost.number("final cost") < zero));
}

BOOST_AUTO_TEST_SUITE_END()
