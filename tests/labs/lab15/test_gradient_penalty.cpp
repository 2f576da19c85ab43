#include "data/minibatches.hpp"
#include "labs/lab15_why_it_generalises/gradient_penalty.hpp"
#include "magnitude.hpp"
#include "nn/losses.hpp"
#include "train/gradient_noise.hpp"
#include "train/metrics.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_SUITE(gradient_penalty, *boost::unit_test::label("lab15"))

namespace {

constexpr bool exact = sizeof(Real) == sizeof(double);

struct PenaltyScene {
    Rng rng{4};
    Dataset data = two_classes(20, rng);
    TinyNet net{3, 2, rng};
    arma::uvec batch{1, 3, 4, 8, 13};

    Column gradient() { return gradient_of(net, data, batch); }
    Column times(const Column& v, double distance)
    {
        return hessian_times(net, data, batch, gradient(), v, distance);
    }
};

Column some_direction(Index n)
{
    Column v(n);
    for (Index i = 0; i < n; ++i) v[i] = static_cast<Real>(std::sin(1.0 + 2.0 * double(i)));
    return v;
}

// ∂value/∂θ by central differences.
template <class Value>
Column differences_of(Module& net, const Value& value)
{
    const std::vector<Var> theta = parameters(net);
    const Column start = flat_values(theta);
    Column slopes(start.n_elem);
    for (Index i = 0; i < start.n_elem; ++i) {
        Column unit(start.n_elem, arma::fill::zeros);
        unit[i] = 1;
        move_to(theta, start, -1e-5, unit);
        const double above = value();
        move_to(theta, start, 1e-5, unit);
        slopes[i] = static_cast<Real>((above - value()) / 2e-5);
    }
    move_to(theta, start, 0, start);
    return slopes;
}

} // namespace

// For z = Wᵀx + b and p = softmax(z), H·v is the mean of x·(S u)ᵀ for W and of S u for b, where
// u = Vᵀx + v_b and S = diag(p) − p·pᵀ.
BOOST_AUTO_TEST_CASE(the_hessian_of_one_layer_by_hand)
{
    PenaltyScene scene;
    const Column v = some_direction(8);
    const Matrix V = arma::reshape(v.head(6), 3, 2);
    Matrix for_W(3, 2, arma::fill::zeros), for_b(2, 1, arma::fill::zeros);
    for (const Index n : scene.batch) {
        const Column x = scene.data.x.col(n), u = V.t() * x + v.tail(2);
        const Column p = softmax(scene.net.layer.forward(constant(x), Mode::eval)).value();
        const Column Su = p % u - p * arma::dot(p, u);
        for_W += x * Su.t() / 5;
        for_b += Su / 5;
    }
    const Column by_hand = arma::join_cols(arma::vectorise(for_W), arma::vectorise(for_b));
    BOOST_TEST(largest_magnitude(by_hand) > 0.04); // so that the next lines say something
    BOOST_TEST(largest_magnitude(scene.times(v, 0.01) - by_hand) < 0.003);
    if (exact) BOOST_TEST(largest_magnitude(scene.times(v, 1e-6) - by_hand) < 1e-6);
    // Linear in v, whatever its length, and 0 for 0.
    BOOST_TEST(largest_magnitude(scene.times(Real(50) * v, 0.01) / Real(50) - by_hand) < 0.003);
    BOOST_TEST(largest_magnitude(scene.times(0 * v, 0.01)) == 0);
}

BOOST_AUTO_TEST_CASE(theta_and_buffers_stay)
{
    PenaltyScene scene;
    scene.gradient(); // moves the running mean
    const std::vector<Matrix> before = snapshot(scene.net);
    hessian_times(scene.net, scene.data, scene.batch, some_direction(8), some_direction(8));
    BOOST_TEST(identical(before, snapshot(scene.net)));
    mean_squared_gradient(scene.net, scene.data, 4, Rng(1));
    BOOST_TEST(identical(before, snapshot(scene.net)));
}

BOOST_AUTO_TEST_CASE(without_penalty_it_is_the_gradient)
{
    PenaltyScene scene;
    BOOST_TEST(
        identical(penalised_gradient(scene.net, scene.data, scene.batch, 0), scene.gradient()));
}

