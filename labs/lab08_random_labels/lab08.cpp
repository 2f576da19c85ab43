// Lab 08 · It should not work
//
// Idea       As Zhang et al. (ICLR 2017), on fewer images: zero cost on true labels, random labels
//            and noise, by one and the same network; then the test set.
#include "evidence.hpp"
#include "figures.hpp"
#include "nn/layers.hpp"
#include "shell/lab.hpp"
#include "train/theta.hpp"

#include <algorithm>
#include <cmath>

namespace lab08 {

const LabInfo info{.number = 8,
                   .title = tr("It should not work"),
                   .question = tr("Why does it work?"),
                   .claim = tr("Any labels are fitted to zero cost; yet true ones generalise."),
                   .figures = "starts images fitting corruption unexpected",
                   .preferred_dataset = "cifar10",
                   .needs = {.side = 4, .most_side = 128}};

namespace knob {
const Count samples("samples", 1000, 200, {100, 50000}, tr("training images"));
const Count starts("starts", 10, 3, {2, 1000}, tr("starts"));
} // namespace knob

// ---- the slides: wrong labels, a cost that is not convex, and zero all the same ----

// With this probability a label gives way to a class drawn at random (the true one, too), once and
// for all: labels drawn anew in each epoch could not be learned by heart.
Labels with_wrong_ones(Labels labels, double probability, Index classes, Rng rng)
{
    for (Index& label : labels) {
        const bool replaced = rng.uniform() < probability;
        const Index random_class = rng.below(classes);
        if (replaced) label = random_class;
    }
    return labels;
}

// Trains until every answer is right and the cost (a mean) below 0.01. Nothing holds it back: no
// penalty, no augmentation, no early stopping.
Run train_to_zero(Sequential& net, const Dataset& data, const Rng& rng)
{
    Momentum optimizer(net, 0.9);
    Run run;
    run["cost at first"] = evaluate(net, data).cost;
    run["updates to zero"] = INFINITY;
    for (const Step& now : steps_of(data, {.batch = 100, .updates = 10'000}, rng)) {
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        if (diverged(loss)) break;
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(0.2);
        if (!now.ends_epoch) continue;

        const Evaluation all = evaluate(net, data);
        run.note(now, "training cost", all.cost);
        if (all.accuracy < 1 || all.cost >= 0.01) continue;
        run["updates to zero"] = double(now.k + 1);
        break;
    }
    run.end("training", evaluate(net, data));
    return run;
}

// From one minimum straight to another, a convex cost would nowhere rise above both.
Numbers costs_between(Sequential& net, const Column& from, const Column& to, const Dataset& data)
{
    Numbers costs;
    for (const double t : linear_space(0, 1, 21)) {
        set_parameters(net, (1 - t) * from + t * to);
        costs.push_back(evaluate(net, data).cost);
    }
    return costs;
}

// ---- the experiment ----

using enum Pixels;
const Kind true_labels{tr("true labels"), 0, as_they_are};
const std::vector<Kind> kinds{true_labels,
                              {tr("25 % random"), 0.25, as_they_are},
                              {tr("50 % random"), 0.5, as_they_are},
                              {tr("75 % random"), 0.75, as_they_are},
                              {tr("random labels"), 1, as_they_are},
                              {tr("shuffled pixels"), 0, one_shuffle},
                              {tr("random pixels"), 0, shuffled_each},
                              {tr("Gaussian noise"), 0, noise}};

// The same for every kind of data, as in the paper.
Sequential network(const Dataset& data, Rng rng) { return mlp_for(data, {512, 512}, rng); }

// Labels of the test set stay true.
Split shown(const Kind& kind, const Split& data, const Rng& rng)
{
    Split result = randomised(data, 0, kind.pixels, rng);
    Labels& labels = result.training.labels;
    labels = with_wrong_ones(labels, kind.random_labels, data.training.class_count(), rng);
    return result;
}

Run train(const Kind& kind, const Split& data, Rng rng)
{
    const Split seen = shown(kind, data, rng.fork(1));
    Sequential net = network(seen.training, rng);
    Run run = train_to_zero(net, seen.training, rng);
    run.end("test", evaluate(net, seen.test));
    return run;
}

Run train_from(const Kind&, const Dataset& data, Rng rng)
{
    Sequential net = network(data, rng);
    Run run = train_to_zero(net, data, rng);
    run.keep("θ", numbers(parameters_of(net)));
    return run;
}

void many_starts(Lab& lab, const Dataset& data)
{
    const long count = std::max<long>(lab.seeds(), knob::starts);
    const Study study = lab.over_runs(count, std::vector{true_labels}, train_from, data);
    const std::vector<Run>& starts = study["true labels"].runs;
    const auto theta =
        of_each(starts, [](const Run& run) { return arma::conv_to<Column>::from(run.kept("θ")); });
    Sequential net = network(data, lab.rng());
    std::vector<Numbers> walks;
    for (std::size_t i = 1; i < std::min<std::size_t>(5, starts.size()); ++i)
        walks.push_back(costs_between(net, theta[0], theta[i], data));
    lab.save(starts_figure(starts, walks));
    lab.finding(tr("The cost is not convex"), higher_halfway(walks));
    lab.finding(tr("Every start reaches zero cost"), reached_zero(starts, tr("starts")));
}

void experiment(Lab& lab)
{
    const Split data = lab.load_sample(Index(knob::samples), 2000);
    lab.print_model(network(data.training, lab.rng()), data.training.shape);
    const Split three{.training = first(data.training, 3), .test = first(data.test, 1)};
    const auto seen = [&](const Kind& kind) {
        return shown(kind, three, lab.rng().fork(1)).training;
    };
    lab.save(images_figure(kinds, of_each(kinds, seen)));

    const Index classes = data.training.class_count();
    const Study study = lab.over_seeds(kinds, train, data);
    lab.print_study(tr("data"), study,
                    {tr("updates to zero"), tr("training accuracy"), tr("test accuracy")});
    lab.save(fitting_figure(kinds, study));
    lab.save(corruption_figure(kinds, study, classes));
    lab.save(unexpected_figure(study, classes));
    lab.claim(together(all_reached_zero(study),
                       study.lower("random labels", "true labels", tr("test accuracy"))));
    lab.finding(tr("More random labels: longer, more test errors"), rises(kinds, study));
    lab.finding(tr("Expected: random labels give chance"), near_chance(study, classes));
    lab.finding(tr("Unexpected: true labels give more than that, and most of the test set"),
                most_of_the_test_set(study));
    many_starts(lab, data.training);
}

} // namespace lab08

int main(int argc, char** argv) { return run_lab(argc, argv, lab08::info, lab08::experiment); }
