// Lab 06 · Momentum and Adam
//
// Idea       Balls in a ravine show why momentum helps; networks on Fashion-MNIST show how many
//            updates momentum and Adam save when each rule has its own best α. What is measured
//            is the number of updates to one training cost. With small minibatches α is kept small
//            by the noise, and momentum should gain little (Kidambi et al. 2018); with large ones
//            by the curvature, and momentum takes it further (Shallue et al. 2019). So both are
//            asked, and a badly conditioned net besides.
#include "figures.hpp"
#include "nn/layers.hpp"
#include "shell/lab.hpp"
#include "train/theta.hpp"
#include "worksheet.hpp"

#include <algorithm>
#include <cmath>

namespace lab06 {

const LabInfo info{.number = 6,
                   .title = tr("Momentum and Adam"),
                   .question = tr("How much do they gain over SGD?"),
                   .claim = tr("Momentum and Adam learn faster than SGD."),
                   .figures = "ravine balls map training rates deep slide bias handout",
                   .seeds_full = 12, // updates vary by a third from seed to seed
                   .needs = {.training = 100},
                   .worksheet = worksheet};

namespace knob { // option, default (then --quick's) or grid, allowed range, help
const Tuned alpha("alpha", log_space(1.0 / 4, 4, 5), {1e-9, 1e3},
                  tr("learning rate α, of the ravine's balls too"));
const Number beta("beta", 0.9, {0, 0.999}, tr("β of momentum, the share of m that stays"));
const Number beta1("beta1", 0.9, {0, 0.999}, tr("β1 of Adam, the share of m that stays"));
const Number beta2("beta2", 0.999, {0, 0.99999}, tr("β2 of Adam, the share of v that stays"));
const Number epsilon("epsilon", 1e-8, {1e-12, 1}, tr("ε of Adam, added to √v"));
const List betas("betas", {0, 0.5, 0.9, 0.99}, {0, 0.999}, tr("β of each ball in the ravine"), 2,
                 8);
const List curvatures("curvatures", {0.01, 1}, {0.001, 10},
                      tr("curvatures (eigenvalues) along and across the ravine"), 2, 2);
const Number noise("noise", 0.1, {0, 1}, tr("noise of the gradient in the ravine, its deviation"));
const List batches("batches", {64, 2048}, {1, 4096}, tr("small and large minibatch size |Ω|"), 2,
                   2);
const Number target("target", 0.6, {0.001, 10}, tr("training cost that is to be reached"));
const Count updates("updates", 400, 100, {1, 1'000'000},
                    tr("most updates with small minibatches; with large ones a fifth"));
const Count frames("frames", 40, 12, {1, 80}, tr("frames of the film"));
} // namespace knob

const Question who_is_first{
    tr("Large minibatches, each rule with its own best α: which needs the fewest updates?"),
    {verbatim("SGD"), tr("momentum"), verbatim("Adam"), tr("the runs do not tell")}};
const Question where_momentum_helps{
    tr("In the ravine, each with its best α: where does momentum end nearer than GD?"),
    {tr("with both gradients"), tr("only with the exact one"), tr("only with the noisy one"),
     tr("with neither")}};

// ---- the slides: θ ← θ − α·(…), where (…) is what a rule returns for the gradient g ----

// What a rule keeps, m and v, is as long as θ and 0 at first; k = 1, 2, … counts the steps.
// std::bind_front(adam, β1, β2, ε) is one: adam with its first three arguments given.
using Rule = std::function<Column(Column& m, Column& v, const Column& g, long k)>;

// β = 0 is plain SGD. PyTorch leaves out (1 − β): the same path there takes α · (1 − β).
// make exercise-momentum
Column momentum(double beta, Column& m, Column&, const Column& g, long)
{
    m = beta * m + (1 - beta) * g;
    return m;
}

// m and v start at 0, so after k steps they are 1 − β^k of a steady gradient. Copies are divided by
// it, so that what is kept is not (Kingma & Ba 2015).
// make exercise-adam
Column adam(double beta1, double beta2, double epsilon, Column& m, Column& v, const Column& g,
            long k)
{
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * square(g);
    const Column m_hat = m / (1 - std::pow(beta1, k));
    const Column v_hat = v / (1 - std::pow(beta2, k));
    return m_hat / (sqrt(v_hat) + epsilon);
}

// Adam without the correction: for so large a k, 1 − β^k is 1.
Column uncorrected(double beta1, double beta2, double epsilon, Column& m, Column& v,
                   const Column& g, long)
{
    return adam(beta1, beta2, epsilon, m, v, g, 1'000'000'000);
}

// The slide divides what it keeps, so that each step divides the past again: v grows, θ stops.
Column as_printed(double beta1, double beta2, double epsilon, Column& m, Column& v, const Column& g,
                  long k)
{
    m = (beta1 * m + (1 - beta1) * g) / (1 - std::pow(beta1, k));
    v = (beta2 * v + (1 - beta2) * square(g)) / (1 - std::pow(beta2, k));
    return m / (sqrt(v) + epsilon);
}

// ---- balls in a ravine ----

Mover ball(double beta, double alpha)
{
    return [=](Column& theta, Column& m, const Column& g) {
        Column no_v;
        theta -= alpha * momentum(beta, m, no_v, g, 1);
    };
}

void balls(Lab& lab, const Ravine& ravine)
{
    const Numbers& betas = knob::betas;
    const auto alphas = [&](double beta) {
        return knob::alpha.turned() ? knob::alpha.values(1) : ravine.stable_alphas(beta);
    };
    const auto rolled = [&](double noise, int runs) {
        return ravine.best_balls(betas, alphas, ball, noise, runs, lab.tuning_rng(), lab.rng());
    };
    const auto exact = rolled(0, 1), noisy = rolled(knob::noise, 40);
    const auto apart = [](double beta) { return std::abs(beta - knob::beta); };
    const double usual = *std::ranges::min_element(betas, {}, apart);
    const double least = std::ranges::min(betas);
    const Evidence with_exact = nearer(exact, usual, least);
    const Evidence with_noisy = nearer(noisy, usual, least);
    lab.finding(tr("With the exact gradient, β = {:Lg} ends nearer", usual), with_exact);
    lab.finding(tr("With a noisy gradient, β = {:Lg} ends nearer", usual), with_noisy);
    const Text topic =
        knob::alpha.turned() ? tr("Balls in a ravine") : tr("Each ball with its best α");
    Figure figure = ravine_figure(topic, ravine, exact, noisy).of_seeds(1);
    figure.says(tr("Distance left: {} exact gradient {}; {} noisy {}", sign(with_exact.outcome),
                   ends_told(exact, {least, usual}), sign(with_noisy.outcome),
                   ends_told(noisy, {least, usual})));
    if (knob::alpha.turned())
        lab.save(figure);
    else
        lab.save(figure, where_momentum_helps, where_nearer(exact, noisy, usual, least));
    lab.save(film(ravine, exact, knob::frames).of_seeds(0));
}

void in_the_ravine(Lab& lab)
{
    const Numbers& along_and_across = knob::curvatures;
    const Ravine ravine{.eigenvalues = arma::conv_to<Column>::from(along_and_across),
                        .start = {-10, 2},
                        .updates = 200};
    if (lab.wants("ravine balls")) balls(lab, ravine);
    if (lab.wants("map")) lab.save(rate_map(ravine, ball, knob::noise, lab.rng()).of_seeds(1));
}

// ---- networks ----

struct Method {
    Text name;
    Rule rule;
    double usual; // its α; the grid is multiplied by it
};

// What all rules train alike.
struct Task {
    Index batch;
    long updates;  // at most
    long look;     // so many updates between two looks at the training cost
    double target; // where it ends
    std::vector<Index> hidden = {64};
    Init init = kaiming_uniform;
};

Run train(const Method& method, double alpha, const Split& data, const Task& task, Rng rng)
{
    const Dataset seen = first(data.training, std::min<Index>(1000, data.training.size()));
    Sequential net = mlp_for(data.training, task.hidden, rng, task.init);
    Column theta = parameters_of(net), m = 0 * theta, v = 0 * theta;
    double before = evaluate(net, seen).cost; // at the last look
    Run run;
    for (const Step& now :
         steps_of(data.training, {.batch = task.batch, .updates = task.updates}, rng)) {
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        if (diverged(loss)) return run; // without an end it counts as the worst
        const Column step = alpha * method.rule(m, v, gradient(loss, net), now.k + 1);
        theta -= step;
        set_parameters(net, theta);
        run.note(now, "cost", loss);
        if (now.k < 50) run.note(now, "step", arma::mean(arma::abs(step)) / alpha);
        if (now.k + 1 == now.steps) run.keep("last step", numbers(arma::abs(step)));
        if ((now.k + 1) % task.look != 0) continue;

        const double cost = evaluate(net, seen).cost;
        run.note(now, "training cost", cost);
        if (cost <= task.target) { // reached since the last look: on the line between the two
            const double share = (before - task.target) / (before - cost);
            run["updates"] = double(now.k + 1) - (1 - share) * double(task.look);
            break;
        }
        before = cost;
    }
    run["training cost"] = run.last("training cost", infinity);
    run["mean cost"] = arma::mean(arma::vec(run.curve("cost").values));
    return run;
}

void with_both_sizes(Lab& lab, const std::vector<Method>& methods, const Drawn<Split>& data)
{
    const Numbers& sizes = knob::batches;
    std::vector<std::pair<Text, Study>> studies;
    for (const double size : sizes) {
        const bool small = studies.empty();
        const Task task{Index(size), small ? long(knob::updates) : knob::updates / 5, small ? 4 : 1,
                        knob::target};
        studies.emplace_back(verbatim("{:.0f}", size),
                             lab.compare(methods, knob::alpha, tr("updates"), train, data, task));
    }
    std::vector<std::pair<Text, Evidence>> sides;
    for (const auto& [size, study] : studies)
        sides.emplace_back(size, study.lower_than("SGD", tr("updates")));
    const Evidence fewer = depends_on(verbatim("|Ω|"), sides);
    lab.save(training_figure(studies, knob::target, fewer.outcome), who_is_first,
             studies.back().second.lowest("updates"));
    lab.claim(fewer);
}

// Ten layers at PyTorch's default start, a sixth of Kaiming's variance: the first layers hear
// almost nothing of the cost.
void badly_conditioned(Lab& lab, const std::vector<Method>& methods, const Drawn<Split>& data)
{
    const Task deep{64, knob::updates, 20, 0, std::vector<Index>(9, 64), pytorch_default};
    const Study study = lab.compare(methods, knob::alpha, tr("training cost"), train, data, deep);
    lab.save(deep_figure(study));
    lab.finding(tr("A badly conditioned net: momentum and Adam get lower"),
                study.lower_than("SGD", tr("training cost")));
}

void experiment(Lab& lab)
{
    if (lab.wants("ravine balls map")) in_the_ravine(lab);
    if (!lab.wants("training rates deep slide bias")) return;
    const auto data = lab.every_run_splits(20'000);
    const Dataset images = first(data.of_run(0)->training, 1); // for their shape
    Rng rng = lab.rng();
    lab.print_model(mlp_for(images, {64}, rng), images.shape);
    const Method adam_method{verbatim("Adam"),
                             std::bind_front(adam, knob::beta1, knob::beta2, knob::epsilon), 1e-3};
    const std::vector<Method> methods{{verbatim("SGD"), std::bind_front(momentum, 0), 0.4},
                                      {tr("momentum"), std::bind_front(momentum, knob::beta), 0.4},
                                      adam_method};
    if (lab.wants("training rates")) with_both_sizes(lab, methods, data);
    if (lab.wants("deep")) badly_conditioned(lab, methods, data);
    if (!lab.wants("slide bias")) return;

    const Task start{64, 50, 50, 0};
    const Numbers around = log_space(1e-5, 0.1, 5); // 1e-3 is its authors' α
    const std::vector<Method> variants{
        {tr("Adam uncorrected"),
         std::bind_front(uncorrected, knob::beta1, knob::beta2, knob::epsilon), 1e-3},
        {tr("Adam as on the slide"),
         std::bind_front(as_printed, knob::beta1, knob::beta2, knob::epsilon), 1e-3}};
    for (const Method& variant : variants) {
        const Study sweep =
            lab.sweep(std::vector{adam_method, variant}, around, train, data, start);
        lab.save(first_updates_figure(sweep, variant.name));
        lab.finding(tr("Adam starts better than {}", variant.name),
                    sweep.lower_at_best("Adam", variant.name.english(), tr("mean cost")));
    }
}

} // namespace lab06

int main(int argc, char** argv) { return run_lab(argc, argv, lab06::info, lab06::experiment); }
