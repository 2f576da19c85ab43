// Lab 03 · SGD and GD
//
// Idea       One network learns from the whole training set and from minibatches: how far it gets
//            for what it computes, what the noise of the gradient does, and how well it predicts.
#include "figures.hpp"
#include "shell/lab.hpp"

namespace lab03 {

const LabInfo info{.number = 3,
                   .title = tr("SGD and GD"),
                   .question = tr("Why learn from minibatches?"),
                   .claim = tr("SGD reaches a low cost with far less computing than GD."),
                   .figures =
                       "escape shares gd_and_sgd seconds epoch noise too_small fast generalisation "
                       "handout"};

namespace knob {
const Tuned alpha("alpha", {0.3, 1, 3}, {1e-6, 10},
                  tr("learning rate α (tried: these times what suits the minibatch)"));
const Count samples("samples", 4096, 1024, {1024, 50000}, tr("training samples of GD and SGD"));
const Count few("few", 1024, 512, {512, 50000}, tr("training samples, many sizes of minibatch"));
const Count epochs("epochs", 10, 2, {1, 1000}, tr("epochs"));
const Count batch("batch", 64, {1, 1024}, tr("minibatch size |Ω| of SGD beside GD"));
const Number cost("cost", 0.2, {1e-4, 2}, tr("training cost at which sizes are compared"));
const Number noise("noise", 5, {0, 20}, tr("deviation of the gradient's noise in the double well"));
const Count draws("draws", 40, 10, {10, 10000}, tr("minibatches whose gradient is looked at"));
const Count frames("frames", 24, 12, {2, 200}, tr("frames of the film"));
} // namespace knob

const Question what_sgd_needs{
    tr("Down to the cost at which GD ends, each with its own best α: what does SGD need?"),
    {tr("fewer samples, less time"), tr("fewer samples, but more time: small products"),
     tr("more of both: its gradient is noisy"), tr("the runs do not tell")}};
const Question which_predicts_better{
    // in the order of the outcomes
    tr("|Ω| = 64 or the whole training set: does 64 err less on new images, by a point or more?"),
    {tr("yes, whatever is held equal"), tr("no, whatever is held equal"),
     tr("it depends on what is held equal"), tr("the runs do not tell")}};

// Of what SGD needs less: the answer to what_sgd_needs.
std::size_t needs(Outcome fewer_samples, Outcome less_time)
{
    using enum Outcome;
    if (fewer_samples == supported && less_time == supported) return 0;
    if (fewer_samples == supported && less_time == not_supported) return 1;
    return fewer_samples == not_supported && less_time == not_supported ? 2 : 3;
}

double noise_in_the_well() { return knob::noise; }

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
    Plan plan;    // its batch is |Ω|, of GD N_train
    double usual; // its α; the grid is multiplied by it
};

Run train(const Method& method, double alpha, const Split& data, Rng rng)
{
    Sequential net = network(data.training, rng);
    Looks looks(net, data.training);
    if (method.plan.batch == data.training.size())
        gd(net, data.training, alpha, method.plan, looks, rng);
    else
        sgd(net, data.training, alpha, method.plan, looks, rng);
    return looks.ended();
}

// The claim: down to the cost at which GD ends, SGD sees fewer samples and needs less time.
void gd_and_sgd(Lab& lab, const Drawn<Split>& data, Index n)
{
    const Index size = std::min(n, Index(knob::batch));
    lab.save(epoch_figure(data.of_run(0)->training, size, lab.rng()).of_seeds(1));
    if (!lab.wants("gd_and_sgd seconds")) return;
    const std::vector<Method> methods{
        {verbatim("GD"), {.batch = n, .epochs = 6 * knob::epochs}, 0.2},
        {verbatim("SGD"), {.batch = size, .epochs = knob::epochs}, 0.1}};
    lab.finish_pictures(); // they would cost seconds
    const Study study = lab.compare(methods, knob::alpha, tr("training cost"), train, data);
    const Evidence samples = sooner(study, "SGD", "GD", "GD", tr("samples"));
    const Evidence seconds = sooner(study, "SGD", "GD", "GD", tr("seconds"));
    lab.save(four_axes_figure(study, n, size, samples, seconds), what_sgd_needs,
             needs(samples.outcome, seconds.outcome));
    lab.claim(together(samples, seconds));
}

// At a θ that one epoch has brought.
Run noise_of(const Method& method, const Split& data, Rng rng)
{
    Sequential net = network(data.training, rng);
    Looks looks(net, data.training);
    sgd(net, data.training, method.usual, method.plan, looks, rng);
    return gradient_noise(net, data.training, knob::draws, rng);
}

