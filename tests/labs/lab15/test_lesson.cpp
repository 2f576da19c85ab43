// Truth tables, their complexity and the penalty of the gradient as lab 15 writes them.
#define main lab15_main
#include "labs/lab15_why_it_generalises/lab15.cpp"
#undef main

#include "magnitude.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab15_lesson, *boost::unit_test::label("lab15"))

using namespace lab15;

using descente::testing::largest_magnitude;

namespace {

constexpr bool exact = sizeof(Real) == sizeof(double);

// One unit that is above 0 where weights · digits is above the threshold.
std::string table_of(const Column& weights, double threshold)
{
    const Index n = weights.n_elem;
    Rng rng(1);
    Linear unit(n, 1, rng);
    unit.W.value() = weights;
    unit.b.value().fill(Real(-threshold));
    Sequential net;
    net.add(std::move(unit));
    return truth_table(std::move(net), n);
}

std::string repeated(const std::string& part, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i) all += part;
    return all;
}

struct PenaltyScene {
    Rng rng{4};
    Dataset data = two_classes(20, rng);
    Sequential net = mlp({3, 2}, rng);
    Column theta = parameters_of(net);

    // The minibatch of these samples.
    Step step(Index first, Index last) const
    {
        Step k;
        k.x = constant(data.x.cols(first, last), data.shape);
        k.labels = data.labels.subvec(first, last);
        return k;
    }
    Column gradient(double lambda, const Step& k)
    {
        return penalised_gradient(lambda, theta, net, k);
    }
};

// ∂value/∂θ by central differences.
template <class Value>
Column differences_of(Column theta, const Value& value)
{
    Column slopes(theta.n_elem);
    for (Index i = 0; i < theta.n_elem; ++i) {
        const Real here = theta[i];
        theta[i] = here + Real(1e-5);
        const double above = value(theta);
        theta[i] = here - Real(1e-5);
        slopes[i] = Real((above - value(theta)) / 2e-5);
        theta[i] = here;
    }
    return slopes;
}

} // namespace

BOOST_AUTO_TEST_CASE(truth_tables_of_known_units)
{
    BOOST_TEST(table_of({1, 0, 0, 0, 0, 0, 0}, 0.5) == repeated("0", 64) + repeated("1", 64));
    BOOST_TEST(table_of({0, 0, 0, 0, 0, 0, 1}, 0.5) == repeated("01", 64));   // the last digit
    BOOST_TEST(table_of({0, 0, 0, 0, 0, 1, 1}, 1.5) == repeated("0001", 32)); // and
    BOOST_TEST(table_of({0, 0, 0, 0, 0, 1, 1}, 0.5) == repeated("0111", 32)); // or
    BOOST_TEST(table_of({0, 0, 0, 0, 0, 0, 0}, 0) == repeated("0", 128));     // 0 is no yes
    BOOST_TEST(table_of({1, 0, 0}, 0.5) == "00001111");                       // of 3 bits
    BOOST_TEST(table_of({0, 0, 1}, 0.5) == "01010101");
}

BOOST_AUTO_TEST_CASE(every_network_is_a_new_one)
{
    Rng rng(3), again(3);
    const std::string first = random_function(7, 40, rng), second = random_function(7, 40, rng);
    BOOST_TEST(first.size() == 128u);
    BOOST_TEST(first != second);
    BOOST_TEST(first == random_function(7, 40, again));
    BOOST_TEST(random_function(9, 40, again).size() == 512u);
    BOOST_TEST(saturated_function(6, 40, again).size() == 64u);
}

BOOST_AUTO_TEST_CASE(words_parsed_by_hand)
{
    BOOST_TEST(words("0001101001000101") == 6); // 0·001·10·100·1000·101, Lempel & Ziv's example
    BOOST_TEST(words("") == 0);
    BOOST_TEST(words("1") == 1);
    BOOST_TEST(words("00") == 2);               // 0·0, the last word a copy alone
    BOOST_TEST(words("00000000") == 2);         // 0·0000000: a copy runs into itself
    BOOST_TEST(words("0101010101") == 3);       // 0·1·01010101
    BOOST_TEST(words("0110") == 3);             // 0·1·10
    BOOST_TEST(words("1010001001011000") == 6); // 1·0·100·01001·011·000
    BOOST_TEST(words("00100100") == 3);         // 0·01·00100: not dictionary words (LZ78)
}

