#include "base/error.hpp"
#include "magnitude.hpp"
#include "nn/norm.hpp"
#include "train/batch_statistics.hpp"
#include "train/metrics.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_SUITE(batch_statistics, *boost::unit_test::label("lab10"))

namespace {

Sequential normed_net(Rng& rng, double decay = 0.9)
{
    Sequential net(Shape{3});
    net.add(Linear(3, 4, rng)).add(BatchNorm(4, {.running_decay = decay})).add(relu_layer());
    net.add(Linear(4, 2, rng));
    return net;
}

// The larger of two features is the class. Batch norm alone: its stored statistics change nothing.
struct Bare {
    Sequential net{Shape{2}};
    Dataset data{.name = "two features",
                 .shape = Shape{2},
                 .x = {{1, 3, 5, 0, 1, 2}, {0, 1, 2, 1, 3, 5}},
                 .labels = {0, 0, 0, 1, 1, 1},
                 .classes = {tr("first"), tr("second")}};
    Bare() { net.add(BatchNorm(2)); }
};

} // namespace

BOOST_AUTO_TEST_CASE(outputs_of_each_layer_and_nothing_moves)
{
    Rng rng(1);
    Sequential net = normed_net(rng);
    const Matrix x = rng.normal_matrix(3, 50, 2, 3);
    const std::vector<Matrix> before = snapshot(net);
    const std::vector<Matrix> train = layer_outputs(net, x, Shape{3}, Mode::train);
    const std::vector<Matrix> eval = layer_outputs(net, x, Shape{3}, Mode::eval);
    BOOST_TEST(identical(before, snapshot(net)));
    BOOST_REQUIRE(train.size() == 4U);
    const NoGrad looking;
    const Var last = net.forward(constant(x, Shape{3}), Mode::eval);
    BOOST_TEST(arma::approx_equal(eval[3], last.value(), "absdiff", Real(1e-6)));
    // Normalised with 1/m: mean 0, mean square 1.
    BOOST_TEST(largest_magnitude(arma::mean(train[1], 1)) < 1e-4);
    BOOST_TEST(largest_magnitude(arma::mean(arma::square(train[1]), 1) - 1) < 1e-3);
    BOOST_TEST(identical(train[2], arma::clamp(train[1], 0, 1e9)));
}

BOOST_AUTO_TEST_CASE(error_of_stored_statistics_in_units_of_sigma)
{
    Rng rng(1);
    Sequential net = normed_net(rng);
    auto& norm = dynamic_cast<BatchNorm&>(net.layer(1));
    const Matrix x = rng.normal_matrix(3, 50, 2, 3);
    const Matrix z = layer_outputs(net, x, Shape{3}, Mode::train)[0];
    const Matrix mean = arma::mean(z, 1),
                 variance = arma::mean(arma::square(z.each_col() - arma::Col<Real>(mean)), 1);
    norm.running = {mean, variance};
    BOOST_TEST(running_error(net, x, Shape{3}) < 1e-3);
    // Three σ beside, and five times too wide: √(3² + 4²).
    norm.running = {mean + 3 * arma::sqrt(variance), 25 * variance};
    BOOST_TEST(std::abs(running_error(net, x, Shape{3}) - 5) < 1e-3);
    Sequential without(Shape{3});
    without.add(Linear(3, 2, rng));
    BOOST_TEST(std::isnan(running_error(without, x, Shape{3})));
}

BOOST_AUTO_TEST_CASE(followed_statistics_approach_and_others_do_not)
{
    const auto watched = [](double decay) {
        Rng rng(1);
        Sequential net = normed_net(rng, decay);
        const Dataset data = two_classes(64, rng);
        Following following;
        for (long k = 1; k <= 37; ++k) {
            net.forward(constant(data.x, data.shape), Mode::train);
            following.look(k, 37, net, data, data);
        }
        return following;
    };
    const Following followed = watched(0.5), never = watched(1);
    BOOST_TEST(followed.at == (std::vector<double>{1, 2, 4, 8, 16, 32, 37}),
               boost::test_tools::per_element());
    BOOST_TEST(followed.error.back() < 0.02); // 1/(m − 1) stays, against 1/m
    BOOST_TEST(never.error.back() == never.error.front());
    BOOST_TEST(never.error.back() > 0.1);
    BOOST_TEST(followed.accuracy.size() == 7U);
    BOOST_TEST(followed.last_accuracy() == followed.accuracy.back());
    BOOST_TEST(Following().last_accuracy() == 0.);
}

