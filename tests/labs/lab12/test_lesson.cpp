// The loop of lab 12 beside fit(), and beside what stop_with() says of a training to the end.
#define main lab12_main
#include "labs/lab12_early_stopping/lab12.cpp"
#undef main

#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab12_lesson, *boost::unit_test::label("lab12"))

using namespace lab12;

namespace {

// Labels of which a third is wrong: what is learned of them does not hold on the validation set.
Split noisy_data()
{
    knob::epochs.turn(40);
    knob::patience.turn(4);
    knob::alpha.turn(0.5);
    Rng rng(1);
    Split data{two_classes(40, rng), two_classes(30, rng), two_classes(50, rng)};
    data.training.labels = corrupted(data.training.labels, 0.6, 2, rng);
    return data;
}

const Method stops{verbatim("early"), 30, true}, goes_on{verbatim("to the end"), 30, false};

} // namespace

BOOST_AUTO_TEST_CASE(the_loop_is_that_of_fit)
{
    const Split data = noisy_data();
    const Run ours = train(stops, data, Rng(2));
    Rng rng(2);
    Sequential net = mlp({3, 30, 2}, rng);
    Sgd optimizer(net);
    const Run fast = fit(net, optimizer, data.training,
                         {.epochs = 40,
                          .batch_size = 32,
                          .learning_rate = constant_rate(0.5),
                          .validation = &data.validation,
                          .patience = 4},
                         rng);
    const Numbers& costs = ours.curve("validation cost").values;
    BOOST_TEST(costs == fast.curve("validation cost").values, boost::test_tools::per_element());
    BOOST_TEST(ours.number("best epoch") == fast.number("best epoch"));
    BOOST_TEST(ours.number("final cost") == evaluate(net, data.validation).cost);
    BOOST_TEST(ours.number("test cost") == evaluate(net, data.test).cost);
    BOOST_TEST(costs.size() < 40u); // it did stop
}

BOOST_AUTO_TEST_CASE(it_stops_where_a_training_to_the_end_says_so)
{
    const Split data = noisy_data();
    const Run early = train(stops, data, Rng(2)), whole = train(goes_on, data, Rng(2));
    const Numbers& costs = whole.curve("validation cost").values;
    BOOST_REQUIRE(costs.size() == 40u);
    const Stop stop = stop_with(4, costs);
    BOOST_TEST(early.number("epochs") == stop.epochs);
    BOOST_TEST(early.number("best epoch") == stop.best_epoch + 1);
    BOOST_TEST(early.number("final cost") == costs.at(std::size_t(stop.best_epoch)));
    BOOST_TEST(whole.number("final cost") == costs.back()); // nothing is put back
}

BOOST_AUTO_TEST_CASE(a_training_that_diverges_leaves_the_best_it_had)
{
    Split data = noisy_data();
    data.training.x.fill(arma::Datum<Real>::nan);
    const Run run = train(stops, data, Rng(2));
    BOOST_TEST(run.number("epochs") == 0);
    BOOST_TEST(run.number("best epoch") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
