// Lab 15 · Why does it generalise?
//
// Idea       The course's two hypotheses. Inductive bias (Valle-Pérez, Camargo & Louis, ICLR 2019):
//            what do networks with random weights compute, what does a convolution expect of its
//            pixels? Bias of SGD (Smith, Dherin, Barrett & De, ICLR 2021): does their regulariser,
//            added to the cost, do what a large α does?
#include "evidence.hpp"
#include "figures.hpp"
#include "nn/layers.hpp"
#include "pixel_order.hpp"
#include "shell/lab.hpp"
#include "train/theta.hpp"

#include <cmath>

namespace lab15 {

const LabInfo info{
    .number = 15,
    .title = tr("Why does it generalise?"),
    .question = tr("A network could learn anything by heart: why does it find what generalises?"),
    .claim = tr("Architecture and SGD both lean towards what is simple and generalises."),
    .figures = "functions complexity draws ranks shuffle gradients regulariser",
    .seeds_full = 12, // the gains are small beside what seeds change
    .needs = {.side = 12, .most_side = 96}};

namespace knob {
const Count networks("networks", 20'000, 10'000, {3000, 1e7}, tr("networks a batch"));
const Count samples("samples", 3000, 1000, {500, 48000}, tr("images (pixel order)"));
const Count epochs("epochs", 6, 4, {1, 100}, tr("epochs (pixel order)"));
const Count few("few", 1000, 200, {100, 48000}, tr("images (bias of SGD)"));
const Count bits("bits", 7, {6, 9}, tr("bits n that a Boolean function is given"));
const Count width("width", 40, {1, 100}, tr("units in each hidden layer of a random network"));
const List lambda("lambda", {0.0375}, {0, 0.5},
                  tr("λ of the regulariser, each beside the smallest α"), 1, 3);
} // namespace knob

const Question which_functions_are_frequent{
    tr("Weights drawn at random: which functions does the network compute most often?"),
    {tr("simple ones"), tr("complicated ones: most functions are"),
     tr("all about equally often: it is chance"), tr("the runs do not tell")}};
const Question whom_a_shuffle_hurts{
    tr("The pixels of all images are shuffled in one way. Who predicts worse?"),
    {tr("nobody: the information is the same"), tr("both: no shape is left"), tr("the CNN alone"),
     tr("the runs do not tell")}};

// ---- the slides, hypothesis 1: which functions do networks with random weights compute? ----

// f as a string: the answers to the binary digits of 0, 1, …, 2ⁿ−1. Of n = 7 bits there are 2¹²⁸.
std::string truth_table(Sequential net, Index n)
{
    Matrix x(n, Index(1) << n);
    for (Index i = 0; i < x.n_cols; ++i)
        for (Index digit = 0; digit < n; ++digit) x(digit, i) = Real(i >> (n - 1 - digit) & 1);
    std::string f;
    for (const Real y : predict(net, x, Shape{n})) f += y > 0 ? '1' : '0';
    return f;
}

// The paper's 7-40-40-1 (n = 7, width 40), all parameters uniform within ±√(6/n_in), as the course
// draws weights. (The scale of the last layer does not matter: the answer is a sign.)
std::string random_function(Index n, Index width, Rng& rng)
{
    const Init uniform = [](Matrix& W, Matrix& b, Rng& draw) {
        const double bound = std::sqrt(6 / double(W.n_rows));
        W = draw.uniform_matrix(W.n_rows, W.n_cols, -bound, bound);
        b = draw.uniform_matrix(b.n_rows, 1, -bound, bound);
    };
    return truth_table(mlp({n, width, width, 1}, rng, uniform), n);
}

// N_w(f), the words of Lempel & Ziv (1976): each is the shortest string that has not begun before.
// 0·001·10·100·1000·101 has 6; the last may lack its end.
long words(std::string_view f)
{
    long count = 0;
    for (std::size_t begin = 0; begin < f.size(); ++count) {
        std::size_t length = 1, earlier = f.find(f[begin]);
        while (earlier < begin && begin + length < f.size()) {
            ++length;
            earlier = f.find(f.substr(begin, length), earlier);
        }
        begin += length;
    }
    return count;
}

// K(f) = log₂n · (N_w(f) + N_w(f reversed))/2, in bits. A constant needs its length only.
double complexity(std::string_view f)
{
    const double log2_n = std::log2(f.size());
    if (f.find_first_not_of(f[0]) == f.npos) return log2_n;
    return log2_n * double(words(f) + words(std::string(f.rbegin(), f.rend()))) / 2;
}

// ---- the slides, hypothesis 2: with a small α, SGD descends not L but L + (α/4m) Σ‖∇L_k‖² ----

// The same, made explicit: ∇(L_k + (λ/4)‖∇L_k‖²) = g + (λ/2) H g, where L_k is the mean cost of
// minibatch k of m and H g = (g(θ + εg) − g(θ))/ε, for an εg of length 0.01.
Column penalised_gradient(double lambda, const Column& theta, Sequential& net, const Step& k)
{
    const auto gradient_at = [&](const Column& place) -> Column {
        set_parameters(net, place);
        return gradient(softmax_cross_entropy(net.forward(k.x, Mode::train), k.labels), net);
    };
    const Column g = gradient_at(theta);
    const double length = arma::norm(g);
    if (lambda == 0 || length == 0) return g;
    const double epsilon = 0.01 / length;
    const Column Hg = (gradient_at(theta + epsilon * g) - g) / epsilon;
    return g + lambda / 2 * Hg;
}

// ---- the experiment ----

// Not every network is biased: with units stuck at ±1, each bit that turns over may change it all.
std::string saturated_function(Index n, Index width, Rng& rng)
{
    return truth_table(mlp({n, width, width, 1}, rng, scaled(kaiming_uniform, 15), tanh_layer), n);
}

// As the paper trains: with α · epochs = 4 all may go equally far, and in the second half each
// twentieth of the way halves α, while λ stays. But all are judged at one training cost:
// minibatches get flatter on the way down, so that who stops higher would look steeper.
Run train(const Setting& setting, const Split& data, Rng rng)
{
    const Dataset& training = data.training;
    Sequential net = mlp_for(training, {64}, rng);
    Column theta = parameters_of(net);
    const long epochs = std::lround(4 / setting.alpha), look = std::max(1L, epochs / 80);
    for (const Step& k : steps_of(training, {.batch = 16, .epochs = epochs}, rng)) {
        const long halvings = std::max(0L, k.k - k.steps / 2) / std::max(1L, k.steps / 20);
        const double alpha = setting.alpha * std::pow(0.5, halvings);
        theta -= alpha * penalised_gradient(setting.lambda, theta, net, k);
        if (!k.ends_epoch || (k.epoch + 1) % look != 0) continue;
        set_parameters(net, theta);
        if (evaluate(net, training).cost <= equal_cost) break;
    }
    set_parameters(net, theta);
    Run run;
    run.end("training", evaluate(net, training));
    run.end("test", evaluate(net, data.test));
    double squares = 0;
    for (const Step& k : steps_of(training, {.batch = 16}, rng.fork(1))) {
        penalised_gradient(0, theta, net, k); // leaves g in the network
        squares += squared_gradient_norm(parameters(net));
    }
    run["‖∇Lₖ‖²"] = squares / double(updates_per_epoch(training.size(), 16));
    return run;
}

Evidence of_random_networks(Lab& lab)
{
    const Index bits = Index(knob::bits), width = Index(knob::width);
    Rng any(0); // for tables of models, which show no weights
    lab.print_model(mlp({bits, width, width, 1}, any), Shape{bits});
    std::vector<std::string> tables;
    std::vector<Functions> networks, chance; // a batch a seed
    for (int run = 0; run < lab.seeds(); ++run) {
        const auto batch =
            drawn(knob::networks, std::bind_front(random_function, bits, width), lab.rng(run));
        tables.insert(tables.end(), batch.begin(), batch.end());
        networks.push_back(ranked(batch, complexity));
        const auto drawn = by_chance(10'000, batch[0].size(), lab.rng(run).fork(knob::networks));
        chance.push_back(ranked(drawn, complexity));
    }
    const Functions all = ranked(tables, complexity);
    const Evidence when_simple = more_often_when_simple(networks),
                   simple = simpler(networks, chance), often = more_often(networks, chance);
    lab.save(tables_figure(all, chance[0]));
    lab.save(complexity_figure(all, when_simple), which_functions_are_frequent,
             favoured(when_simple));
    const auto saturated = drawn(4000, std::bind_front(saturated_function, bits, width), lab.rng());
    lab.save(draws_figure(all, chance[0], ranked(saturated, complexity), simple));
    lab.save(ranks_figure(all, often));
    lab.finding(tr("A random network is simpler than chance"), simple);
    lab.finding(tr("The same functions come again and again"), often);
    return when_simple;
}

void of_pixel_order(Lab& lab)
{
    const auto data = lab.every_run_samples(Index(knob::samples), 10000);
    Rng any(0);
    for (const Reader& reader : {readers[0], readers[2]}) {
        const auto example = data.of_run(0);
        lab.print_model(net_of(reader, example->training, any), example->training.shape);
    }
    const Study order =
        lab.over_runs(std::min(6, lab.seeds()), readers, learn, data, long(knob::epochs));
    const Evidence nothing = shuffle_is_nothing(order);
    const Evidence hurts = order.lower("CNN, in place", "CNN, shuffled", tr("test error (%)"));
    lab.save(shuffle_figure(order, together({nothing.outcome, hurts.outcome})),
             whom_a_shuffle_hurts, hurt(nothing.outcome, hurts.outcome));
    lab.finding(tr("With the pixels in place, the CNN errs less than the MLP"),
                order.lower("CNN, in place", "MLP, in place", tr("test error (%)")));
    lab.finding(tr("A shuffle of the pixels is nothing to an MLP"), nothing);
    lab.finding(tr("It hurts a CNN, which counts on neighbours"), hurts);
}

Evidence of_sgd(Lab& lab)
{
    const std::vector<Setting> settings = all_settings(knob::lambda);
    const Index few = Index(knob::few);
    const auto data = lab.every_run_samples(few, 10000);
    Rng any(0);
    const auto example = data.of_run(0);
    lab.print_model(mlp_for(example->training, {64}, any), example->training.shape);
    const Study study = lab.over_seeds(settings, train, data);
    const Evidence flatter = both_flatter(study), better = both_gain(study);
    lab.save(effect_figure(steepness, settings, study, few, flatter));
    lab.save(effect_figure(gain, settings, study, few, better));
    lab.finding(tr("Both end where minibatches are flatter"), flatter);
    lab.finding(tr("The regulariser at a small α gains as much as the large α"), as_much(study));
    return better;
}

void experiment(Lab& lab)
{
    std::vector<Evidence> found;
    if (lab.wants("functions complexity draws ranks")) found.push_back(of_random_networks(lab));
    if (!lab.wants("shuffle gradients regulariser")) return;
    if (lab.wants("gradients regulariser")) found.push_back(of_sgd(lab));
    if (lab.wants("shuffle")) of_pixel_order(lab);
    if (found.size() == 2) lab.claim(together(found[0], found[1]));
}

} // namespace lab15

int main(int argc, char** argv) { return run_lab(argc, argv, lab15::info, lab15::experiment); }