BOOST_AUTO_TEST_CASE(accuracy_depends_on_who_is_in_the_batch)
{
    Bare bare;
    // Stored mean 0 and variance 1: x itself decides, in batches of any size.
    BOOST_TEST(evaluate(bare.net, bare.data).accuracy == 1.);
    // All six: both features have one mean and one variance, and x decides again.
    BOOST_TEST(accuracy_with_batch_statistics(bare.net, bare.data, 6) == 1.);
    // One class: feature 0 is larger in all of it, and normalising hides that.
    BOOST_TEST(accuracy_with_batch_statistics(bare.net, bare.data, 3) < 0.8);
    BOOST_TEST(identical(bare.data.x, Bare().data.x));
    const auto& norm = dynamic_cast<BatchNorm&>(bare.net.layer(0));
    BOOST_TEST(largest_magnitude(norm.running.mean) == 0); // not followed
}

BOOST_AUTO_TEST_CASE(what_is_left_over_joins_the_last_batch)
{
    Bare bare;
    bare.data = first(bare.data, 5); // 2 and 3, and never 1: that would be refused
    accuracy_with_batch_statistics(bare.net, bare.data, 2);
    BOOST_TEST(accuracy_with_batch_statistics(bare.net, bare.data, 3) ==
               accuracy_with_batch_statistics(bare.net, bare.data, 5));
    BOOST_CHECK_THROW(accuracy_with_batch_statistics(bare.net, bare.data, 0), ShapeError);
    BOOST_CHECK_THROW(accuracy_with_batch_statistics(bare.net, bare.data, 6), ShapeError);
}

BOOST_AUTO_TEST_CASE(three_kinds_of_statistics_in_batches_of_each_size)
{
    Bare bare;
    bare.data = subset(bare.data, arma::uvec{0, 3, 1, 4, 2, 5}); // classes alternate
    const std::vector<AccuracyInBatches> found =
        accuracy_in_batches(bare.net, bare.data, {2, 3, 6});
    BOOST_REQUIRE(found.size() == 3U);
    for (const AccuracyInBatches& one : found) BOOST_TEST(one.stored == 100.);
    BOOST_TEST(found[0].of_batch == 100.); // one of each class: told apart by sign
    BOOST_TEST(found[0].sorted < 80);
    BOOST_TEST(found[2].of_batch == 100.);
    BOOST_TEST(found[2].sorted == 100.);
}

BOOST_AUTO_TEST_CASE(a_batch_has_less_variance_with_1_over_m_and_the_right_one_with_1_over_m_less_1)
{
    Rng rng(1);
    Matrix x = rng.normal_matrix(5, 400, 10, 2);
    x.row(3).fill(7); // says nothing
    const VarianceOfBatches all = variance_of_batches(x, 400, 1, rng);
    BOOST_TEST(std::abs(all.with_m - 399. / 400) < 1e-5);
    BOOST_TEST(std::abs(all.with_m_less_1 - 1) < 1e-5);
    for (const Index m : {2, 4, 20}) {
        const VarianceOfBatches v = variance_of_batches(x, m, 100, rng);
        BOOST_TEST(std::abs(v.with_m - (1 - 1 / double(m))) < 0.02);
        BOOST_TEST(std::abs(v.with_m_less_1 - 1) < 0.02);
    }
    BOOST_CHECK_THROW(variance_of_batches(x, 1, 1, rng), ShapeError);
    BOOST_CHECK_THROW(variance_of_batches(x, 401, 1, rng), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
