#include "labs/lab10_batch_norm/smoothness.hpp"
#include "nn/losses.hpp"
#include "train/metrics.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab10_smoothness, *boost::unit_test::label("lab10"))

using namespace lab10;

namespace {

struct Scene {
    Rng rng{4};
    Dataset data = two_classes(20, rng);
    TinyNet net{3, 2, rng};
    arma::uvec batch{1, 3, 4, 8, 13};
};

double noted(const Run& run, const std::string& what) { return run.curve(what).values.at(0); }

Run walked(Scene& scene, Walk walk, const std::vector<double>& lengths)
{
    Run run;
    walk_along_gradient(Step(), run, walk, lengths, scene.net, scene.data, scene.batch);
    return run;
}

} // namespace

BOOST_AUTO_TEST_CASE(costs_and_gradients_are_those_of_theta_minus_t_times_g)
{
    Scene scene;
    const auto [cost, g] = cost_and_gradient_of(scene.net, scene.data, scene.batch);
    const Run run = walked(scene, Walk::steps, {0.5, 2});
    const double norm = double(arma::norm(g));
    BOOST_TEST(std::abs(noted(run, "steps cost") - cost) < 1e-6);
    double lowest = cost, highest = cost, largest = 0;
    for (const std::string n : {"1", "2"}) {
        const double t = n == "1" ? 0.5 : 2;
        TinyNet& net = scene.net;
        const AsBefore as_before(net);
        Index at = 0; // by hand: W, then b
        for (Var parameter : parameters(net))
            for (Real& value : parameter.value()) value -= Real(t) * g[at++];
        const CostAndGradient there = cost_and_gradient_of(net, scene.data, scene.batch);
        const double turn = double(arma::norm(there.gradient - g));
        lowest = std::min(lowest, there.cost);
        highest = std::max(highest, there.cost);
        largest = std::max(largest, turn);
        BOOST_TEST(std::abs(noted(run, "steps " + n + " climb") - (there.cost - cost)) < 1e-5);
        BOOST_TEST(std::abs(noted(run, "steps " + n + " turn") - turn / norm) < 1e-4);
        BOOST_TEST(std::abs(noted(run, "steps " + n + " moved") - t * norm) < 1e-5);
        BOOST_TEST(std::abs(noted(run, "steps " + n + " range") - (highest - lowest)) < 1e-5);
        BOOST_TEST(std::abs(noted(run, "steps " + n + " change") - largest) < 1e-5);
    }
}

BOOST_AUTO_TEST_CASE(the_network_is_as_before_with_its_buffers_and_without_gradients)
{
    Scene scene;
    const std::vector<Matrix> before = snapshot(scene.net);
    walked(scene, Walk::distances, {1, 10});
    BOOST_TEST(identical(before, snapshot(scene.net)));
    for (const Var& parameter : parameters(scene.net)) BOOST_TEST(parameter.grad().is_empty());
}

BOOST_AUTO_TEST_CASE(a_distance_is_a_step_of_that_length)
{
    Scene scene;
    const double norm =
        double(arma::norm(cost_and_gradient_of(scene.net, scene.data, scene.batch).gradient));
    const Run far = walked(scene, Walk::distances, {0.7});
    const Run same = walked(scene, Walk::steps, {0.7 / norm});
    BOOST_TEST(std::abs(noted(far, "distances 1 moved") - 0.7) < 1e-6);
    BOOST_TEST(std::abs(noted(far, "distances 1 climb") - noted(same, "steps 1 climb")) < 1e-6);
    BOOST_TEST(std::abs(noted(far, "distances 1 β") - noted(same, "steps 1 β")) < 1e-4);
}

// In short steps the change of the gradient is the curvature times the distance.
BOOST_AUTO_TEST_CASE(short_walks_find_the_curvature)
{
    if (sizeof(Real) != sizeof(double)) return;
    Scene scene;
    const Column g = cost_and_gradient_of(scene.net, scene.data, scene.batch).gradient;
    const Run run = walked(scene, Walk::steps, {1e-4, 2e-4});
    const double slope = double(arma::dot(g, g));
    BOOST_TEST(std::abs(-noted(run, "steps 1 climb") / (1e-4 * slope) - 1) < 1e-3);
    BOOST_TEST(std::abs(noted(run, "steps 2 change") / noted(run, "steps 1 change") - 2) < 1e-2);
}

BOOST_AUTO_TEST_CASE(a_cost_that_explodes_is_infinite_not_nan)
{
    Scene scene;
    const Run run = walked(scene, Walk::steps, {1, double(std::numeric_limits<Real>::max())});
    BOOST_TEST(std::isfinite(noted(run, "steps 1 climb")));
    BOOST_TEST(noted(run, "steps 2 range") == INFINITY);
    BOOST_TEST(noted(run, "steps 2 change") == INFINITY);
}

BOOST_AUTO_TEST_CASE(smoother_when_all_three_measures_are_smaller_in_the_median_look)
{
    const auto twin = [](const Text& name, double size, double range) {
        Compared method;
        method.name = name;
        for (const double seed : {1.0, 1.1, 1.2, 1.3, 1.4}) {
            Run run;
            for (const double look : {size, 9 * size, size}) {
                run.note(Step(), "steps 4 range", seed * look * range);
                run.note(Step(), "steps 4 change", seed * look);
                run.note(Step(), "steps 4 β", seed * look);
            }
            method.runs.push_back(run);
        }
        return method;
    };
    const auto outcome = [&](double without, double with, double range) {
        const Study twins(
            {twin(twin_of(true).name, with, range), twin(twin_of(false).name, without, 1)});
        BOOST_TEST(over_looks(twins["without batch norm"], "steps 4 change").median ==
                   1.2 * without);
        return smoother(twins, "steps 4").outcome;
    };
    BOOST_CHECK(outcome(2, 1, 1) == Outcome::supported);
    BOOST_CHECK(outcome(1, 2, 1) == Outcome::not_supported);
    BOOST_CHECK(outcome(2, 1, 9) == Outcome::not_supported);
}

BOOST_AUTO_TEST_SUITE_END()
