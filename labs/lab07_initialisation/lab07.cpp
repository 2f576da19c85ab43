// Lab 07 · Kaiming initialisation
//
// Idea       Follow the size of the numbers through 30 layers from seven starts; then train each
//            with its own best learning rate.
#include "evidence.hpp"
#include "figures.hpp"
#include "layer_scales.hpp"
#include "nn/conv.hpp"
#include "shell/lab.hpp"

#include <algorithm>
#include <cmath>

namespace lab07 {

const LabInfo info{
    .number = 7,
    .title = tr("Kaiming initialisation"),
    .question = tr("Where should a deep network start?"),
    .claim = tr("At Kaiming's scale the signal keeps its size and a deep network learns."),
    .figures = "symmetry relu tanh training rates handout"};

namespace knob {
const Tuned alpha("alpha", {1e-5, 3e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3}, {1e-9, 1e3},
                  tr("learning rate α"));
const Count depth("depth", 30, {2, 100}, tr("layers that the signal goes through"));
const Count width("width", 256, {8, 512}, tr("units in each of these layers"));
const List gain("gain", {3}, {0.01, 100}, tr("factors of Kaiming's W and b, a start each"), 1, 2);
const Count trained_depth("trained-depth", 10, {2, 20},
                          tr("layers of the networks that are trained"));
const Count samples("samples", 8000, 3000, {500, 48000}, tr("images"));
const Count epochs("epochs", 2, 1, {1, 100}, tr("epochs of each run"));
} // namespace knob

const Question who_stays_level{
    tr("From which start do activations and gradients stay level?"),
    {tr("0.01 N(0, 1): small numbers are safe"), tr("PyTorch's default: tried and tested"),
     tr("Kaiming: a variance of 2/n_in"), tr("more than one of them, or none")}};
const Question where_pytorch_ends{
    tr("PyTorch's default, trained with its best α: where does it end?"),
    {tr("with Kaiming: training makes up for it"), tr("between Kaiming and zero weights"),
     tr("with zero weights: it does not learn"), tr("the runs do not tell")}};

// ---- the slide: W₀ = √(6/n_in)·U[−1,1](n_out, n_in), b₀ = 1/√n_in·U[−1,1](n_out) ----

// W is n_in × n_out here: column j is what unit j looks for. Each U() is drawn anew.
// make exercise-kaiming
void kaiming(Matrix& W, Matrix& b, Rng& rng)
{
    const double n_in = double(W.n_rows);
    const auto U = [&] { return 2 * rng.uniform() - 1; }; // uniform() is from 0 to 1
    for (Real& w : W) w = std::sqrt(6 / n_in) * U();
    for (Real& b_j : b) b_j = 1 / std::sqrt(n_in) * U();
}

// What goes wrong: nothing tells the units of a layer apart.
void all_equal(Matrix& W, Matrix& b, Rng&)
{
    W.fill(0.01);
    b.zeros();
}

struct Start {
    Text name;
    Init init;
};
// "Kaiming × 3", …
std::vector<Start> with_gains()
{
    const Numbers& gains = knob::gain;
    return of_each(gains, [](double gain) {
        return Start{verbatim("Kaiming × {:Lg}", gain), scaled(kaiming, gain)};
    });
}

std::vector<Start> all_starts()
{
    std::vector<Start> starts{{tr("zero"), zeros},
                              {verbatim("{:Lg} N(0, 1)", 0.01), normal_init(0.01)},
                              {tr("PyTorch's default"), pytorch_default},
                              {verbatim("Xavier"), xavier_uniform},
                              {tr("Kaiming (slide)"), kaiming},
                              {tr("Kaiming, normal"), kaiming_normal}};
    std::ranges::copy(with_gains(), std::back_inserter(starts));
    return starts;
}

// ---- the experiment ----

void check_formula(Lab& lab)
{
    Rng rng = lab.rng();
    const Linear first(784, 512, rng, kaiming), deep(512, 512, rng, kaiming);
    const Conv2d filters({.in = 64, .out = 256, .kernel = 5}, rng, kaiming);
    const std::vector<DrawnLayer> layers{drawn(first.name(), first.W, first.b, 784),
                                         drawn(deep.name(), deep.W, deep.b, 512),
                                         drawn(filters.name(), filters.W, filters.b, 64 * 5 * 5)};
    lab.print_table({tr("layer"), verbatim("n_in"), verbatim("var(W)·n_in/2"),
                     verbatim("max|W|/√(6/n_in)"), verbatim("max|b|·√n_in")},
                    of_each(layers, &DrawnLayer::row));
    lab.finding(tr("Variance 2/n_in and bounds as on the slide (convolution: n_in = C·kh·kw)"),
                as_on_the_slide(layers));
}

Run look_through(const Start& start, Function (*activation)(), const Split& data, Rng rng)
{
    const Dataset batch = first(data.training, 128);
    const auto sizes =
        layer_sizes(batch.features(), Index(knob::depth), Index(knob::width), batch.class_count());
    Sequential net = mlp(sizes, rng, start.init, activation);
    return layer_scales(net, batch);
}

// Zero, or any equal start, makes one unit out of many.
void symmetry(Lab& lab, const Dataset& training)
{
    const std::vector<Start> kinds{
        {tr("zero"), zeros}, {tr("all 0.01"), all_equal}, {tr("Kaiming (slide)"), kaiming}};
    lab.uses_data(training.name, training.size());
    Figure figure("symmetry", tr("16 units after training"), 3);
    std::map<std::string, double> apart;
    for (const Start& start : kinds) {
        Rng rng = lab.rng();
        Sequential net = mlp_for(training, {16}, rng, start.init);
        Sgd optimizer(net);
        fit(net, optimizer, training, {.epochs = 3, .learning_rate = constant_rate(0.03)}, rng);
        const Matrix W = parameters(net).front().value();
        apart[start.name.english()] = largest_unit_difference(W);
        const double right = 100 * evaluate(net, training).accuracy;
        figure.panel(tr("{}, {:.0Lf} % right", start.name, right))
            .image_grid(W, training.shape, 4, {}, true);
    }
    const Evidence equal = stay_equal(apart);
    lab.save(figure.of_seeds(1).says(
        tr("Two units differ at most by: zero {:.1Lg}, all 0.01 {:.1Lg}, Kaiming {:.1Lg}",
           apart["zero"], apart["all 0.01"], apart["Kaiming (slide)"]),
        sign(equal.outcome)));
    lab.finding(tr("Units that start equal stay equal"), equal);
}

Run train(const Start& start, double alpha, const Split& data, Rng rng)
{
    Sequential net =
        mlp_for(data.training, std::vector<Index>(knob::trained_depth - 1, 128), rng, start.init);
    Sgd optimizer(net);
    Run run = fit(net, optimizer, data.training,
                  {.epochs = int(knob::epochs), .learning_rate = constant_rate(alpha)}, rng);
    if (run.number("diverged at") < INFINITY) return run; // without an end it counts as the worst
    const Numbers smooth = smoothed(run.curve("cost").values); // over some 20 minibatches
    if (!smooth.empty()) run["cost at the end"] = smooth.back();
    return run;
}

void experiment(Lab& lab)
{
    check_formula(lab);
    const auto data = lab.every_run_splits(knob::samples);
    const Text images = data.of_run(0)->training.name;
    lab.uses_data(images, 128);
    const std::vector<Start> starts = all_starts();
    const std::vector<Text> ranges{tr("activations, max/min"), tr("gradients, max/min")};
    const auto layers_of = [](const char* layer) {
        return tr("{} layers of {}", long(knob::depth), layer);
    };
    const Study relu = lab.over_seeds(starts, look_through, relu_layer, data);
    const Evidence flat = flat_only_for({"Kaiming (slide)", "Kaiming, normal"}, relu);
    lab.save(scales_figure("relu", layers_of("ReLU"), relu, sign(flat.outcome)), who_stays_level,
             only_flat({"0.01 N(0, 1)", "PyTorch's default", "Kaiming (slide)"}, relu));
    lab.print_study(layers_of("ReLU"), relu, ranges);
    if (lab.wants("tanh")) { // of which the slide says nothing
        const Study tanh = lab.over_seeds(starts, look_through, tanh_layer, data);
        lab.save(scales_figure("tanh", layers_of("tanh"), tanh));
        lab.print_study(layers_of("tanh"), tanh, ranges);
    }
    if (lab.wants("symmetry")) symmetry(lab, first(data.of_run(0)->training, 5000));
    if (!lab.wants("training rates")) return;
    lab.uses_data(images, data.of_run(0)->training.size());
    const Study trained = lab.compare(starts, knob::alpha, tr("cost at the end"), train, data);
    std::vector<std::string> poor{"zero", "0.01 N(0, 1)"};
    for (const Start& scaled_up : with_gains()) poor.push_back(scaled_up.name.english());
    const Evidence lower = lower_than_each(trained, "Kaiming (slide)", poor);
    lab.save(training_figure(trained, knob::trained_depth, sign(lower.outcome)), where_pytorch_ends,
             how_far(trained, "PyTorch's default"));
    lab.claim(together(flat, lower));
    lab.finding(
        tr("No other method ends lower"),
        none_lower(trained, {"PyTorch's default", "Xavier", "Kaiming, normal"}, "Kaiming (slide)"));
}

} // namespace lab07

int main(int argc, char** argv) { return run_lab(argc, argv, lab07::info, lab07::experiment); }
