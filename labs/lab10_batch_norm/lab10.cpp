// Lab 10 · Batch normalisation
//
// Idea       Twins with the same initial W, one with batch norm: activations, the scales and rates
//            they bear, the cost along the gradient, stored statistics, small minibatches.
#include "figures.hpp"
#include "nn/norm.hpp"
#include "shell/lab.hpp"
#include "smoothness.hpp"
#include "statistics.hpp"
#include "tolerance.hpp"
#include "train/layer_outputs.hpp"
#include "worksheet.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace lab10 {

const LabInfo info{
    .number = 10,
    .title = tr("Batch normalisation"),
    .question = tr("What changes when each layer's numbers are normalised over the minibatch?"),
    .claim = tr("Batch norm makes initialisation less critical and a larger α possible."),
    .figures = "map smoothness distances evaluation following batch_size layers unit handout",
    .worksheet = worksheet};

namespace knob {
const Count samples("samples", 20480, 4096, {1280, 48000}, tr("samples"));
const Count updates("updates", 150, 25, {20, 10000}, tr("updates"));
const Count few("few", 3072, 384, {256, 48000}, tr("samples for small m"));
const Tuned small_alpha("small-alpha", log_space(0.003, 0.3, 5), {1e-6, 100},
                        tr("learning rate α, small m"));
const Number alpha("alpha", 0.1, {1e-4, 10}, tr("learning rate α, except of map and small m"));
const Count batch("batch", 64, {2, 128}, tr("size m of minibatches, except of small m"));
const Number scale("scale", 1, {0.01, 100}, tr("initial scale of W and b, except of the map"));
const List scales("scales", {2, 1, 0.5}, {0.01, 100}, tr("initial scales seen layer by layer"), 1,
                  4);
const Number decay("decay", 0.9, {0, 0.999}, tr("share of stored statistics that stays"));
} // namespace knob

const Question how_much_larger{
    tr("With batch norm, how many times larger an α trains (scale 1)?"),
    {tr("none larger"), tr("about 3 times"), tr("10 times or more"), tr("the runs do not tell")}};
const Question worst_to_evaluate{
    tr("Which statistics give the lowest accuracy in evaluation?"),
    {tr("stored ones, for batches of 2"), tr("the batch's own, of 2 samples"),
     tr("the batch's own, of 64 sorted by class"), tr("the runs do not tell")}};

// ---- the slide: x_1 … x_m of a minibatch, one a column; each unit, a row, by itself ----

struct Normalised {
    Column mu, sigma2;
    Matrix x_hat, y;
};

// make exercise-batch-norm
Normalised batch_norm_of(const Matrix& x, const Column& gamma, const Column& beta)
{
    const Column mu = arma::mean(x, 1);                                   // of the minibatch
    const Column sigma2 = arma::mean(arma::square(x.each_col() - mu), 1); // with 1/m
    const Matrix x_hat = (x.each_col() - mu).each_col() / arma::sqrt(sigma2 + 1e-5); // ε
    const Matrix y = (x_hat.each_col() % gamma).each_col() + beta;
    return {mu, sigma2, x_hat, y};
}

// Minibatches of m samples vary less than all samples do: their σ² is (m − 1)/m of it in the mean.
double share_of_variance(const Matrix& x, Index m)
{
    const Column zero(x.n_rows, arma::fill::zeros);
    const double all = arma::accu(batch_norm_of(x, zero, zero).sigma2);
    std::vector<double> shares;
    for (Index from = 0; from + m <= x.n_cols; from += m) {
        const Normalised slide = batch_norm_of(x.cols(from, from + m - 1), zero, zero);
        shares.push_back(arma::accu(slide.sigma2) / all);
    }
    return mean_of_last(shares, shares.size());
}

// ---- the experiment ----

void the_layer(Lab& lab, const Data& data)
{
    Rng rng = lab.rng();
    Sequential net = new_net({}, data.training, rng);
    lab.print_model(net, data.training.shape);
    lab.print(tr("{} numbers learned, {} stored", parameter_count(net), buffer_count(net)));
    const auto outputs = layer_outputs(net, data.some.x, data.some.shape, Mode::train);
    const auto& layer = dynamic_cast<BatchNorm&>(net.layer(1));
    const Matrix y = batch_norm_of(outputs[0], layer.gamma.value(), layer.beta.value()).y;
    lab.finding(
        tr("The slide's four lines are what the layer does"),
        all_at_most(tr("largest difference"), {double(arma::abs(y - outputs[1]).max())}, 1e-4));
    for (const Index m : {2, 4, 32, 128})
        lab.print(
            tr("m = {:3}: σ² is {:.3Lf} of that of all", m, share_of_variance(outputs[0], m)));
}

// The twins as the knobs ask for them.
std::vector<Twin> our_twins()
{
    std::vector<Twin> ours = twins;
    for (Twin& twin : ours) {
        twin.scale = knob::scale;
        twin.m = Index(knob::batch);
    }
    return ours;
}

// A run that diverges at once leaves nothing to be drawn.
bool seen(Lab& lab, const Study& study, const char* curve)
{
    for (const Compared& method : study.methods())
        for (const Run& run : method.runs)
            if (run.curve(curve).values.empty()) {
                lab.print(
                    tr("{} diverges at once: choose a smaller --alpha or --scale", method.name));
                return false;
            }
    return true;
}

double guessing(const Data& data) { return std::log(double(data.training.class_count())); }

void one_unit(Lab& lab, const Data& data)
{
    const Study unit =
        lab.over_runs(1, our_twins(), train, knob::alpha, data, knob::updates, look_at_unit);
    if (seen(lab, unit, "cost"))
        lab.save(unit_figure(unit_while_training(unit), hidden).of_seeds(1));
}

