#include "base/error.hpp"
#include "magnitude.hpp"
#include "nn/layers.hpp"
#include "nn/losses.hpp"
#include "optim/optimizers.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(optimizers)

using namespace descente;
using namespace descente::testing;

namespace {

const double tiny = sizeof(Real) == sizeof(double) ? 1e-14 : 1e-6;

Matrix column(double above, double below)
{
    return Column{static_cast<Real>(above), static_cast<Real>(below)};
}

// Puts the gradients in by hand and makes one step.
void step(Optimizer& optimizer, std::vector<Var>& parameters, const std::vector<Matrix>& gradients,
          double rate)
{
    optimizer.zero_grad();
    for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i].add_grad(gradients[i]);
    optimizer.step(rate);
}

bool identical(const Matrix& a, const Matrix& b)
{
    return arma::size(a) == arma::size(b) && std::equal(a.begin(), a.end(), b.begin());
}

// What θ is after `steps` steps of one number under the constant gradient `g`.
double after_constant_gradient(Optimizer& optimizer, Var theta, double g, int steps, double rate)
{
    std::vector<Var> parameters{theta};
    for (int k = 0; k < steps; ++k) step(optimizer, parameters, {Matrix{Real(g)}}, rate);
    return theta.scalar();
}

} // namespace

BOOST_AUTO_TEST_CASE(sgd_goes_against_the_gradient, *boost::unit_test::label("lab03"))
{
    std::vector<Var> theta{parameter(Matrix{{1, 2}, {3, 4}}), parameter(Matrix{5})};
    Sgd sgd(theta);
    step(sgd, theta, {Matrix{{2, 0}, {-4, 8}}, Matrix{1}}, 0.25);
    BOOST_TEST(identical(theta[0].value(), Matrix{{0.5, 2}, {4, 2}}));
    BOOST_TEST(identical(theta[1].value(), Matrix{4.75}));
    BOOST_TEST(sgd.steps() == 1);
}

BOOST_AUTO_TEST_CASE(descent_on_a_bowl_diverges_beyond_two_over_the_largest_curvature,
                     *boost::unit_test::label("lab01"))
{
    // L = ½ Σ λᵢθᵢ²: θᵢ is multiplied by 1 − αλᵢ each step, so all shrink if and only if α <
    // 2/λmax.
    const Column curvature{Real(0.5), 1, 4};
    const auto distance_after = [&](double rate, int steps) {
        const Var theta = parameter(Column{1, 1, 1});
        Sgd sgd(std::vector<Var>{theta});
        for (int k = 0; k < steps; ++k) {
            const Var L = 0.5 * sum(constant(curvature) % square(theta));
            sgd.zero_grad();
            backward(L);
            sgd.step(rate);
        }
        return static_cast<double>(arma::norm(theta.value()));
    };
    BOOST_TEST(distance_after(1.99 / 4, 2000) < 1e-3);
    BOOST_TEST(distance_after(2.01 / 4, 2000) > 1e3);
    BOOST_TEST(std::abs(distance_after(2.0 / 4, 2000) - 1) < 1e-6); // for ever between ±1
}

BOOST_AUTO_TEST_CASE(a_parameter_without_gradient_stays, *boost::unit_test::label("lab03"))
{
    std::vector<Var> theta{parameter(Matrix{1}), parameter(Matrix{1})};
    Sgd sgd(theta, {.weight_decay = 0.5});
    theta[1].add_grad(Matrix{1});
    sgd.step(0.5);
    BOOST_TEST(theta[0].scalar() == 1);
    BOOST_TEST(theta[1].scalar() == 0.5);
    sgd.zero_grad();
    BOOST_TEST(theta[1].grad().is_empty());
    sgd.step(0.5);
    BOOST_TEST(theta[1].scalar() == 0.5);
}

