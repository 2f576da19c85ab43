// The loops of GD and SGD as lab 03 writes them, against the slide's sums, sample after sample. The
// lab is a program of its own; here it is read as a header, with its main under another name.
#define main lab03_main
#include "labs/lab03_sgd_and_gd/lab03.cpp"
#undef main

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab03_lesson, *boost::unit_test::label("lab03"))

using namespace lab03;

namespace {

Dataset ten_samples()
{
    Rng rng(5);
    Dataset data;
    data.shape = Shape{3};
    data.x = rng.normal_matrix(3, 10);
    data.labels = Labels(10);
    for (Index i = 0; i < 10; ++i) data.labels[i] = rng.below(10);
    data.classes.resize(10);
    return data;
}

Sequential lesson_net(std::uint64_t seed = 6)
{
    Rng rng(seed);
    return mlp({3, 5, 10}, rng);
}

// Rounding of sums of a few gradients, relative to their size.
const double lesson_rounding = sizeof(Real) == sizeof(double) ? 1e-12 : 1e-5;

} // namespace

BOOST_AUTO_TEST_CASE(the_sum_is_the_gradient_of_the_mean_times_the_number)
{
    const Dataset data = ten_samples();
    Sequential net = lesson_net();
    const arma::uvec omega{7, 0, 3};
    const Column sum = sum_over(omega, net, data);
    BOOST_TEST(arma::norm(sum) > 0.1);
    BOOST_TEST(apart(sum, 3 * mean_gradient(net, data, omega)) < lesson_rounding);
}

// θ ← θ − α Σ over i = 1 … N_train, with α divided by N_train.
BOOST_AUTO_TEST_CASE(gd_is_the_slides_sum_over_the_training_set)
{
    const Dataset data = ten_samples();
    Sequential fast = lesson_net(), slow = lesson_net();
    Looks looks(fast, data);
    gd(fast, data, 0.5, {.epochs = 3}, looks, Rng(1));
    Column theta = parameters_of(slow);
    const Column start = theta;
    for (int k = 0; k < 3; ++k) {
        theta -= 0.5 / 10 * sum_over(arma::regspace<arma::uvec>(0, 9), slow, data);
        set_parameters(slow, theta);
    }
    BOOST_TEST(apart(parameters_of(fast), theta) < lesson_rounding);
    BOOST_TEST(apart(start, theta) > 1e-2);
}

// Over Ω_k, minibatches of 4, 4 and 2: α is divided by the size of each, of the last one too.
BOOST_AUTO_TEST_CASE(sgd_is_the_slides_sum_over_each_minibatch)
{
    const Dataset data = ten_samples();
    const Plan plan{.batch = 4, .epochs = 2};
    const auto by_the_slide = [&](bool of_its_own_size) {
        Sequential net = lesson_net();
        Column theta = parameters_of(net);
        for (const Step& now : steps_of(data, plan, Rng(3))) {
            const double size = of_its_own_size ? double(now.indices.n_elem) : 4;
            theta -= 0.5 / size * sum_over(now.indices, net, data);
            set_parameters(net, theta);
        }
        return theta;
    };
    Sequential net = lesson_net();
    Looks looks(net, data);
    sgd(net, data, 0.5, plan, looks, Rng(3));
    BOOST_TEST(apart(parameters_of(net), by_the_slide(true)) < lesson_rounding);
    BOOST_TEST(apart(parameters_of(net), by_the_slide(false)) > 1e-3); // another trajectory
}

BOOST_AUTO_TEST_CASE(sgd_is_that_of_optim)
{
    const Dataset data = ten_samples();
    Sequential ours = lesson_net(), theirs = lesson_net();
    Looks looks(ours, data);
    sgd(ours, data, 0.3, {.batch = 4, .epochs = 2}, looks, Rng(2));
    Sgd optimizer(theirs);
    for (const Step& now : steps_of(data, {.batch = 4, .epochs = 2}, Rng(2))) {
        optimizer.zero_grad();
        backward(softmax_cross_entropy(theirs.forward(now.x, Mode::train), now.labels));
        optimizer.step(0.3);
    }
    BOOST_TEST(apart(parameters_of(ours), parameters_of(theirs)) < lesson_rounding);
}

BOOST_AUTO_TEST_CASE(with_one_minibatch_an_epoch_sgd_is_gd)
{
    const Dataset set = ten_samples();
    const Split data{set, set, set};
    const Run gd = train({verbatim("GD"), {.batch = 10, .epochs = 6}}, 0.3, data, Rng(1));
    Rng rng(1);
    Sequential net = network(set, rng);
    Looks looks(net, set);
    sgd(net, set, 0.3, {.batch = 10, .epochs = 6}, looks, rng);
    BOOST_TEST(gd.number("training cost") == looks.ended(data).number("training cost"));
    const Plan updates{.batch = 10, .epochs = 6, .updates = 20}; // so many, whatever the epochs
    const Run longer = train({verbatim("GD"), updates}, 0.3, data, Rng(1));
    BOOST_TEST(longer.kept("updates").back() == 20.);
}

BOOST_AUTO_TEST_CASE(what_sgd_needs_is_told_when_epochs_and_seconds_are)
{
    using enum Outcome;
    BOOST_TEST(needs(supported, supported) == 0u);
    BOOST_TEST(needs(supported, not_supported) == 1u);
    BOOST_TEST(needs(not_supported, not_supported) == 2u);
    BOOST_TEST(needs(supported, inconclusive) == 3u);
    BOOST_TEST(needs(not_supported, supported) == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
