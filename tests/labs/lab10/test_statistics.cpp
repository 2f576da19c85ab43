#include "base/error.hpp"
#include "labs/lab10_batch_norm/statistics.hpp"
#include "magnitude.hpp"
#include "nn/norm.hpp"
#include "train/layer_outputs.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab10_statistics, *boost::unit_test::label("lab10"))

using namespace lab10;
using namespace descente::testing;

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
    Dataset data{.name = verbatim("two features"),
                 .shape = Shape{2},
                 .x = {{1, 3, 5, 0, 1, 2}, {0, 1, 2, 1, 3, 5}},
                 .labels = {0, 0, 0, 1, 1, 1},
                 .classes = {tr("first"), tr("second")}};
    Bare() { net.add(BatchNorm(2)); }
};

} // namespace

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

BOOST_AUTO_TEST_CASE(looks_after_1_2_4_and_the_last_update)
{
    Rng rng(1);
    const Dataset data = two_classes(256, rng);
    const Data all{data, data, data};
    for (const double decay : {0.9, 1.0}) {
        Twin twin;
        twin.decay = decay;
        const Run run = train(twin, 0.1, all, 37, std::bind_front(look_at_stored, 0.9), Rng(2));
        const Run::Curve& error = run.curve("error");
        BOOST_TEST(error.updates == (std::vector<double>{1, 2, 4, 8, 16, 32, 37}),
                   boost::test_tools::per_element());
        BOOST_TEST((error.values.back() < 0.5) == (decay == 0.9));
        BOOST_TEST(run.curve("accuracy").values.back() == run.number("validation accuracy"));
        BOOST_TEST(std::isfinite(run.number("of batch 2")) == (decay == 0.9));
        if (decay == 0.9) BOOST_TEST(run.number("stored 64") == run.number("validation accuracy"));
        if (decay == 0.9) BOOST_TEST(run.number("sorted 2") < run.number("stored 2"));
    }
}

BOOST_AUTO_TEST_CASE(the_worst_statistics_are_told_by_the_runs_or_none)
{
    const auto seed = [](double stored, double of_batch, double sorted) {
        Run run;
        run["stored 2"] = stored;
        run["of batch 2"] = of_batch;
        run["sorted 64"] = sorted;
        return run;
    };
    Compared method;
    method.runs = {seed(80, 30, 20), seed(85, 40, 35), seed(80, 32, 21), seed(82, 30, 20),
                   seed(84, 35, 27)};
    BOOST_TEST(worst_statistics(method) == 2U);
    method.runs[2] = seed(80, 20, 40);
    BOOST_TEST(worst_statistics(method) == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