BOOST_AUTO_TEST_CASE(rate_zero_changes_no_parameter, *boost::unit_test::label("lab05"))
{
    const Matrix start{{0.1, -0.2}, {0.3, 1e-30}};
    for (int kind = 0; kind < 3; ++kind) {
        std::vector<Var> theta{parameter(start)};
        std::unique_ptr<Optimizer> optimizer;
        if (kind == 0) optimizer = std::make_unique<Sgd>(theta);
        if (kind == 1) optimizer = std::make_unique<Momentum>(theta);
        if (kind == 2) optimizer = std::make_unique<Adam>(theta);
        for (int k = 0; k < 3; ++k) step(*optimizer, theta, {Matrix{{1, 2}, {-3, 0}}}, 0);
        BOOST_TEST(identical(theta[0].value(), start));
    }
}

BOOST_AUTO_TEST_CASE(weight_decay_is_for_weights_only, *boost::unit_test::label("lab12"))
{
    Rng rng(1);
    Linear layer(3, 2, rng);
    const Matrix W = layer.W.value(), b = layer.b.value();
    Sgd sgd(layer, {.weight_decay = 0.5});
    layer.W.add_grad(Matrix(3, 2, arma::fill::zeros));
    layer.b.add_grad(Matrix(2, 1, arma::fill::zeros));
    sgd.step(0.5);
    BOOST_TEST(largest_magnitude(layer.W.value() - Real(0.75) * W) < tiny);
    BOOST_TEST(identical(layer.b.value(), b));

    // In a plain list, more than one column makes a weight.
    std::vector<Var> theta{parameter(Matrix{{4, 8}}), parameter(column(4, 8))};
    Sgd plain(theta, {.weight_decay = 0.5});
    step(plain, theta, {Matrix{{1, 0}}, column(1, 0)}, 0.5);
    BOOST_TEST(identical(theta[0].value(), Matrix{{2.5, 6}}));
    BOOST_TEST(identical(theta[1].value(), column(3.5, 8)));
}

BOOST_AUTO_TEST_CASE(weight_decay_enters_the_momentum, *boost::unit_test::label("lab12"))
{
    std::vector<Var> theta{parameter(Matrix{{2, 2}})};
    Momentum momentum(theta, 0.5, {.weight_decay = 1});
    step(momentum, theta, {Matrix{{1, 0}}}, 1);
    // g + λθ = (3, 2); m = half of it
    BOOST_TEST(identical(theta[0].value(), Matrix{{0.5, 1}}));
}

BOOST_AUTO_TEST_CASE(momentum_by_hand, *boost::unit_test::label("lab06"))
{
    std::vector<Var> theta{parameter(Matrix{0})};
    Momentum momentum(theta, 0.5);
    step(momentum, theta, {Matrix{4}}, 1); // m = 2
    BOOST_TEST(theta[0].scalar() == -2);
    step(momentum, theta, {Matrix{4}}, 1); // m = 3
    BOOST_TEST(theta[0].scalar() == -5);
    step(momentum, theta, {Matrix{-4}}, 1); // m = −0.5
    BOOST_TEST(theta[0].scalar() == -4.5);
}

BOOST_AUTO_TEST_CASE(momentum_is_pytorchs_with_a_rate_times_one_minus_beta,
                     *boost::unit_test::label("lab06"))
{
    Rng rng(3);
    const double beta = 0.9, rate = 0.5;
    std::vector<Var> theta{parameter(rng.normal_matrix(3, 4))};
    Matrix other = theta[0].value(), m(3, 4, arma::fill::zeros);
    Momentum momentum(theta, beta);
    for (int k = 0; k < 20; ++k) {
        const Matrix g = rng.normal_matrix(3, 4);
        step(momentum, theta, {g}, rate);
        m = Real(beta) * m + g; // PyTorch's
        other -= Real(rate * (1 - beta)) * m;
        BOOST_TEST(largest_magnitude(theta[0].value() - other) < 10 * tiny);
    }
}

