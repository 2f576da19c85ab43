// Lab 08 · It should not work
//
// Idea       As Zhang et al. (ICLR 2017), on fewer images: zero cost on true labels, random labels
//            and noise, by one and the same network; then the test set.
#include "data/augment.hpp"
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
const List random("random", {0.25, 0.5, 0.75}, {0, 1},
                  tr("shares of labels drawn at random, between none and all"), 1, 6);
const Count width("width", 512, {2, 1024}, tr("units in each of the two hidden layers"));
const Number alpha("alpha", 0.2, {0.001, 10}, tr("learning rate α"));
const Choice augmentation("augmentation", "off", {"off", "on"},
                          tr("images moved and mirrored at random while training"));
const Count updates("updates", 10'000, 300, {20, 100'000}, tr("updates at most"));
const Count starts("starts", 10, 3, {2, 1000}, tr("starts"));
} // namespace knob

const Question are_they_learned{
    tr("Random labels: does training reach zero cost?"),
    {tr("no: there is nothing to learn"), tr("yes, with ten times the updates or more"),
     tr("yes, with a few times the updates"), tr("in some of the runs only")}};
const Question what_was_learned{
    tr("Zero cost on random labels: how often is it right on the test set?"),
    {tr("nearly as often as with true labels"), tr("less often, yet more than by chance"),
     tr("as often as by chance"), tr("the runs do not tell")}};

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

// Trains until every answer is right and the cost (a mean) below 0.01, which is zero here. Nothing
// holds it back: no penalty, no early stopping and, unless it is turned on, no augmentation.
Run train_to_zero(Sequential& net, const Dataset& data, const Rng& rng)
{
    Momentum optimizer(net, 0.9);
    const bool augmented = knob::augmentation.has("on");
    Rng moves = rng.fork(2);
    Run run;
    run["cost at first"] = evaluate(net, data).cost;
    run["updates to zero"] = INFINITY;
    for (const Step& now : steps_of(data, {.batch = 100, .updates = knob::updates}, rng)) {
        Matrix x = now.x.value();
        if (augmented) augment(x, data.shape, 2, moves);
        const Var loss =
            softmax_cross_entropy(net.forward(constant(x, data.shape), Mode::train), now.labels);
        if (diverged(loss)) break;
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(knob::alpha);
        // All samples are looked at after each epoch and, close to zero, after each update.
        if (!now.ends_epoch && run.last("training cost", INFINITY) >= 2 * zero) continue;
        const Evaluation all = evaluate(net, data);
        run.note(now, "training cost", all.cost);
        if (all.accuracy < 1 || all.cost >= zero) continue;
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
std::vector<Kind> all_kinds()
{
    std::vector<Kind> kinds{true_labels};
    Numbers shares = knob::random;
    std::ranges::sort(shares);
    for (const double share : shares)
        kinds.push_back({tr("{:Lg} % random", 100 * share), share, as_they_are});
    kinds.push_back({tr("random labels"), 1, as_they_are});
    kinds.push_back({tr("shuffled pixels"), 0, one_shuffle});
    kinds.push_back({tr("random pixels"), 0, shuffled_each});
    kinds.push_back({tr("Gaussian noise"), 0, noise});
    return kinds;
}

// The same for every kind of data, as in the paper.
Sequential network(const Dataset& data, Rng rng)
{
    return mlp_for(data, std::vector<Index>(2, knob::width), rng);
}

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
    lab.save(starts_figure(starts, walks).of_seeds(starts.size()));
    lab.finding(tr("The cost is not convex"), higher_halfway(walks));
    lab.finding(tr("Every start reaches zero cost"), all_reached_zero(starts));
}

void true_and_random(Lab& lab, const std::vector<Kind>& kinds, const Drawn<Split>& data)
{
    const Index classes = data.of_run(0)->training.class_count();
    const Study study = lab.over_seeds(kinds, train, data);
    lab.print_study(tr("data"), study,
                    {tr("updates to zero"), tr("training accuracy"), tr("test accuracy")});
    lab.save(fitting_figure(kinds, study), are_they_learned, learns_random_labels(study));
    lab.save(corruption_figure(kinds, study, classes, knob::updates));
    lab.save(unexpected_figure(study, classes), what_was_learned,
             right_after_random_labels(study, classes));
    lab.claim(together(all_reached_zero(study),
                       study.lower("random labels", "true labels", tr("test accuracy"))));
    lab.finding(tr("More random labels: longer, more test errors"),
                with_random_labels(kinds, study));
    lab.finding(tr("Expected: random labels give chance"), near_chance(study, classes));
    lab.finding(tr("Unexpected: true labels give more than that, and most of the test set"),
                most_of_the_test_set(study));
}

void experiment(Lab& lab)
{
    const auto data = lab.every_run_samples(Index(knob::samples), 2000);
    const auto example = data.of_run(0);
    lab.print_model(network(example->training, lab.rng()), example->training.shape);
    const Split three{.training = first(example->training, 3), .test = first(example->test, 1)};
    const auto seen = [&](const Kind& kind) {
        return shown(kind, three, lab.rng().fork(1)).training;
    };
    const std::vector<Kind> kinds = all_kinds();
    lab.save(images_figure(kinds, of_each(kinds, seen)).of_seeds(1));
    if (lab.wants("fitting corruption unexpected")) true_and_random(lab, kinds, data);
    if (lab.wants("starts")) many_starts(lab, example->training);
}

} // namespace lab08

int main(int argc, char** argv) { return run_lab(argc, argv, lab08::info, lab08::experiment); }