// What SGD with the penalty descends in an epoch is L + (λ/4m) Σ ‖∇L_k‖²: a mean over minibatches.
// The sum of their squares, or the square of the whole gradient, is something else.
BOOST_AUTO_TEST_CASE(the_mean_over_an_epoch_is_the_gradient_of_the_modified_cost)
{
    if (!exact) return;
    PenaltyScene scene;
    const double penalty = 3;
    const Rng order(5);
    Minibatches minibatches(scene.data, 4, order); // 5 of 4 samples
    Column mean(8, arma::fill::zeros), plain(8, arma::fill::zeros);
    for (int k = 0; k < 5; ++k) {
        const arma::uvec batch = minibatches.next().indices;
        mean += penalised_gradient(scene.net, scene.data, batch, penalty) / Real(5);
        plain += gradient_of(scene.net, scene.data, batch) / Real(5);
    }
    const Column slopes = differences_of(scene.net, [&] {
        return evaluate(scene.net, scene.data).cost +
               penalty / 4 * mean_squared_gradient(scene.net, scene.data, 4, order);
    });
    BOOST_TEST(largest_magnitude(plain - slopes) > 0.05);
    BOOST_TEST(largest_magnitude(mean - slopes) < 0.01); // of the step of 0.01
}

BOOST_AUTO_TEST_CASE(the_mean_of_squares_is_that_of_every_minibatch_once)
{
    PenaltyScene scene;
    const Rng order(5);
    Minibatches minibatches(scene.data, 8, order); // 8, 8 and 4 samples
    double mean = 0;
    for (int k = 0; k < 3; ++k) {
        const arma::uvec batch = minibatches.next().indices;
        mean += std::pow(double(arma::norm(gradient_of(scene.net, scene.data, batch))), 2) / 3;
    }
    BOOST_TEST(std::abs(mean_squared_gradient(scene.net, scene.data, 8, order) / mean - 1) < 1e-5);
    // In one minibatch of all samples: the square of the whole gradient, which is smaller.
    const arma::uvec all = arma::regspace<arma::uvec>(0, 19);
    const double whole = std::pow(double(arma::norm(gradient_of(scene.net, scene.data, all))), 2);
    BOOST_TEST(std::abs(mean_squared_gradient(scene.net, scene.data, 20, order) / whole - 1) <
               1e-5);
    BOOST_TEST(whole < mean);
}

// The theorem itself, where it can be seen: the mean θ after an epoch, over all orders of two
// minibatches, is on the flow of the modified cost, and farther from the flow of L.
BOOST_AUTO_TEST_CASE(sgd_follows_the_flow_of_the_modified_cost)
{
    if (!exact) return;
    PenaltyScene scene;
    const std::vector<Var> theta = parameters(scene.net);
    const Column start = flat_values(theta);
    const arma::uvec halves[]{arma::regspace<arma::uvec>(0, 9), arma::regspace<arma::uvec>(10, 19)};
    const double rate = 0.1;
    const auto step = [&](const arma::uvec& batch, double length, double penalty) {
        const Column g = penalised_gradient(scene.net, scene.data, batch, penalty);
        move_to(theta, flat_values(theta), length, g);
    };
    Column mean(8, arma::fill::zeros);
    for (const int first : {0, 1}) {
        move_to(theta, start, 0, start);
        step(halves[first], rate, 0);
        step(halves[1 - first], rate, 0);
        mean += flat_values(theta) / Real(2);
    }
    const auto flow = [&](double penalty) { // in 400 little steps, the time of two of SGD
        move_to(theta, start, 0, start);
        for (int k = 0; k < 400; ++k) {
            const Column before = flat_values(theta);
            const Column g = (penalised_gradient(scene.net, scene.data, halves[0], penalty) +
                              penalised_gradient(scene.net, scene.data, halves[1], penalty)) /
                             Real(2);
            move_to(theta, before, 2 * rate / 400, g);
        }
        return flat_values(theta);
    };
    const double from_modified = largest_magnitude(mean - flow(rate));
    const double from_plain = largest_magnitude(mean - flow(0));
    BOOST_TEST(from_modified < 0.3 * from_plain);
}

// 20 samples in minibatches of 10: 2 updates an epoch, 0.4/0.1 = 4 epochs; a twentieth of these is
// no update, so each update of the second half halves the rate again.
BOOST_AUTO_TEST_CASE(a_training_is_its_updates_one_by_one)
{
    PenaltyScene scene, again;
    const TrainTest data{scene.data, scene.data};
    const Rng order(6);
    const PenalisedRun run = train_with_penalty(
        scene.net, data, {.rate = 0.1, .penalty = 2, .rate_times_epochs = 0.4, .batch_size = 10},
        order);
    const std::vector<Var> theta = parameters(again.net);
    Minibatches minibatches(again.data, 10, order);
    for (const double rate : {0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.025, 0.0125}) {
        const arma::uvec batch = minibatches.next().indices;
        const Column g = penalised_gradient(again.net, again.data, batch, 2);
        move_to(theta, flat_values(theta), rate, g);
    }
    BOOST_TEST(largest_magnitude(flat_values(parameters(scene.net)) - flat_values(theta)) < 1e-6);
    BOOST_TEST(std::abs(run.test - 100 * evaluate(again.net, again.data).accuracy) < 1e-9);
    BOOST_TEST(run.training == run.test);
    BOOST_TEST(run.squared_gradient > 0);
}

BOOST_AUTO_TEST_SUITE_END()