BOOST_AUTO_TEST_CASE(three_steps_of_adam_by_hand_on_two_tensors, *boost::unit_test::label("lab06"))
{
    // β1 = 0.5, β2 = 0.75, ε = 0.25, α = 1. The first tensor has gradients 1, 1, 1, so m̂ = v̂ = 1:
    //   Δθ = −1/(1 + 0.25) = −0.8 each step.
    // The second, of another size, has gradients (2, 0), (0, 2), (2, 2):
    //   k = 1: m = (1, 0)        v = (1, 0)         m̂ = m/0.5 = (2, 0)     v̂ = v/0.25 = (4, 0)
    //   k = 2: m = (½, 1)        v = (¾, 1)         m̂ = m/0.75 = (⅔, 4/3)  v̂ = v/(7/16) = (12/7,
    //   16/7) k = 3: m = (5/4, 3/2)    v = (25/16, 7/4)   m̂ = m/(7/8) = (10/7, 12/7)
    //                                               v̂ = v/(37/64) = (100/37, 112/37)
    std::vector<Var> theta{parameter(Matrix{0}), parameter(column(0, 0))};
    Adam adam(theta, {.beta1 = 0.5, .beta2 = 0.75, .epsilon = 0.25});
    const double e = 0.25;

    step(adam, theta, {Matrix{1}, column(2, 0)}, 1);
    double a = -2 / (2 + e), b = 0;
    BOOST_TEST(std::abs(theta[0].scalar() + 0.8) < tiny);
    BOOST_TEST(largest_magnitude(theta[1].value() - column(a, b)) < tiny);

    step(adam, theta, {Matrix{1}, column(0, 2)}, 1);
    a -= 2.0 / 3 / (std::sqrt(12.0 / 7) + e);
    b -= 4.0 / 3 / (std::sqrt(16.0 / 7) + e);
    BOOST_TEST(std::abs(theta[0].scalar() + 1.6) < tiny);
    BOOST_TEST(largest_magnitude(theta[1].value() - column(a, b)) < tiny);

    step(adam, theta, {Matrix{1}, column(2, 2)}, 1);
    a -= 10.0 / 7 / (std::sqrt(100.0 / 37) + e);
    b -= 12.0 / 7 / (std::sqrt(112.0 / 37) + e);
    BOOST_TEST(std::abs(theta[0].scalar() + 2.4) < tiny);
    BOOST_TEST(largest_magnitude(theta[1].value() - column(a, b)) < tiny);
    BOOST_TEST(adam.steps() == 3);
}

BOOST_AUTO_TEST_CASE(adam_moves_by_the_rate_under_a_constant_gradient,
                     *boost::unit_test::label("lab06"))
{
    for (const double g : {3.0, -0.01, 1000.0}) {
        Var theta = parameter(0.0);
        Adam adam(std::vector<Var>{theta}, {.epsilon = 0});
        double before = 0;
        for (int k = 0; k < 50; ++k) {
            const double now = after_constant_gradient(adam, theta, g, 1, 0.125);
            BOOST_TEST(std::abs(std::abs(now - before) - 0.125) < 20 * tiny);
            before = now;
        }
        BOOST_TEST((before < 0) == (g > 0));
    }
}

BOOST_AUTO_TEST_CASE(epsilon_stands_outside_the_root, *boost::unit_test::label("lab06"))
{
    // g = ε: |Δθ| = α g/(g + ε) = α/2; inside the root it would be nearly 0 for a small ε
    Var theta = parameter(0.0);
    Adam adam(std::vector<Var>{theta}, {.epsilon = 1e-8});
    BOOST_TEST(std::abs(after_constant_gradient(adam, theta, 1e-8, 1, 1) + 0.5) < 1e-5);
}

