// Lab 07 · Kaiming initialisation
//
// Question   Where should a deep network start?
// Idea       Follow the size of the numbers through 30 layers from seven starts; then train each.
// Claim      Drawn at random to Kaiming's scale, a deep network learns; other methods do no better.
// Run        make lab07 && ./lab07            (--quick: seconds; --help: options)
// Figures    plots/lab07_{relu,tanh,symmetry,training}.*
// Expect     Verdict: supported (23 s)
#include "layer_scales.hpp"
#include "nn/conv.hpp"
#include "plot/learning_curves.hpp"
#include "shell/lab.hpp"

#include <algorithm>
#include <cmath>

using namespace descente;

namespace {

const LabInfo info{.number = 7,
                   .title = tr("Kaiming initialisation"),
                   .question = tr("Where should a deep network start?"),
                   .claim =
                       tr("At Kaiming's scale a deep network learns; other methods do no better."),
                   .numbers = {{"samples", tr("images"), 8000, 3000, 500, 48000},
                               {"tuning", tr("runs that choose α"), 3, 1, 1, 100},
                               {"epochs", tr("epochs of each run"), 2, 1, 1, 100}}};

const Index layers = 30, units = 256;         // hidden layers that are looked through
const Index trained = 9, trained_units = 128; // hidden layers that are trained
const double flat = 3;                        // a line whose max/min is below this is flat
// Each start gets its own α in this grid: the lowest median cost of runs kept for that.
const Numbers rates{1e-5, 3e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3};

struct Start {
    Text name;
    Init init;
};
const std::vector<Start> starts{{tr("zero"), zeros},
                                {tr("0.01 N(0, 1)"), normal_init(0.01)},
                                {tr("PyTorch's default"), pytorch_default},
                                {verbatim("Xavier"), xavier_uniform},
                                {tr("Kaiming (slide)"), kaiming_uniform},
                                {tr("Kaiming, normal"), kaiming_normal},
                                {verbatim("Kaiming × 3"), scaled(kaiming_uniform, 3)}};
enum Place { zero, small, pytorch, xavier, kaiming, kaiming_n, large }; // in this list
const auto count = starts.size();
int colour(std::size_t place) { return int(place) + 1; }
Text said(double cost) { return std::isfinite(cost) ? verbatim("{:.2Lf}", cost) : tr("diverges"); }

// ---- row 13: the slide's formula, W₀ = √(6/n_in)·U[−1,1] and b₀ = U[−1,1]/√n_in ----
void formula(Lab& lab)
{
    int held = 0;
    std::vector<std::vector<std::string>> rows;
    const auto look = [&](const char* name, Index n_in, const Var& W, const Var& b) {
        const KaimingRatios ratios = kaiming_ratios(W.value(), b.value(), n_in);
        held += ratios.as_on_the_slide();
        rows.push_back({name, std::to_string(n_in)});
        for (const double ratio : {ratios.variance, ratios.bound, ratios.bias})
            rows.back().push_back(lab.say(verbatim("{:.4Lf}", ratio)));
    };
    Rng rng = lab.rng();
    const Linear first(784, 512, rng), deep(512, 512, rng);
    look("Linear 784→512", 784, first.W, first.b);
    look("Linear 512→512", 512, deep.W, deep.b);
    const Conv2d filters({.in = 64, .out = 256, .kernel = 5}, rng);
    look("Conv2d 64→256, 5×5", 64 * 5 * 5, filters.W, filters.b);
    const Text layer = tr("layer");
    lab.print_table({layer, verbatim("n_in"), verbatim("var(W)·n_in/2"),
                     verbatim("max|W|/√(6/n_in)"), verbatim("max|b|·√n_in")},
                    rows);
    lab.finding(tr("Variance 2/n_in and bounds as on the slide (convolution: n_in = C·kh·kw)"),
                outcome_of(held, int(rows.size())), tr("{} of {} layers", held, rows.size()));
}

// ---- rows 13 and 14: the size of the numbers through 30 layers ----
using Scales = std::vector<std::vector<LayerScales>>; // a row a start, an entry a seed

void draw(Panel& panel, const Scales& scales, Numbers LayerScales::*which, double low, double high)
{
    panel.x_axis(tr("layer")).x_range(1, layers).y_range(low, high);
    panel.y_axis(tr("standard deviation"), Scale::logarithmic);
    for (std::size_t i = small; i < count; ++i)
        panel.runs(starts[i].name, linear_space(1, layers, layers), of_each(scales[i], which),
                   {.colour = colour(i)});
    if (std::ranges::max(scales[zero][0].*which) == 0) // which no logarithmic axis shows
        panel.mark(14, 20 * low, tr("zero: 0"), colour(zero));
}

void scales(Lab& lab, const Dataset& batch)
{
    lab.uses_data(verbatim(batch.name), batch.size());
    std::vector<std::vector<std::string>> table;
    for (const Start& start : starts) table.push_back({lab.say(start.name)});
    for (const bool is_tanh : {false, true}) {
        const Scales scales = all_runs(count, lab.seeds(), [&](std::size_t i, std::size_t seed) {
            Rng rng = lab.rng(seed);
            const auto sizes = layer_sizes(batch.features(), layers, units, batch.class_count());
            Sequential net = mlp(sizes, rng, starts[i].init, is_tanh ? tanh_layer : relu_layer);
            return layer_scales(net, batch);
        });
        if (lab.interrupted()) return;
        const Text title = tr("30 layers of {}", is_tanh ? "tanh" : "ReLU");
        Figure figure(is_tanh ? "tanh" : "relu", title, 2);
        draw(figure.panel(tr("activations")), scales, &LayerScales::output, 1e-10, 1e10);
        draw(figure.panel(tr("gradients of the cost")), scales, &LayerScales::gradient, 1e-13, 1e7);
        lab.save(figure.note(tr("PyTorch's flat activations are its biases, not the image")));
        int as_claimed = 0;
        std::vector<std::pair<std::string, Spread>> ranges; // two a start: forwards, backwards
        for (std::size_t i = 0; i < count; ++i) {
            const Spread there = spread_of(scales[i], &LayerScales::output_range);
            const Spread back = spread_of(scales[i], &LayerScales::gradient_range);
            for (const Spread& way : {there, back}) {
                ranges.emplace_back(starts[i].name.english(), way);
                table[i].push_back(lab.say(verbatim("{:.2Lg}", way.median)));
            }
            const bool is_flat = std::max(there.median, back.median) < flat;
            as_claimed += is_flat == (i == kaiming || i == kaiming_n);
        }
        if (is_tanh) continue; // of which the slide says nothing: the table tells
        lab.finding(tr("Through ReLU only Kaiming's lines are flat"),
                    outcome_of(as_claimed, int(count)),
                    tr("{} of {} starts (max/min below {})", as_claimed, count, flat), ranges);
    }
    lab.print_table({verbatim("max/min"), verbatim("ReLU →"), verbatim("ReLU ←"),
                     verbatim("tanh →"), verbatim("tanh ←")},
                    table);
}

// ---- row 13: zero, or any equal start, makes one unit out of many ----
void symmetry(Lab& lab, const Dataset& training)
{
    lab.uses_data(verbatim(training.name), training.size());
    const std::vector<Start> kinds{
        starts[zero], {tr("all 0.01"), equal_weights(0.01)}, starts[kaiming]};
    Figure figure("symmetry", tr("16 units after training"), 3);
    Numbers apart; // by rounding at least, which longer training would amplify
    for (const auto& [name, init] : kinds) {
        Rng rng = lab.rng();
        Sequential net = mlp({training.features(), 16, training.class_count()}, rng, init);
        const Matrix& W = parameters(net).front().value();
        Sgd optimizer(net);
        fit(net, optimizer, training, {.epochs = 3, .learning_rate = constant_rate(0.03)}, rng);
        apart.push_back(largest_unit_difference(W));
        const double right = 100 * evaluate(net, training).accuracy;
        figure.panel(tr("{}, {:.0Lf} % right", name, right))
            .image_grid(W, training.shape, 4, {}, true);
    }
    if (lab.interrupted()) return;
    lab.save(figure);
    lab.finding(
        tr("Units that start equal stay equal"),
        outcome_of((apart[0] == 0) + (apart[1] < 1e-3 * apart[2]), 2),
        tr("zero {:.1Lg}, all 0.01 {:.1Lg}, Kaiming {:.1Lg} apart", apart[0], apart[1], apart[2]));
}

// ---- training from each start, with its own best α ----
LearningCurve train(const Dataset& data, const Start& start, double alpha, int epochs, Rng rng)
{
    const auto sizes = layer_sizes(data.features(), trained, trained_units, data.class_count());
    Sequential net = mlp(sizes, rng, start.init);
    Sgd optimizer(net);
    const FitOptions options{.epochs = epochs, .learning_rate = constant_rate(alpha)};
    const History history = fit(net, optimizer, data, options, rng);
    LearningCurve curve;
    const Numbers cost = smoothed(history.step_cost, 0.95); // over some 20 minibatches
    for (Index k = 0; k < cost.size(); k += 5) curve.add(k + 1, 0, 0, cost[k]);
    if (!history.diverged_at && !stop_requested()) curve.final_cost = cost.back();
    return curve;
}

void training(Lab& lab, const Dataset& data)
{
    const auto run = [&](std::size_t i, double alpha, std::uint64_t seed) {
        return train(data, starts[i], alpha, int(lab.whole("epochs")), lab.rng(seed));
    };
    const GridSearch tuned = grid_search(int(count), rates, [&](int i, double alpha) {
        Numbers costs;
        for (long k = 0; k < lab.whole("tuning"); ++k)
            costs.push_back(run(i, alpha, 1'000'000 + k).final_cost);
        return spread(costs).median;
    });
    const auto runs = all_runs(count, lab.seeds(), [&](std::size_t i, std::size_t seed) {
        return run(i, tuned.best[i], seed);
    });
    if (lab.interrupted()) return;
    const Text title = tr("Training 10 layers of ReLU");
    Figure figure("training", title, 2);
    Panel& choice = figure.panel(tr("choice of α")).legend("off").y_range(0.3, 3000);
    choice.x_axis(tr("learning rate α"), Scale::logarithmic);
    choice.y_axis(tr("cost at the end (mean)"), Scale::logarithmic);
    Panel& curves = figure.panel(tr("at its best α"));
    curves.x_axis(updates_axis).y_range(0, 5);
    curves.y_axis(tr("training cost (smoothed)"));
    std::vector<std::pair<std::string, Spread>> costs;
    for (std::size_t i = 0; i < count; ++i) {
        const Text& name = starts[i].name;
        costs.emplace_back(name.english(), spread_of(runs[i], &LearningCurve::final_cost));
        draw_tuning(choice, name, rates, tuned.cost[i], 3000);
        const double end = costs[i].second.median;
        if (end < 5)
            draw_cost(curves, name, runs[i], &LearningCurve::updates);
        else
            curves.diverged(1, 5, name, colour(i));
    }
    lab.save(figure.note(tr("α chosen on other seeds")));
    const Spread& own = costs[kaiming].second;
    const auto judge = [&](const Text& claim, const std::vector<Place>& others, bool worse) {
        int held = 0;
        Text because = tr("Kaiming: {}", said(own.median));
        for (const Place i : others) {
            const Text& name = starts[i].name;
            const Spread& cost = costs[i].second;
            const Outcome lower = smaller(worse ? own : cost, worse ? cost : own);
            held += (lower == Outcome::supported) == worse;
            because = tr("{}; {}: {}", because, name, said(cost.median));
        }
        lab.finding(claim, outcome_of(held, int(others.size())), because, costs);
    };
    judge(tr("Poor starts stay worse at their best α"), {zero, small, large}, true);
    judge(tr("No other method ends lower"), {pytorch, xavier, kaiming_n}, false);
}

void experiment(Lab& lab)
{
    formula(lab);
    const Split data = lab.load_split(static_cast<Index>(lab.whole("samples")));
    scales(lab, first(data.training, 128));
    symmetry(lab, first(data.training, 5000));
    lab.uses_data(verbatim(data.training.name), data.training.size());
    training(lab, data.training);
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
