// Lab 07 · Kaiming initialisation
//
// Idea       Follow the size of the numbers through 30 layers from seven starts; then train each
//            with its own best learning rate.
#include "evidence.hpp"
#include "figures.hpp"
#include "layer_scales.hpp"
#include "nn/conv.hpp"
#include "shell/lab.hpp"

#include <cmath>

namespace lab07 {

const LabInfo info{
    .number = 7,
    .title = tr("Kaiming initialisation"),
    .question = tr("Where should a deep network start?"),
    .claim = tr("At Kaiming's scale the signal keeps its size and a deep network learns."),
    .figures = "symmetry relu tanh training"};

namespace knob {
const Tuned alpha("alpha", {1e-5, 3e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3}, {1e-9, 1e3},
                  tr("learning rate α"));
const Count samples("samples", 8000, 3000, {500, 48000}, tr("images"));
const Count tuning("tuning", 3, 1, {1, 100}, tr("runs that choose α"));
const Count epochs("epochs", 2, 1, {1, 100}, tr("epochs of each run"));
} // namespace knob

// ---- the slide: W₀ = √(6/n_in)·U[−1,1](n_out, n_in), b₀ = 1/√n_in·U[−1,1](n_out) ----

// W is n_in × n_out here: column j is what unit j looks for. Each U() is drawn anew.
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
const std::vector<Start> starts{{tr("zero"), zeros},
                                {verbatim("{:Lg} N(0, 1)", 0.01), normal_init(0.01)},
                                {tr("PyTorch's default"), pytorch_default},
                                {verbatim("Xavier"), xavier_uniform},
                                {tr("Kaiming (slide)"), kaiming},
                                {tr("Kaiming, normal"), kaiming_normal},
                                {verbatim("Kaiming × 3"), scaled(kaiming, 3)}};

// ---- the experiment ----

void check_formula(Lab& lab)
{
    Rng rng = lab.rng();
    const Linear first(784, 512, rng, kaiming), deep(512, 512, rng, kaiming);
    const Conv2d filters({.in = 64, .out = 256, .kernel = 5}, rng, kaiming);
    const std::vector<Drawn> layers{drawn(first.name(), first.W, first.b, 784),
                                    drawn(deep.name(), deep.W, deep.b, 512),
                                    drawn(filters.name(), filters.W, filters.b, 64 * 5 * 5)};
    lab.print_table({tr("layer"), verbatim("n_in"), verbatim("var(W)·n_in/2"),
                     verbatim("max|W|/√(6/n_in)"), verbatim("max|b|·√n_in")},
                    of_each(layers, &Drawn::row));
    lab.finding(tr("Variance 2/n_in and bounds as on the slide (convolution: n_in = C·kh·kw)"),
                as_on_the_slide(layers));
}

Run look_through(const Start& start, Function (*activation)(), const Dataset& batch, Rng rng)
{
    const auto sizes = layer_sizes(batch.features(), 30, 256, batch.class_count());
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
    lab.save(figure);
    lab.finding(tr("Units that start equal stay equal"), stay_equal(apart));
}

Run train(const Start& start, double alpha, const Dataset& data, Rng rng)
{
    Sequential net = mlp_for(data, std::vector<Index>(9, 128), rng, start.init);
    Sgd optimizer(net);
    Run run = fit(net, optimizer, data,
                  {.epochs = int(knob::epochs), .learning_rate = constant_rate(alpha)}, rng);
    if (run.number("diverged at") < INFINITY) return run; // without an end it counts as the worst
    const Numbers smooth = smoothed(run.curve("cost").values); // over some 20 minibatches
    if (!smooth.empty()) run["cost at the end"] = smooth.back();
    return run;
}

void experiment(Lab& lab)
{
    check_formula(lab);
    const Dataset training = lab.load_split(knob::samples).training;
    const Dataset batch = first(training, 128);
    lab.uses_data(batch.name, batch.size());
    const Study relu = lab.over_seeds(starts, look_through, relu_layer, batch);
    lab.save(scales_figure("relu", verbatim("ReLU"), relu));
    const Study tanh = lab.over_seeds(starts, look_through, tanh_layer, batch);
    lab.save(scales_figure("tanh", verbatim("tanh"), tanh)); // of which the slide says nothing
    const std::vector<Text> ranges{tr("activations, max/min"), tr("gradients, max/min")};
    lab.print_study(tr("30 layers of {}", "ReLU"), relu, ranges);
    lab.print_study(tr("30 layers of {}", "tanh"), tanh, ranges);

    symmetry(lab, first(training, 5000));
    lab.uses_data(training.name, training.size());
    const Study trained = lab.compare(starts, knob::alpha.by_median_of(knob::tuning),
                                      tr("cost at the end"), train, training);
    lab.save(training_figure(trained));
    lab.claim(together(
        flat_only_for({"Kaiming (slide)", "Kaiming, normal"}, relu),
        lower_than_each(trained, "Kaiming (slide)", {"zero", "0.01 N(0, 1)", "Kaiming × 3"})));
    lab.finding(
        tr("No other method ends lower"),
        none_lower(trained, {"PyTorch's default", "Xavier", "Kaiming, normal"}, "Kaiming (slide)"));
}

} // namespace lab07

int main(int argc, char** argv) { return run_lab(argc, argv, lab07::info, lab07::experiment); }
