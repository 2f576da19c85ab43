#include "labs/lab10_batch_norm/smoothness.hpp"
#include "nn/losses.hpp"
#include "train/gradient_noise.hpp"
#include "train/metrics.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(smoothness, *boost::unit_test::label("lab10"))

namespace {

struct Scene {
    Rng rng{4};
    Dataset data = two_classes(20, rng);
    TinyNet net{3, 2, rng};
    arma::uvec batch{1, 3, 4, 8, 13};
};

} // namespace

BOOST_AUTO_TEST_CASE(costs_and_gradients_are_those_of_theta_minus_t_times_g)
{
    Scene scene;
    const Column g = gradient_of(scene.net, scene.data, scene.batch);
    const AlongGradient along =
        walk_along_gradient(scene.net, scene.data, scene.batch, Walk::steps, {0.5, 2});
    const double norm = double(arma::norm(g));
    BOOST_TEST(std::abs(along.gradient_norm - norm) < 1e-5);
    for (const std::size_t i : {0U, 1U}) {
        const double t = i == 0 ? 0.5 : 2;
        TinyNet& net = scene.net;
        const AsBefore as_before(net);
        Index at = 0; // by hand: W, then b
        for (Var parameter : parameters(net))
            for (Real& value : parameter.value()) value -= Real(t) * g[at++];
        const CostAndGradient there = cost_and_gradient_of(net, scene.data, scene.batch);
        BOOST_TEST(std::abs(along.costs[i] - there.cost) < 1e-6);
        BOOST_TEST(std::abs(along.gradient_change[i] - double(arma::norm(there.gradient - g))) <
                   1e-5);
        BOOST_TEST(std::abs(along.moved[i] - t * norm) < 1e-5);
    }
}

BOOST_AUTO_TEST_CASE(the_network_is_as_before_with_its_buffers_and_without_gradients)
{
    Scene scene;
    const std::vector<Matrix> before = snapshot(scene.net);
    walk_along_gradient(scene.net, scene.data, scene.batch, Walk::distances, {1, 10});
    BOOST_TEST(identical(before, snapshot(scene.net)));
    for (const Var& parameter : parameters(scene.net)) BOOST_TEST(parameter.grad().is_empty());
}

BOOST_AUTO_TEST_CASE(a_distance_is_a_step_of_that_length)
{
    Scene scene;
    const auto walk = [&](Walk kind, double length) {
        return walk_along_gradient(scene.net, scene.data, scene.batch, kind, {length});
    };
    const AlongGradient far = walk(Walk::distances, 0.7);
    BOOST_TEST(std::abs(far.moved[0] - 0.7) < 1e-6);
    const AlongGradient same = walk(Walk::steps, 0.7 / far.gradient_norm);
    BOOST_TEST(std::abs(far.costs[0] - same.costs[0]) < 1e-6);
    BOOST_TEST(std::abs(far.smoothness() - same.smoothness()) < 1e-4);
}

// In short steps the change of the gradient is the curvature times the distance.
BOOST_AUTO_TEST_CASE(short_walks_find_the_curvature)
{
    if (sizeof(Real) != sizeof(double)) return;
    Scene scene;
    const Column g = gradient_of(scene.net, scene.data, scene.batch);
    const AlongGradient along =
        walk_along_gradient(scene.net, scene.data, scene.batch, Walk::steps, {1e-4, 2e-4});
    const double slope = double(arma::dot(g, g));
    BOOST_TEST(std::abs((along.cost - along.costs[0]) / (1e-4 * slope) - 1) < 1e-3);
    BOOST_TEST(std::abs(along.gradient_change[1] / along.gradient_change[0] - 2) < 1e-2);
    BOOST_TEST(std::abs(along.smoothness() * along.moved[0] / along.gradient_change[0] - 1) < 1e-2);
}

BOOST_AUTO_TEST_CASE(range_includes_the_beginning_and_head_leaves_out_the_end)
{
    const AlongGradient along{.cost = 2,
                              .gradient_norm = 1,
                              .moved = {1, 2, 4},
                              .costs = {1.5, 1, 7},
                              .gradient_change = {3, 4, 20}};
    BOOST_TEST(along.range() == 6.);
    BOOST_TEST(along.largest_change() == 20.);
    BOOST_TEST(along.smoothness() == 5.);
    BOOST_TEST(along.head(2).range() == 1.); // 2 is where it begins
    BOOST_TEST(along.head(2).largest_change() == 4.);
    BOOST_TEST(along.head(2).smoothness() == 3.);
    BOOST_TEST(along.head(9).range() == 6.);
}

BOOST_AUTO_TEST_CASE(a_cost_that_explodes_is_infinite_not_nan)
{
    Scene scene;
    const AlongGradient along = walk_along_gradient(scene.net, scene.data, scene.batch, Walk::steps,
                                                    {1, std::numeric_limits<Real>::max()});
    BOOST_TEST(std::isfinite(along.costs[0]));
    BOOST_TEST(along.range() == INFINITY);
    BOOST_TEST(along.largest_change() == INFINITY);
}

BOOST_AUTO_TEST_SUITE_END()