// The longest copy of something that begins earlier, and one symbol more (Kaspar & Schuster 1987).
BOOST_AUTO_TEST_CASE(words_are_longest_copies_and_a_symbol)
{
    const auto slowly = [](const std::string& f) {
        long count = 0;
        for (std::size_t word = 0; word < f.size(); ++count) {
            std::size_t longest = 0;
            for (std::size_t earlier = 0; earlier < word; ++earlier) {
                std::size_t length = 0;
                while (word + length < f.size() && f[earlier + length] == f[word + length])
                    ++length;
                longest = std::max(longest, length);
            }
            word += longest + 1;
        }
        return count;
    };
    Rng rng(5);
    for (int i = 0; i < 50; ++i) {
        const std::string f =
            i % 2 == 0 ? random_function(7, 40, rng) : by_chance(1, 128, rng.fork(i))[0];
        BOOST_TEST(words(f) == slowly(f));
    }
}

BOOST_AUTO_TEST_CASE(complexity_counts_both_directions)
{
    BOOST_TEST(complexity("0001") == 5.); // 0·001 and 1·0·00: 2/2·(2 + 3)
    BOOST_TEST(complexity("1000") == 5.);
    BOOST_TEST(complexity("0001101001000101") == 24.); // 4/2·(6 + 6)
    BOOST_TEST(complexity("1110010110111010") == 24.); // the names do not matter
}

BOOST_AUTO_TEST_CASE(a_constant_needs_its_length_only)
{
    BOOST_TEST(complexity(repeated("0", 128)) == 7.);
    BOOST_TEST(complexity(repeated("1", 128)) == 7.);
    BOOST_TEST(complexity(repeated("0", 127) + "1") == 3.5 * (2 + 3)); // 0·0…01; 1·0·0…0
}

BOOST_AUTO_TEST_CASE(without_penalty_it_is_the_gradient)
{
    PenaltyScene scene;
    const Step k = scene.step(0, 4);
    const Column g = scene.gradient(0, k);
    const Var loss = softmax_cross_entropy(scene.net.forward(k.x, Mode::train), k.labels);
    BOOST_TEST(arma::all(g == gradient(loss, scene.net)));
}

// For z = Wᵀx + b and p = softmax(z), H·v is the mean of x·(S u)ᵀ for W and of S u for b, where
// u = Vᵀx + v_b and S = diag(p) − p·pᵀ.
BOOST_AUTO_TEST_CASE(the_penalty_is_half_lambda_times_the_hessian_of_one_layer_by_hand)
{
    PenaltyScene scene;
    const Step k = scene.step(0, 4);
    const Column v = scene.gradient(0, k);
    const Matrix V = arma::reshape(v.head(6), 3, 2);
    const Matrix p_all = softmax(scene.net.forward(k.x, Mode::eval)).value();
    Matrix for_W(3, 2, arma::fill::zeros), for_b(2, 1, arma::fill::zeros);
    for (Index n = 0; n < 5; ++n) {
        const Column x = scene.data.x.col(n), u = V.t() * x + v.tail(2), p = p_all.col(n);
        const Column Su = p % u - p * arma::dot(p, u);
        for_W += x * Su.t() / 5;
        for_b += Su / 5;
    }
    const Column by_hand = arma::join_cols(arma::vectorise(for_W), arma::vectorise(for_b));
    BOOST_TEST(largest_magnitude(by_hand) > 0.02); // so that the next line says something
    BOOST_TEST(largest_magnitude((scene.gradient(3, k) - v) / Real(1.5) - by_hand) < 0.003);
}

// What SGD with the penalty descends in an epoch is L + (λ/4m) Σ‖∇L_k‖²: a mean over minibatches.
// The sum of their squares, or the square of the whole gradient, is something else.
BOOST_AUTO_TEST_CASE(the_mean_over_an_epoch_is_the_gradient_of_the_modified_cost)
{
    if (!exact) return;
    PenaltyScene scene;
    const double lambda = 3;
    const Rng order(5);
    const Plan plan{.batch = 4}; // 5 of 4 samples
    Column mean(8, arma::fill::zeros), plain(8, arma::fill::zeros);
    for (const Step& k : steps_of(scene.data, plan, order)) {
        mean += scene.gradient(lambda, k) / Real(5);
        plain += scene.gradient(0, k) / Real(5);
    }
    const Column slopes = differences_of(scene.theta, [&](const Column& theta) {
        double squares = 0;
        for (const Step& k : steps_of(scene.data, plan, order))
            squares += std::pow(arma::norm(penalised_gradient(0, theta, scene.net, k)), 2);
        set_parameters(scene.net, theta);
        return evaluate(scene.net, scene.data).cost + lambda / (4 * 5) * squares;
    });
    BOOST_TEST(largest_magnitude(plain - slopes) > 0.05);
    BOOST_TEST(largest_magnitude(mean - slopes) < 0.01); // of the step of 0.01
}

