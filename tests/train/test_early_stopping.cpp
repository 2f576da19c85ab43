#include "base/error.hpp"
#include "base/not_finite.hpp"
#include "train/early_stopping.hpp"
#include "train/tiny_net.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_SUITE(early_stopping, *boost::unit_test::label("lab12"))

BOOST_AUTO_TEST_CASE(a_patience_by_hand)
{
    const auto stop = [](const std::vector<double>& costs, int patience, int best, int epochs) {
        const Stop found = stop_with_patience(costs, patience);
        BOOST_TEST(found.best_epoch == best);
        BOOST_TEST(found.epochs == epochs);
    };
    stop({3, 2, 4, 5, 1}, 2, 1, 4);      // the 1 comes too late
    stop({3, 2, 4, 5, 1}, 3, 4, 5);      // here it does not
    stop({3, 2, 4}, 2, 1, 3);            // the end comes before the patience runs out
    stop({1, 1, 1, 1}, 2, 0, 3);         // equal is not better
    stop({not_a_number, 2, 1}, 2, 2, 3); // not a number is never best
    stop({not_a_number, not_a_number}, 1, -1, 1);
    stop({}, 1, -1, 0);
    BOOST_CHECK_THROW(stop_with_patience({1}, 0), ShapeError);
}

// The same minibatches whatever the patience, so the long run tells what the others do.
BOOST_AUTO_TEST_CASE(it_foretells_what_fit_does)
{
    Rng rng(3);
    const Dataset training = two_classes(24, rng), validation = two_classes(12, rng);
    const auto train = [&](int stops_after) {
        Rng init(1);
        TinyNet net(3, 2, init);
        Sgd sgd(net);
        return fit(net, sgd, training,
                   {.epochs = 12,
                    .batch_size = 4,
                    .learning_rate = constant_rate(4), // so large that the cost goes up and down
                    .validation = &validation,
                    .patience = stops_after},
                   Rng(2));
    };
    const std::vector<double> whole = train(0).validation_cost;
    BOOST_TEST(whole.size() == 12);
    bool early = false;
    for (const int stops_after : {1, 2, 3, 5}) {
        const History history = train(stops_after);
        const Stop stop = stop_with_patience(whole, stops_after);
        BOOST_TEST(stop.epochs == static_cast<int>(history.validation_cost.size()));
        BOOST_TEST(stop.best_epoch == history.best_epoch);
        early = early || stop.epochs < 12;
    }
    BOOST_TEST(early); // else nothing was tried
}

BOOST_AUTO_TEST_CASE(what_is_measured_is_measured_of_the_theta_that_is_left)
{
    Rng rng(3);
    const Dataset training = two_classes(24, rng), validation = two_classes(12, rng),
                  test = two_classes(20, rng);
    TinyNet net(3, 2, rng);
    Sgd sgd(net);
    FitOptions options{.epochs = 8,
                       .batch_size = 4,
                       .learning_rate = constant_rate(4),
                       .validation = &validation,
                       .patience = 2};
    const Trained trained = fit_and_test(net, sgd, training, test, options, Rng(2));
    BOOST_TEST(trained.epochs == static_cast<double>(trained.validation_cost.size()));
    BOOST_TEST(trained.training_cost.size() == trained.validation_cost.size());
    const auto best = std::ranges::min_element(trained.validation_cost);
    BOOST_TEST(trained.best_epoch ==
               static_cast<double>(best - trained.validation_cost.begin() + 1));
    BOOST_TEST(trained.final_validation_cost == *best);
    BOOST_TEST(trained.test_cost == evaluate(net, test).cost);
    BOOST_TEST(trained.test_accuracy == 100 * evaluate(net, test).accuracy);
    // θ is back at the best epoch, and the training cost was looked at in evaluation mode then.
    BOOST_TEST(trained.training_cost[static_cast<std::size_t>(trained.best_epoch) - 1] ==
               evaluate(net, training).cost);
    options.validation = nullptr;
    BOOST_CHECK_THROW(fit_and_test(net, sgd, training, test, options, rng), ShapeError);
}

BOOST_AUTO_TEST_CASE(restored_exactly_means_to_the_bit)
{
    const auto with = [](std::vector<double> costs, double left) {
        StoppingTwins run;
        run.early.validation_cost = std::move(costs);
        run.early.final_validation_cost = left;
        return run;
    };
    const double third = 1.0 / 3;
    BOOST_TEST(restored_exactly({{with({1, third, 2}, third), with({1, third, 2}, 2)},
                                 {with({1, third}, third * (1 + 1e-15)), with({}, infinity)}}) ==
               1);
}

BOOST_AUTO_TEST_SUITE_END()