void scale_map(Lab& lab, const Data& data)
{
    const Numbers scales{0.125, 0.25, 0.5, 1, 2, 4, 8}; // of Kaiming's W and b
    const Numbers rates{0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
    std::vector<Twin> methods;
    for (const Twin& twin : twins)
        for (const double scale : scales)
            methods.push_back(
                {at_scale(twin, scale), twin.batch_norm, scale, 0.9, Index(knob::batch)});
    const Study sweep = lab.sweep(methods, rates, train, data, knob::updates, nullptr);
    const Evidence more = bears_more(sweep, scales, guessing(data));
    const Versus &range = more.effects.at(0), &rate = more.effects.at(1);
    lab.save(scale_map_figure(sweep, scales, guessing(data))
                 .says(tr("Largest α: {:Lg} with batch norm, {:Lg} without; scales: {:.0Lf}-fold, "
                          "{:.0Lf}-fold",
                          rate.b.median, rate.a.median, range.b.median, range.a.median),
                       sign(more.outcome)),
             how_much_larger, times_larger(sweep, scales, guessing(data)));
    lab.claim(more);
}

void along_the_gradient(Lab& lab, const Data& data)
{
    const Study study =
        lab.over_seeds(our_twins(), train, knob::alpha, data, knob::updates, look_along);
    if (!seen(lab, study, "steps cost")) return;
    const Evidence steps = smoother(study, "steps 4"), far = smoother(study, "distances 5");
    lab.save(smoothness_figure(study, guessing(data), steps, far));
    lab.finding(tr("Smoother in steps of equal α"), steps);
    lab.finding(tr("Smoother over the length of one update"), smoother(study, "distances 3"));
    lab.finding(tr("Smoother over the length of four"), far);
}

void evaluation(Lab& lab, const Data& data)
{
    std::vector<Twin> methods;
    const auto named = [](double decay) { return tr("decay {:Lg}", decay); };
    for (const double decay : std::set<double>{0, knob::decay, 0.99, 1})
        methods.push_back({decay == 1 ? tr("never") : named(decay), true, knob::scale, decay,
                           Index(knob::batch)});
    const std::string usual = named(knob::decay).english();
    const LookAt look = std::bind_front(look_at_stored, double(knob::decay));
    const Study study = lab.over_seeds(methods, train, knob::alpha, data, knob::updates, look);
    const Evidence needed = needs_stored(study, usual);
    const auto without = [&](std::size_t n) { return needed.effects.at(n).a.median; };
    const double stored = needed.effects.at(0).b.median;
    lab.save(evaluation_figure(study[usual])
                 .says(tr("Accuracy: {:.0Lf} % stored, {:.0Lf} % batches of 2, {:.0Lf} % sorted",
                          stored, without(0), without(1)),
                       sign(needed.outcome)),
             worst_to_evaluate, worst_statistics(study[usual]));
    lab.save(following_figure(study).says(
        tr("Accuracy in the end: {:.0Lf} % with decay {:Lg}, {:.0Lf} % never followed", stored,
           double(knob::decay), without(2))));
    lab.finding(tr("Evaluation needs stored statistics"), needed);
}

void small_minibatches(Lab& lab, Data data, Index samples)
{
    data.training = first(data.training, std::min(samples, data.training.size()) / 128 * 128);
    lab.uses_data(data.training.name, data.training.size());
    const Numbers sizes{2, 4, 8, 32, 128};
    std::vector<Twin> methods;
    for (const double m : sizes)
        for (const Twin& one : twins)
            methods.push_back({of_size(m, one), one.batch_norm, 1, 0.9, Index(m)});
    const Study study =
        lab.compare(methods, knob::small_alpha, tr("validation cost"), train, data, 0, nullptr);
    const Evidence more = gains_more(study, sizes);
    lab.save(batch_size_figure(study, sizes, guessing(data))
                 .says(tr("Batch norm gains {:+.1Lf} points at m = {:Lg}, {:+.1Lf} at m = {:Lg}",
                          more.effects.at(0).a.median, sizes.front(), more.effects[0].b.median,
                          sizes.back()),
                       sign(more.outcome)));
    lab.finding(tr("Batch norm needs large minibatches"), more);
}

void experiment(Lab& lab)
{
    // 128 divides the samples: all minibatches are whole, and none is a rest of one sample.
    Split parts = lab.load_split(Index(knob::samples / 128 * 128));
    parts.training = first(parts.training, parts.training.size() / 128 * 128);
    parts.training = first(parts.training, parts.training.size() / knob::batch * knob::batch);
    lab.uses_data(parts.training.name, parts.training.size());
    const Index tenth = parts.training.size() / 10;
    const Data data{parts.training, first(parts.training, tenth), first(parts.validation, tenth)};
    the_layer(lab, data);
    if (lab.wants("layers"))
        lab.save(layers_figure(of_each<double>(knob::scales, [&](double scale) {
                     return before_training(scale, data, lab.rng());
                 })).of_seeds(1));
    if (lab.wants("unit")) one_unit(lab, data);
    if (lab.wants("map")) scale_map(lab, data);
    if (lab.wants("smoothness distances")) along_the_gradient(lab, data);
    if (lab.wants("evaluation following")) evaluation(lab, data);
    if (lab.wants("batch_size")) small_minibatches(lab, data, Index(knob::few));
}

} // namespace lab10

int main(int argc, char** argv) { return run_lab(argc, argv, lab10::info, lab10::experiment); }