// The theorem itself, where it can be seen: the mean θ after an epoch, over all orders of two
// minibatches, is on the flow of the modified cost, and farther from the flow of L.
BOOST_AUTO_TEST_CASE(sgd_follows_the_flow_of_the_modified_cost)
{
    if (!exact) return;
    PenaltyScene scene;
    const Step halves[]{scene.step(0, 9), scene.step(10, 19)};
    const double rate = 0.1;
    const auto moved = [&](const Column& theta, const Step& k, double length, double lambda) {
        return Column(theta - length * penalised_gradient(lambda, theta, scene.net, k));
    };
    Column mean(8, arma::fill::zeros);
    for (const int first : {0, 1}) {
        const Column halfway = moved(scene.theta, halves[first], rate, 0);
        mean += moved(halfway, halves[1 - first], rate, 0) / Real(2);
    }
    const auto flow = [&](double lambda) { // in 400 little steps, the time of two of SGD
        Column theta = scene.theta;
        for (int k = 0; k < 400; ++k) {
            const Column a = moved(theta, halves[0], 2 * rate / 400, lambda);
            const Column b = moved(theta, halves[1], 2 * rate / 400, lambda);
            theta = (a + b) / Real(2);
        }
        return theta;
    };
    BOOST_TEST(largest_magnitude(mean - flow(rate)) < 0.3 * largest_magnitude(mean - flow(0)));
}

// 20 samples in minibatches of 16: 2 updates an epoch, 4/0.75: 5 epochs; a twentieth of these is
// no update, so each update of the second half, but for its first, halves the rate again.
BOOST_AUTO_TEST_CASE(a_training_is_its_updates_one_by_one)
{
    Rng seeds(1);
    const Split data{.training = two_classes(20, seeds), .test = two_classes(30, seeds)};
    const Run run = train({verbatim("α + λ"), 0.75, 2, 2.75}, data, Rng(6));
    Rng rng(6);
    Sequential net = mlp({3, 64, 2}, rng);
    Column theta = parameters_of(net);
    const double rates[]{0.75, 0.75, 0.75, 0.75, 0.75, 0.75, 0.375, 0.1875, 0.09375, 0.046875};
    for (const Step& k : steps_of(data.training, {.batch = 16, .epochs = 5}, rng))
        theta -= Real(rates[k.k]) * penalised_gradient(2, theta, net, k);
    double squares = 0;
    for (const Step& k : steps_of(data.training, {.batch = 16}, rng.fork(1)))
        squares += std::pow(double(arma::norm(penalised_gradient(0, theta, net, k))), 2) / 2;
    set_parameters(net, theta);
    BOOST_TEST_REQUIRE(evaluate(net, data.training).cost > equal_cost); // it went all the way
    BOOST_TEST(std::abs(run.number("test cost") - evaluate(net, data.test).cost) < 1e-4);
    BOOST_TEST(run.number("test accuracy") == 100 * evaluate(net, data.test).accuracy);
    BOOST_TEST(std::abs(run.number("‖∇Lₖ‖²") / squares - 1) < 1e-3);
}

// Far apart: the cost falls below 0.01 long before the last update, and there it ends.
BOOST_AUTO_TEST_CASE(a_training_ends_where_its_cost_is_that_of_all)
{
    Rng seeds(1);
    Split data{.training = two_classes(64, seeds), .test = two_classes(30, seeds)};
    data.training.x *= 8;
    const Run run = train({verbatim("α"), 0.05, 0, 0.05}, data, Rng(6));
    BOOST_TEST(run.number("training cost") <= equal_cost);
    BOOST_TEST(run.number("training cost") > 0.1 * equal_cost);
}

BOOST_AUTO_TEST_SUITE_END()
