// Lab 15 · Why does it generalise?
//
// Question   A network could learn anything by heart: why does it find what generalises?
// Idea       The course's two hypotheses. Inductive bias (Valle-Pérez, Camargo & Louis, ICLR 2019):
//            which functions do networks with random weights compute? And what does a convolution
//            expect of its pixels? Bias of SGD (Smith, Dherin, Barrett & De, ICLR 2021): does their
//            regulariser, added to the cost, do what a large α does?
// Claim      Architecture and SGD both lean towards what is simple and generalises.
// Run        make lab15 && ./lab15            (--quick: seconds; --help: options)
// Figures    plots/lab15_{functions,complexity,draws,ranks,shuffle,gradients,regulariser}.*
// Expect     Verdict: it depends (40 s): the gains of a large α and of the regulariser are small
#include "boolean_figures.hpp"
#include "data/scramble.hpp"
#include "gradient_penalty.hpp"
#include "nn/models.hpp"
#include "shell/lab.hpp"
#include "train/metrics.hpp"

#include <algorithm>
#include <cmath>

using namespace descente;

namespace {

const LabInfo info{
    .number = 15,
    .title = tr("Why does it generalise?"),
    .question = tr("A network could learn anything by heart: why does it find what generalises?"),
    .claim = tr("Architecture and SGD both lean towards what is simple and generalises."),
    // name, help, default, default with --quick, least, most
    .numbers = {{"networks", tr("networks a batch"), 100000, 10000, 3000, 1e7},
                {"samples", tr("images (pixel order)"), 3000, 1000, 500, 48000},
                {"epochs", tr("epochs (pixel order)"), 6, 4, 1, 100},
                {"few", tr("images (bias of SGD)"), 1000, 200, 100, 48000}}};

// ---- row 40: the functions that random networks compute ----

const Index bits = 7; // 128 inputs, hence 2^128 functions
const Index chance_draws = 10000, saturated_draws = 4000;
using Functions = std::vector<DrawnFunction>;

// The paper's 7-40-40-1, all parameters uniform within ±√(6/n_in), as the course draws weights.
// (The scale of the last layer does not matter: the answer is a sign.)
Sequential random_network(Rng& rng)
{
    const Init uniform = [](Matrix& W, Matrix& b, Rng& draw) {
        const double bound = std::sqrt(6 / double(W.n_rows));
        W = draw.uniform_matrix(W.n_rows, W.n_cols, -bound, bound);
        b = draw.uniform_matrix(b.n_rows, 1, -bound, bound);
    };
    return mlp({bits, 40, 40, 1}, rng, uniform);
}

// Not every network is biased: with units stuck at ±1, each bit that turns over may change it all.
Sequential saturated_network(Rng& rng)
{
    return mlp({bits, 40, 40, 1}, rng, scaled(kaiming_uniform, 15), tanh_layer);
}

void inductive_bias(Lab& lab)
{
    const Index count = static_cast<Index>(lab.whole("networks"));
    std::vector<std::string> tables;
    std::vector<Functions> networks, chance; // a batch a seed
    for (int seed = 0; seed < lab.seeds(); ++seed) {
        const std::vector<std::string> batch =
            network_functions(count, bits, random_network, lab.rng(seed));
        if (lab.interrupted()) return;
        tables.insert(tables.end(), batch.begin(), batch.end());
        networks.push_back(drawn_functions(batch));
        chance.push_back(
            drawn_functions(uniform_functions(chance_draws, bits, lab.rng(seed).fork(count))));
    }
    const Functions all = drawn_functions(std::move(tables)),
                    saturated = drawn_functions(
                        network_functions(saturated_draws, bits, saturated_network, lab.rng()));
    if (lab.interrupted()) return;
    lab.save(tables_figure(all, chance[0]));
    lab.save(complexity_figure(all));
    lab.save(draws_figure({{networks_name, &all},
                           {chance_name, &chance[0]},
                           {tr("tanh, weights too large"), &saturated}}));
    lab.save(ranks_figure(all));

    const Spread tie = spread_of(networks, rarity_of_complexity),
                 none = spread(Numbers(networks.size(), 0));
    lab.finding(measured(tr("Simple functions are the most probable"), smaller(tie, none),
                         tr("rank correlation of P and K"), {{networks_name, tie}}));
    const Spread K = spread_of(networks, median_complexity);
    const Spread K_chance = spread_of(chance, median_complexity);
    lab.finding(measured(tr("A random network is simpler than chance"), smaller(K, K_chance),
                         tr("median K"), {{networks_name, K}, {chance_name, K_chance}}));
    const auto first_hundred = [](const Functions& f) { return 100 * share_of_first(f, 100); };
    const Spread share = spread_of(networks, first_hundred);
    const Spread share_chance = spread_of(chance, first_hundred);
    lab.finding(measured(tr("The same functions come again and again"),
                         smaller(share_chance, share), tr("% of draws in the first 100"),
                         {{networks_name, share}, {chance_name, share_chance}}));
}

// ---- row 40 too: what a convolution expects of its pixels ----

void pixel_order(Lab& lab, const TrainTest& data)
{
    // Rows 0 and 1: the MLP, with pixels in place and shuffled; 2 and 3: the CNN.
    const auto errors = all_runs(4, lab.seeds(), [&](std::size_t row, std::size_t seed) {
        Rng rng = lab.rng(seed);
        const Pixels pixels = row % 2 == 0 ? Pixels::as_they_are : Pixels::one_shuffle;
        const TrainTest seen = randomised(data, 0, pixels, rng.fork(1));
        const Index classes = seen.training.class_count();
        Sequential net = row < 2 ? mlp({seen.training.features(), 128, classes}, rng)
                                 : lenet(seen.training.shape, classes, rng);
        Momentum optimizer(net, 0.9);
        fit(net, optimizer, seen.training,
            {.epochs = int(lab.whole("epochs")), .learning_rate = constant_rate(0.1)}, rng);
        return 100 - 100 * evaluate(net, seen.test).accuracy;
    });
    if (lab.interrupted()) return;
    Figure figure("shuffle", tr("The same pixels in another order"));
    Panel& panel = figure.panel().x_names({verbatim("MLP"), verbatim("CNN")});
    panel.y_axis(tr("test error (%)"));
    std::vector<Spread> error;
    for (const Numbers& row : errors) error.push_back(spread(row));
    panel.bars(tr("in place"), {error[0], error[2]});
    panel.bars(tr("one shuffle for all images"), {error[1], error[3]});
    lab.save(figure);
    const auto told = [&](const Text& claim, Outcome outcome, std::size_t row) {
        lab.finding(measured(claim, outcome, tr("test error (%)"),
                             {{tr("in place"), error[row]}, {tr("shuffled"), error[row + 1]}}));
    };
    const bool moved = smaller(error[0], error[1]) == Outcome::supported ||
                       smaller(error[1], error[0]) == Outcome::supported;
    told(tr("A shuffle of the pixels is nothing to an MLP"), outcome_of(!moved, 1), 0);
    told(tr("It hurts a CNN, which counts on neighbours"), smaller(error[2], error[3]), 2);
}

// ---- row 41: the bias of SGD ----

const Numbers strengths{0.0125, 0.025, 0.05, 0.1}; // α, or the smallest α and as much λ as lacks
const std::size_t compared = 2;                    // the strength that is judged
const std::vector<PenalisedSgd> settings{
    {.rate = strengths[0]},
    {.rate = strengths[1]},
    {.rate = strengths[2]},
    {.rate = strengths[3]},
    {.rate = strengths[0], .penalty = strengths[2] - strengths[0]},
    {.rate = strengths[0], .penalty = strengths[3] - strengths[0]}};

void draw(Lab& lab, Figure figure, const Text& axis, const std::vector<Spread>& of, Scale scale)
{
    Panel& panel = figure.panel().y_axis(axis, scale).horizontal(scale == Scale::linear ? 0 : 1);
    std::vector<Text> names;
    for (const double strength : strengths) names.push_back(verbatim("{:L}", strength));
    panel.x_names(names).x_axis(tr("α, or α + λ"));
    panel.spreads(tr("SGD with α"), {0, 1, 2, 3}, {of[0], of[1], of[2], of[3]});
    panel.spreads(tr("smallest α, regulariser λ"), {0, 2.06, 3.06},
                  {of[0], of[4], of[5]}); // beside the others
    lab.save(figure);
}

void bias_of_sgd(Lab& lab, const TrainTest& data, Index few)
{
    ProgressBar bar = lab.progress(verbatim("SGD"), long(settings.size()) * lab.seeds());
    const auto runs = all_runs(settings.size(), lab.seeds(), [&](std::size_t i, std::size_t seed) {
        bar.advance();
        Rng rng = lab.rng(seed), sampling = rng.fork(2);
        const TrainTest seen{balanced_sample(data.training, few, sampling), data.test};
        Sequential net = mlp({seen.training.features(), 64, seen.training.class_count()}, rng);
        return train_with_penalty(net, seen, settings[i], rng);
    });
    if (lab.interrupted()) return;
    // Against the smallest α of the same seed, which has the same images, start and minibatches.
    std::vector<Spread> gain, steepness;
    double fitted = 100;
    for (const std::vector<PenalisedRun>& row : runs) {
        Numbers more, ratio;
        for (std::size_t seed = 0; seed < row.size(); ++seed) {
            more.push_back(row[seed].test - runs[0][seed].test);
            ratio.push_back(row[seed].squared_gradient / runs[0][seed].squared_gradient);
            fitted = std::min(fitted, row[seed].training);
        }
        gain.push_back(spread(more));
        steepness.push_back(spread(ratio));
    }
    const Text note = tr("{} images, at least {:.1Lf} % of them right at the end", few, fitted);
    const Text ratio_axis = tr("mean of ‖∇Lₖ‖² at the end, ratio");
    const Text gain_axis = tr("gain on the test set (points)");
    Figure flatter("gradients", tr("Do minibatches end flatter?"));
    Figure better("regulariser", tr("A large α, or the regulariser at a small one"));
    draw(lab, flatter.note(note), ratio_axis, steepness, Scale::logarithmic);
    draw(lab, better.note(note), gain_axis, gain, Scale::linear);

    const Spread &large = gain[compared], &regularised = gain[4], &none = gain[0];
    const Text with_alpha = tr("large α"), with_lambda = tr("regulariser");
    lab.finding(measured(tr("Both end where minibatches are flatter"),
                         outcome_of(lower_in_every_seed(steepness[compared], steepness[0]) +
                                        lower_in_every_seed(steepness[4], steepness[0]),
                                    2),
                         ratio_axis,
                         {{with_alpha, steepness[compared]}, {with_lambda, steepness[4]}}));
    lab.finding(measured(tr("A large α generalises better"), smaller(none, large), gain_axis,
                         {{with_alpha, large}}));
    const bool mostly = large.median > 0 && regularised.median >= large.median / 2;
    lab.finding(measured(tr("So does the regulariser at a small α, at least half as much"),
                         outcome_of((smaller(none, regularised) == Outcome::supported) + mostly, 2),
                         gain_axis, {{with_lambda, regularised}}));
}

void experiment(Lab& lab)
{
    inductive_bias(lab);
    if (lab.interrupted()) return;
    const TrainTest data = lab.load_sample(Index(lab.whole("samples")), 10000);
    pixel_order(lab, data);
    if (lab.interrupted()) return;
    bias_of_sgd(lab, data, std::min(data.training.size(), Index(lab.whole("few"))));
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
