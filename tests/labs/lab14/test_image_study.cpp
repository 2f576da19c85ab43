#include "data/augment.hpp"
#include "labs/lab14_mnist_cnn/image_study.hpp"
#include "nn/models.hpp"
#include "temporary.hpp"
#include "train/runs.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_SUITE(image_study, *boost::unit_test::label("lab14"))

namespace {

// A bright bar in a dark image: upright (class 0) or lying (class 1).
Dataset bars(Index n, Rng& rng)
{
    Dataset data{.name = "bars",
                 .shape = {8, 8, 1},
                 .x = Matrix(64, n, arma::fill::zeros),
                 .labels = Labels(n),
                 .classes = {verbatim("|"), verbatim("—")}};
    for (Index i = 0; i < n; ++i) {
        data.labels[i] = i % 2;
        const Index at = 2 + rng.below(4);
        for (Index k = 1; k < 7; ++k) data.x(i % 2 == 0 ? k + 8 * at : at + 8 * k, i) = 1;
    }
    return data;
}

ImageParts small_parts()
{
    Rng rng(1);
    return image_parts({bars(150, rng), bars(40, rng)}, 120, 30, rng);
}

Sequential small_net(const ImageParts& parts, Rng& rng)
{
    return mlp({parts.training.features(), 8, 2}, rng);
}

} // namespace

BOOST_AUTO_TEST_CASE(three_parts_with_the_statistics_of_the_training_part)
{
    const ImageParts parts = small_parts();
    BOOST_TEST(parts.training.size() == 110);
    BOOST_TEST(parts.validation.size() == 10);
    BOOST_TEST(parts.test.size() == 30);
    const auto mean = [](const Dataset& d) {
        return std::abs(double(arma::mean(arma::mean(d.x))));
    };
    BOOST_TEST(mean(parts.training) < 1e-5);
    BOOST_TEST(std::abs(double(arma::stddev(arma::vectorise(parts.training.x), 1)) - 1) < 1e-4);
    BOOST_TEST(std::abs(double(parts.black - parts.training.x.min())) < 1e-6);
    BOOST_TEST(std::abs(double(parts.black - parts.test.x.min())) < 1e-6); // not its own statistics
}

BOOST_AUTO_TEST_CASE(looks_are_evenly_spread_and_those_of_the_net_at_that_time)
{
    const ImageParts parts = small_parts();
    Rng rng(2);
    const ImageRun run = train_image_net(small_net(parts, rng), parts, 1, 6, rng);
    for (const auto* curves : {&run.cost, &run.accuracy})
        for (const auto& curve : *curves) {
            BOOST_TEST(curve.size() == 12);
            for (const double value : curve) BOOST_TEST(std::isfinite(value));
        }
    const Evaluation training = evaluate(*run.net, first(parts.training, 10));
    BOOST_TEST(run.cost[0].back() == training.cost);
    BOOST_TEST(run.validation_cost() == evaluate(*run.net, parts.validation).cost);
    BOOST_TEST(run.accuracy[1].back() == 100 * evaluate(*run.net, parts.validation).accuracy);
    BOOST_TEST(run.cost[0].back() < run.cost[0].front());
    BOOST_TEST(run.accuracy[0].back() > 80);
    BOOST_TEST(ImageRun().validation_cost() == std::numeric_limits<double>::infinity());
}

BOOST_AUTO_TEST_CASE(a_run_that_is_stopped_or_diverges_leaves_infinite_costs)
{
    const ImageParts parts = small_parts();
    Rng rng(2);
    const ImageRun lost = train_image_net(small_net(parts, rng), parts,
                                          double(std::numeric_limits<Real>::max()), 4, rng);
    BOOST_TEST(!std::isfinite(lost.validation_cost()));
    request_stop();
    const ImageRun stopped = train_image_net(small_net(parts, rng), parts, 1, 4, rng);
    request_stop(false);
    BOOST_TEST(stopped.cost[1].size() == 8);
    BOOST_TEST(!std::isfinite(stopped.cost[1].front()));
}

BOOST_AUTO_TEST_CASE(errors_are_those_of_shifted_test_images)
{
    const ImageParts parts = small_parts();
    Rng rng(3);
    Sequential net = small_net(parts, rng);
    const std::vector<double> errors = test_errors(net, parts, 2);
    BOOST_REQUIRE(errors.size() == 3);
    BOOST_TEST(std::abs(errors[0] - 100 * (1 - evaluate(net, parts.test).accuracy)) < 1e-9);
    const Dataset moved = shifted_four_ways(parts.test, 2, parts.black);
    BOOST_TEST(std::abs(errors[2] - 100 * (1 - evaluate(net, moved).accuracy)) < 1e-9);
}

BOOST_AUTO_TEST_CASE(the_long_training_goes_on_from_its_checkpoint)
{
    const ImageParts parts = small_parts();
    const TemporaryFolder folder;
    const auto train = [&](const std::filesystem::path& file, int stop_after) {
        Rng rng(4);
        Sequential net = small_net(parts, rng);
        const auto look = [&](const Progress& now) {
            if (now.epoch + 1 == stop_after) request_stop();
        };
        History history = train_to_the_limit(net, parts, 4, folder / file, look, rng);
        request_stop(false);
        return history;
    };
    const History whole = train("whole", 0);
    BOOST_TEST(train("parts", 2).validation_cost.size() == 2);
    const History resumed = train("parts", 0);
    BOOST_TEST(resumed.validation_cost == whole.validation_cost, boost::test_tools::per_element());
    BOOST_TEST(resumed.step_cost == whole.step_cost, boost::test_tools::per_element());
    BOOST_TEST(whole.learning_rate.back() < 0.2); // the cosine, a step before its end
}

BOOST_AUTO_TEST_SUITE_END()
