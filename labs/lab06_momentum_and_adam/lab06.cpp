// Lab 06 · Momentum and Adam
//
// Idea       Balls in a ravine show why momentum helps; a network on Fashion-MNIST shows how much
//            momentum and Adam gain over plain SGD when each has its own best α.
#include "figures.hpp"
#include "nn/layers.hpp"
#include "shell/lab.hpp"
#include "train/theta.hpp"

#include <algorithm>
#include <cmath>

namespace lab06 {

const LabInfo info{.number = 6,
                   .title = tr("Momentum and Adam"),
                   .question = tr("How much do they gain over SGD?"),
                   .claim = tr("Momentum and Adam beat plain SGD."),
                   .figures = "ravine balls map training slide bias",
                   .needs = {.training = 100}};

namespace knob { // option, default (then --quick's) or grid, allowed range, help
const Tuned alpha("alpha", log_space(1.0 / 8, 8, 7), {1e-9, 1e3},
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
const Count updates("updates", 1500, 100, {1, 1'000'000}, tr("updates of each training"));
const Count frames("frames", 40, 12, {1, 80}, tr("frames of the film"));
} // namespace knob

const Question who_ends_lowest{
    tr("Each rule with its own best α: which ends at the lowest validation cost?"),
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
    lab.finding(tr("With the exact gradient, β = {:Lg} ends nearer", usual),
                nearer(exact, usual, least));
    lab.finding(tr("With a noisy gradient, β = {:Lg} ends nearer", usual),
                nearer(noisy, usual, least));
    if (knob::alpha.turned())
        lab.save(ravine_figure(tr("Balls in a ravine"), ravine, exact, noisy).of_seeds(1));
    else
        lab.save(ravine_figure(tr("Each ball with its best α"), ravine, exact, noisy).of_seeds(1),
                 where_momentum_helps, where_nearer(exact, noisy, usual, least));
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

// ---- a network ----

struct Method {
    Text name;
    Rule rule;
    double usual; // its α; the grid is multiplied by it
};

Run train(const Method& method, double alpha, const Split& data, long updates, Rng rng)
{
    Sequential net = mlp_for(data.training, {128}, rng);
    Column theta = parameters_of(net), m = 0 * theta, v = 0 * theta;
    Run run;
    for (const Step& now : steps_of(data.training, {.batch = 64, .updates = updates}, rng)) {
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        if (diverged(loss)) return run; // without an end it counts as the worst
        const Column step = alpha * method.rule(m, v, gradient(loss, net), now.k + 1);
        theta -= step;
        set_parameters(net, theta);
        run.note(now, "cost", loss);
        if (now.k < 50) run.note(now, "step", arma::mean(arma::abs(step)) / alpha);
        if (now.k + 1 == now.steps) run.keep("last step", numbers(arma::abs(step)));
    }
    run.end("validation", evaluate(net, data.validation));
    run["mean cost"] = arma::mean(arma::vec(run.curve("cost").values));
    return run;
}

void experiment(Lab& lab)
{
    if (lab.wants("ravine balls map")) in_the_ravine(lab);
    if (!lab.wants("training slide bias")) return;
    const auto data = lab.every_run_splits(20'000);
    const Dataset images = first(data.of_run(0)->training, 1); // for their shape
    Rng rng = lab.rng();
    lab.print_model(mlp_for(images, {128}, rng), images.shape);
    const Method adam_method{verbatim("Adam"),
                             std::bind_front(adam, knob::beta1, knob::beta2, knob::epsilon), 1e-3};
    const std::vector<Method> methods{{verbatim("SGD"), std::bind_front(momentum, 0), 0.1},
                                      {tr("momentum"), std::bind_front(momentum, knob::beta), 0.1},
                                      adam_method};
    const Study study =
        lab.compare(methods, knob::alpha, tr("validation cost"), train, data, knob::updates);
    lab.save(training_figure(study, std::log(double(images.class_count()))), who_ends_lowest,
             study.lowest("validation cost"));
    lab.claim(study.lower_than("SGD", tr("validation cost")));

    const Numbers around = log_space(study["Adam"].best / 100, study["Adam"].best * 100, 9);
    const std::vector<Method> variants{
        {tr("Adam uncorrected"),
         std::bind_front(uncorrected, knob::beta1, knob::beta2, knob::epsilon), 1e-3},
        {tr("Adam as on the slide"),
         std::bind_front(as_printed, knob::beta1, knob::beta2, knob::epsilon), 1e-3}};
    for (const Method& variant : variants) {
        const Study start = lab.sweep(std::vector{adam_method, variant}, around, train, data, 50);
        lab.save(first_updates_figure(start, variant.name));
        lab.finding(tr("Adam starts better than {}", variant.name),
                    start.lower_at_best("Adam", variant.name.english(), tr("mean cost")));
    }
}

} // namespace lab06

int main(int argc, char** argv) { return run_lab(argc, argv, lab06::info, lab06::experiment); }
