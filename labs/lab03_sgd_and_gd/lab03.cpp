// Lab 03 · SGD and GD
//
// Idea       One network learns from the whole training set and from minibatches: how far it gets
//            for what it computes, what the noise of the gradient does, and how well it predicts.
#include "figures.hpp"
#include "nn/layers.hpp"
#include "shell/lab.hpp"

namespace lab03 {

const LabInfo info{.number = 3,
                   .title = tr("SGD and GD"),
                   .question = tr("Why learn from minibatches?"),
                   .claim = tr("SGD reaches a low cost with far less computing than GD."),
                   .figures = "escape gd_and_sgd epoch noise too_small generalisation",
                   .seeds_full = 3};

namespace knob {
const Tuned alpha("alpha", {0.001, 0.003, 0.01, 0.03, 0.1, 0.3}, {1e-6, 10}, tr("learning rate α"));
const Count samples("samples", 10000, 2000, {1024, 50000}, tr("training samples"));
const Count few("few", 4096, 1024, {1024, 50000}, tr("training samples, many sizes of minibatch"));
const Count epochs("epochs", 10, 3, {1, 1000}, tr("epochs"));
const Count batch("batch", 64, {1, 1024}, tr("minibatch size |Ω| of SGD beside GD"));
const Number noise("noise", 5, {0, 20}, tr("deviation of the gradient's noise in the double well"));
const Count draws("draws", 100, 40, {10, 10000}, tr("minibatches whose gradient is looked at"));
const Count frames("frames", 24, 6, {2, 200}, tr("frames of the film"));
} // namespace knob

const Question what_sgd_needs{
    tr("Down to the cost at which GD ends, each with its own best α: what does SGD need?"),
    {tr("fewer epochs, less time"), tr("fewer epochs, but more time: small products"),
     tr("more of both: its gradient is noisy"), tr("the runs do not tell")}};
const Question which_predicts_better{
    tr("|Ω| = 64 or the whole training set: which predicts better?"),
    {tr("64, whatever is held equal"), tr("the whole set: its gradient is exact"),
     tr("it depends on what is held equal")}};

// Of what SGD needs less: the answer to what_sgd_needs.
std::size_t needs(Outcome fewer_epochs, Outcome less_time)
{
    using enum Outcome;
    if (fewer_epochs == supported && less_time == supported) return 0;
    if (fewer_epochs == supported && less_time == not_supported) return 1;
    return fewer_epochs == not_supported && less_time == not_supported ? 2 : 3;
}

double noise_in_the_well() { return knob::noise; }
Sequential network(const Dataset& data, Rng& rng) { return mlp_for(data, {64}, rng); }

// ---- the slides: θ_{k+1} = θ_k − α Σ_i ∂l(Y_i, f(X_i; θ))/∂θ, at θ = θ_k ----

// The sum over the samples i ∈ Ω, one after the other.
Column sum_over(const arma::uvec& omega, Module& f, const Dataset& train)
{
    Column sum = 0 * parameters_of(f);
    for (const Index i : omega) {
        const Var output = f.forward(constant(train.x.col(i)), Mode::train);
        sum += gradient(softmax_cross_entropy(output, train.labels.rows(i, i)), f);
    }
    return sum;
}

// The sum over all of them at once, by products of matrices, is faster by far. Below it is the
// gradient of L, their mean cost, which is a sum divided by |Ω|: so α is |Ω| times that of the
// slides, and one α suits every |Ω|.

// Gradient descent: the sum is over i = 1 … N_train.
void gd(Module& f, const Dataset& train, double alpha, Plan plan, Looks& looks, const Rng& rng)
{
    plan.batch = train.size();
    Column theta = parameters_of(f);
    for (const Step& all : steps_of(train, plan, rng)) {
        const Var L = softmax_cross_entropy(f.forward(all.x, Mode::train), all.labels);
        if (diverged(L)) return;
        theta -= alpha * gradient(L, f);
        set_parameters(f, theta);
        looks.after(all);
        roll(of_gd, all.k + 1, noise_in_the_well);
    }
}

// Stochastic gradient descent: over i ∈ Ω_k. 1) Cut the training set at random into minibatches of
// plan.batch samples; 2) make an update with each; 3) at the end of the epoch, go to 1).
void sgd(Module& f, const Dataset& train, double alpha, Plan plan, Looks& looks, const Rng& rng)
{
    Column theta = parameters_of(f);
    for (const Step& omega_k : steps_of(train, plan, rng)) {
        const Var L = softmax_cross_entropy(f.forward(omega_k.x, Mode::train), omega_k.labels);
        if (diverged(L)) return;
        theta -= alpha * gradient(L, f);
        set_parameters(f, theta);
        looks.after(omega_k);
        roll(of_sgd, omega_k.k + 1, noise_in_the_well);
    }
}

// ---- the experiment ----

struct Method {
    Text name;
    Plan plan; // its batch is |Ω|, of GD N_train
};

Run train(const Method& method, double alpha, const Split& data, Rng rng)
{
    Sequential net = network(data.training, rng);
    Looks looks(net, data.training);
    if (method.plan.batch == data.training.size())
        gd(net, data.training, alpha, method.plan, looks, rng);
    else
        sgd(net, data.training, alpha, method.plan, looks, rng);
    return looks.ended(data);
}

void gd_and_sgd(Lab& lab, const Split& data)
{
    const Index n = data.training.size(), size = std::min(n, Index(knob::batch));
    lab.save(epoch_figure(data.training, size, lab.rng()).of_seeds(1));
    if (!lab.wants("gd_and_sgd")) return;
    const std::vector<Method> methods{{verbatim("GD"), {.batch = n, .epochs = 6 * knob::epochs}},
                                      {verbatim("SGD"), {.batch = size, .epochs = knob::epochs}}};
    lab.finish_pictures(); // they would cost seconds
    const Study study = lab.compare(methods, knob::alpha, tr("training cost"), train, data);
    const Evidence epochs = sooner(study, "SGD", "GD", "GD", tr("epochs"));
    const Evidence seconds = sooner(study, "SGD", "GD", "GD", tr("seconds"));
    lab.save(four_axes_figure(study, n, size), what_sgd_needs,
             needs(epochs.outcome, seconds.outcome));
    lab.claim(together(epochs, seconds));
}

void noisy(Lab& lab, const Dataset& training)
{
    Rng rng = lab.rng();
    Sequential net = network(training, rng);
    Looks looks(net, training);
    sgd(net, training, 0.03, {.batch = 64, .epochs = 1}, looks, rng);
    const Dataset some = first(training, training.size() / 4);
    const arma::uvec omega = arma::regspace<arma::uvec>(0, 63);
    lab.print(tr("The sum of 64 gradients, one by one and at once: {:.0Le} apart",
                 apart(sum_over(omega, net, some), 64 * mean_gradient(net, some, omega))));
    const GradientNoise noise = gradient_noise(net, some, knob::draws, rng);
    lab.save(noise_figure(noise, some.size()).of_seeds(1));
    lab.finding(tr("SGD's gradient is noisy."), follows_the_law(noise));
}

void too_small(Lab& lab, const Split& data)
{
    std::vector<Method> sizes;
    for (const Index size : std::vector<Index>{1, 2, 8, 64, 512, data.training.size()})
        sizes.push_back({verbatim("{}", size), {.batch = size, .epochs = 3}});
    lab.finish_pictures(); // they would cost seconds
    const Study study = lab.compare(sizes, knob::alpha, tr("training cost"), train, data);
    lab.save(small_batches_figure(study));
    lab.finding(tr("A minibatch's gradient is fast."), fast(study));
    lab.finding(tr("Too small a minibatch is slow."),
                together(sooner(study, "64", "1", "64", tr("samples")),
                         sooner(study, "64", "1", "64", tr("seconds"))));
}

void generalisation(Lab& lab, const Split& data)
{
    std::vector<Method> epochs;
    for (Index size = 16; size <= data.training.size(); size *= 4)
        epochs.push_back({verbatim("{}", size), {.batch = size, .epochs = 2 * knob::epochs}});
    std::vector<Method> updates = epochs;
    for (Method& method : updates) method.plan.updates = 20 * knob::epochs;
    const Study tuned = lab.compare(epochs, knob::alpha, tr("validation error"), train, data);
    const double alpha = tuned["64"].best;
    const std::vector<Comparison> comparisons{
        {tr("equal epochs, one α"), lab.over_seeds(epochs, train, alpha, data)},
        {tr("equal updates, one α"), lab.over_seeds(updates, train, alpha, data)},
        {tr("equal epochs, α tuned"), tuned}};
    const Evidence better = small_predict_better(comparisons);
    lab.save(generalisation_figure(comparisons), which_predicts_better, answer_of(better.outcome));
    lab.finding(tr("Small minibatches generalise."), better);
}

void in_a_well(Lab& lab)
{
    const DoubleWell well;
    const EscapeStudy walks =
        study_escape(well, linear_space(0, 12, 13), knob::noise, 2000, 400, lab.rng());
    lab.save(escape_figure(well, walks, knob::frames).of_seeds(1));
    lab.finding(tr("Noise can leave bad minima."), leaves_the_poor_minimum(walks));
}

void experiment(Lab& lab)
{
    lab.uses_data(tr("made on the spot"), 0);
    if (lab.wants("escape")) in_a_well(lab);
    if (!lab.wants("gd_and_sgd epoch noise too_small generalisation")) return;
    const Split data = prepared(lab, Index(knob::samples));
    Rng rng = lab.rng();
    lab.print_model(network(data.training, rng), data.training.shape);
    if (lab.wants("gd_and_sgd epoch")) gd_and_sgd(lab, data);
    if (!lab.wants("noise too_small generalisation")) return;
    const Split small = first_of(lab, data, Index(knob::few));
    if (lab.wants("noise")) noisy(lab, small.training);
    if (lab.wants("too_small")) too_small(lab, small);
    if (lab.wants("generalisation")) generalisation(lab, small);
}

} // namespace lab03

int main(int argc, char** argv) { return run_lab(argc, argv, lab03::info, lab03::experiment); }