// Trap 2: the slides sum over the minibatch where frameworks take the mean.
BOOST_AUTO_TEST_CASE(sum_with_a_rate_divided_by_the_batch_is_the_mean,
                     *boost::unit_test::label("lab03"))
{
    Rng rng(5);
    const Matrix x = rng.normal_matrix(3, 10);
    const Labels labels{0, 1, 1, 0, 1, 0, 0, 1, 0, 1};
    Rng same_a(7), same_b(7);
    Linear by_mean(3, 2, same_a), by_sum(3, 2, same_b);
    Sgd mean(by_mean), sum(by_sum);
    for (int epoch = 0; epoch < 3; ++epoch)
        for (Index first = 0; first < 10; first += 4) {
            const Index last = std::min<Index>(first + 3, 9); // the last minibatch has two samples
            const Var batch = constant(x.cols(first, last));
            const Labels targets = labels.subvec(first, last);
            mean.zero_grad();
            backward(softmax_cross_entropy(by_mean.forward(batch, Mode::train), targets));
            mean.step(0.5);
            sum.zero_grad();
            backward(
                softmax_cross_entropy(by_sum.forward(batch, Mode::train), targets, Reduction::sum));
            sum.step(0.5 / static_cast<double>(last - first + 1));
        }
    BOOST_TEST(largest_magnitude(by_mean.W.value() - by_sum.W.value()) < 10 * tiny);
    BOOST_TEST(largest_magnitude(by_mean.b.value() - by_sum.b.value()) < 10 * tiny);
}

BOOST_AUTO_TEST_CASE(repeating_a_batch_leaves_the_mean_gradient, *boost::unit_test::label("lab03"))
{
    Rng rng(5);
    const Matrix x = rng.normal_matrix(3, 4);
    const Labels labels{0, 1, 1, 0};
    Linear layer(3, 2, rng);
    backward(softmax_cross_entropy(layer.forward(constant(x), Mode::train), labels));
    const Matrix once = layer.W.grad();
    layer.W.grad().reset();
    backward(softmax_cross_entropy(layer.forward(constant(arma::join_rows(x, x)), Mode::train),
                                   Labels(arma::join_cols(labels, labels))));
    BOOST_TEST(largest_magnitude(once - layer.W.grad()) < 10 * tiny);
    BOOST_TEST(largest_magnitude(once) > 0.01);
}

BOOST_AUTO_TEST_CASE(large_tensors_go_the_same_way_as_small_ones, *boost::unit_test::label("lab06"))
{
    // 300 × 300 numbers take the way of several threads, its columns alone that of one.
    Rng rng(9);
    const Matrix start = rng.normal_matrix(300, 300), g1 = rng.normal_matrix(300, 300),
                 g2 = rng.normal_matrix(300, 300);
    std::vector<Var> whole{parameter(start)}, columns;
    std::vector<Matrix> g1_columns, g2_columns;
    for (Index j = 0; j < 300; ++j) {
        columns.push_back(parameter(Matrix(start.col(j))));
        g1_columns.emplace_back(g1.col(j));
        g2_columns.emplace_back(g2.col(j));
    }
    Adam adam(whole), adam_columns(columns);
    step(adam, whole, {g1}, 0.01);
    step(adam, whole, {g2}, 0.01);
    step(adam_columns, columns, g1_columns, 0.01);
    step(adam_columns, columns, g2_columns, 0.01);
    for (Index j = 0; j < 300; ++j)
        BOOST_TEST(identical(Matrix(whole[0].value().col(j)), columns[j].value()));
}

BOOST_AUTO_TEST_CASE(state_is_named_and_sized_like_the_parameters,
                     *boost::unit_test::label("lab06"))
{
    std::vector<Var> theta{parameter(Matrix(2, 3)), parameter(Matrix(2, 1))};
    BOOST_TEST(Sgd(theta).state().empty());
    Momentum momentum(theta);
    Adam adam(theta);
    BOOST_TEST(momentum.state().size() == 2);
    const auto state = adam.state();
    BOOST_TEST(state.size() == 4);
    BOOST_TEST(state[1].first == "adam.m.1");
    BOOST_TEST(state[2].first == "adam.v.0");
    BOOST_TEST(state[2].second->n_cols == 3);
}

BOOST_AUTO_TEST_CASE(nothing_to_learn_is_an_error)
{
    BOOST_CHECK_THROW(Sgd(std::vector<Var>{}), ShapeError);
    BOOST_CHECK_THROW(Sgd(std::vector<Var>{constant(1.0)}), ShapeError);
    Function relu = relu_layer();
    BOOST_CHECK_THROW(Adam{relu}, ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