void noisy(Lab& lab, const Drawn<Split>& data, Index n)
{
    const Dataset training = data.of_run(0)->training;
    Rng rng = lab.rng();
    Sequential net = network(training, rng);
    const arma::uvec omega = arma::regspace<arma::uvec>(0, 63);
    lab.print(tr("The sum of 64 gradients, one by one and at once: {:.0Le} apart",
                 apart(sum_over(omega, net, training), 64 * mean_gradient(net, training, omega))));
    const std::vector<Method> at{{verbatim("SGD"), {.batch = 64, .epochs = 1}, 0.03}};
    const Study study = lab.over_seeds(at, noise_of, data);
    lab.save(noise_figure(study["SGD"].runs, n));
    lab.finding(tr("SGD's gradient is noisy."), follows_the_law(study["SGD"].runs));
}

void too_small(Lab& lab, const Drawn<Split>& data, Index n)
{
    std::vector<Method> sizes;
    for (const auto& [size, usual] : std::vector<std::pair<Index, double>>{
             {1, 0.003}, {2, 0.01}, {8, 0.03}, {64, 0.1}, {512, 0.1}, {n, 0.1}})
        sizes.push_back({verbatim("{}", size), {.batch = size, .epochs = knob::epochs}, usual});
    lab.finish_pictures(); // they would cost seconds
    const Study study = lab.compare(sizes, knob::alpha, tr("training cost"), train, data);
    const Evidence gain = fast(study);
    const Evidence samples = sooner(study, "64", "1", "64", tr("samples"));
    const Evidence seconds = sooner(study, "64", "1", "64", tr("seconds"));
    const Evidence slow =
        depends_on(tr("what is counted"), {{tr("samples"), samples}, {tr("seconds"), seconds}});
    lab.save(small_batches_figure(study, gain, samples, seconds, slow.outcome));
    lab.finding(tr("A minibatch's gradient is fast."), gain);
    lab.finding(tr("Too small a minibatch is slow."), slow);
}

// Of the sizes that the slide recommends, 64; "generalise much better" is: by a point or more.
void generalisation(Lab& lab, const Drawn<Split>& data, Index n)
{
    std::vector<Size> epochs;
    for (const auto& [size, usual] :
         std::vector<std::pair<Index, double>>{{16, 0.1}, {64, 0.3}, {256, 1}, {n, 1}})
        epochs.push_back({verbatim("{}", size), {.batch = size, .epochs = knob::epochs}, usual});
    std::vector<Size> updates = epochs, costs = epochs;
    for (Size& size : updates) size.plan.updates = 16 * knob::epochs;
    for (Size& size : costs) {
        size.plan.updates = 20 * std::max<long>(knob::epochs, 16 * 64 / size.plan.batch);
        size.down_to = knob::cost;
    }
    const auto compared = [&](const Text& name, const std::vector<Size>& sizes,
                              const Text& lowest) {
        return Comparison{name, lab.compare(sizes, knob::alpha, lowest, learn, data)};
    };
    const std::vector<Comparison> comparisons{
        compared(tr("equal epochs"), epochs, tr("training cost")),
        compared(tr("equal updates"), updates, tr("training cost")),
        compared(tr("equal training cost"), costs, tr("updates"))};
    const Evidence better = small_predict_better(comparisons);
    lab.save(generalisation_figure(comparisons, better.outcome), which_predicts_better,
             std::size_t(better.outcome));
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
    if (lab.wants("escape shares")) in_a_well(lab);
    if (lab.wants("gd_and_sgd seconds epoch")) {
        const auto data = lab.every_run_samples(knob::samples, 1000);
        const auto training = data.of_run(0)->training;
        Rng rng = lab.rng();
        lab.print_model(network(training, rng), training.shape);
        gd_and_sgd(lab, data, training.size());
    }
    if (lab.wants("noise too_small fast")) {
        const auto data = lab.every_run_samples(knob::few, 1000);
        const Index n = data.of_run(0)->training.size();
        if (lab.wants("noise")) noisy(lab, data, n);
        if (lab.wants("too_small fast")) too_small(lab, data, n);
    }
    if (!lab.wants("generalisation")) return;
    const auto data = lab.every_run_samples(knob::few, 4000);
    generalisation(lab, data, data.of_run(0)->training.size());
}

} // namespace lab03

int main(int argc, char** argv) { return run_lab(argc, argv, lab03::info, lab03::experiment); }
