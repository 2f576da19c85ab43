// Lab 08 · It should not work
//
// Question   The cost is not convex and a network can learn anything by heart: why does it work?
// Idea       As Zhang et al. (ICLR 2017), on fewer images: zero cost on true labels, random labels
//            and noise, by one and the same network; then the test set.
// Claim      Any labels are fitted to zero cost; yet true ones generalise.
// Run        make lab08 && ./lab08            (--quick: seconds; --help: options)
// Figures    plots/lab08_{images,fitting,corruption,starts,unexpected}.*
// Expect     Verdict: supported (25 s); on CIFAR-10 it depends (25 s): 36 % of the test right
#include "data/scramble.hpp"
#include "each_run.hpp"
#include "interpolation.hpp"
#include "memorise.hpp"
#include "nn/layers.hpp"
#include "shell/lab.hpp"

#include <algorithm>
#include <cmath>

using namespace descente;

namespace {

const LabInfo info{.number = 8,
                   .title = tr("It should not work"),
                   .question = tr("Why does it work?"),
                   .claim = tr("Any labels are fitted to zero cost; yet true ones generalise."),
                   .preferred_dataset = "cifar10",
                   .numbers = {{"samples", tr("training images"), 1000, 200, 100, 50000},
                               {"starts", tr("starts"), 10, 3, 2, 1000}}};

// The same for every kind of data, as in the paper; no penalty, augmentation or early stopping.
const Index hidden = 512, test_images = 2000;
const double chance = 10; // % right: all sets have ten classes
const MemoriseOptions until_zero{.batch_size = 100, .learning_rate = 0.2, .zero = 0.01};

struct Kind {
    Text name;
    double random_labels; // the share of the training labels drawn at random, once
    Pixels pixels;
    TrainTest of(const TrainTest& data, const Rng& rng) const
    {
        return randomised(data, random_labels, pixels, rng.fork(1));
    }
};
using enum Pixels;
const std::vector<Kind> kinds{
    {tr("true labels"), 0, as_they_are},     {tr("25 % random"), 0.25, as_they_are},
    {tr("50 % random"), 0.5, as_they_are},   {tr("75 % random"), 0.75, as_they_are},
    {tr("random labels"), 1, as_they_are},   {tr("shuffled pixels"), 0, one_shuffle},
    {tr("random pixels"), 0, shuffled_each}, {tr("Gaussian noise"), 0, noise}};
const std::size_t true_labels = 0, random_labels = 4; // among these, from none to all random
const std::size_t drawn_kinds[]{0, 4, 5, 6, 7};

struct Run {
    LearningCurve curve;           // the cost of the whole training set
    double updates = INFINITY;     // until it was learned by heart
    double training = 0, test = 0; // right at the end (%)
    std::vector<Matrix> theta;
};
using Runs = std::vector<std::vector<Run>>; // a row a kind, an entry a seed

Sequential network(const Dataset& data, Rng rng)
{
    return mlp({data.features(), hidden, hidden, data.class_count()}, rng);
}

Run train(const TrainTest& data, const Rng& rng)
{
    Sequential net = network(data.training, rng);
    Momentum optimizer(net, 0.9);
    const Memorised result = memorise(net, optimizer, data.training, until_zero, rng);
    const double test = 100 * evaluate(net, data.test).accuracy;
    Run run{{}, result.updates_needed(), 100 * result.accuracy, test, snapshot(net)};
    run.curve.updates = result.updates;
    run.curve.cost = result.cost;
    return run;
}

int reached(const std::vector<Run>& runs)
{
    return int(std::ranges::count_if(runs, [](const Run& r) { return std::isfinite(r.updates); }));
}

// What the network is shown of three images, kind by kind, with the labels it is to learn.
void draw_images(Lab& lab, const TrainTest& data)
{
    Figure figure("images", tr("What the network is to learn"), 5);
    const TrainTest three{first(data.training, 3), first(data.test, 1)};
    for (const std::size_t k : drawn_kinds) {
        const Dataset shown = kinds[k].of(three, lab.rng()).training;
        std::vector<Text> captions;
        for (const Index label : shown.labels) captions.push_back(shown.classes[label]);
        figure.panel(kinds[k].name).image_grid(shown.x, shown.shape, 1, captions);
    }
    lab.save(figure);
}

const Text cost_axis = tr("training cost (mean)");

// Row 38: every kind reaches zero.
void by_heart(Lab& lab, const Runs& runs)
{
    Figure figure("fitting", tr("Everything is learned by heart"));
    Panel& cost = figure.panel().x_axis(updates_axis).y_axis(cost_axis, Scale::logarithmic);
    for (int colour = 0; const std::size_t k : drawn_kinds)
        draw_each_run(cost, kinds[k].name, of_each(runs[k], &Run::curve), &LearningCurve::updates,
                      until_zero.zero, {.colour = ++colour, .width = 0.6});
    lab.save(figure);
    int fitted = 0;
    std::vector<std::vector<std::string>> rows;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        fitted += reached(runs[k]);
        rows.push_back({lab.say(kinds[k].name)});
        for (const auto number : {&Run::updates, &Run::training, &Run::test}) {
            const double median = spread_of(runs[k], number).median;
            rows[k].push_back(lab.say(verbatim("{:.4Lg}", median)));
        }
    }
    lab.print_table({tr("data"), updates_axis, tr("correct"), tr("test")}, rows);
    lab.finding(tr("Any labels, any images: zero cost"),
                outcome_of(fitted, int(kinds.size()) * lab.seeds()),
                tr("{} runs all right and below {:L}", fitted, until_zero.zero));
}

// Row 38: with the share of random labels grow the time and the test error.
void corruption(Lab& lab, const Runs& runs)
{
    Figure figure("corruption", tr("More random labels"), 2);
    const Text share = tr("random labels (%)");
    Panel& time = figure.panel(tr("to learn them by heart"));
    Panel& test = figure.panel(tr("on the test set")).x_axis(share);
    Numbers shares;
    std::vector<Spread> updates, errors;
    int rises = 0;
    for (std::size_t k = 0; k <= random_labels; ++k) {
        shares.push_back(100 * kinds[k].random_labels);
        updates.push_back(spread_of(runs[k], &Run::updates));
        errors.push_back(spread_of(runs[k], [](const Run& run) { return 100 - run.test; }));
        if (!std::isfinite(updates[k].high))
            time.diverged(shares[k], double(until_zero.most_updates), tr("not reached"));
        for (const auto* numbers : {&updates, &errors})
            rises += k > 0 && (*numbers)[k].median > (*numbers)[k - 1].median;
    }
    time.x_axis(share).y_axis(updates_axis).spreads({}, shares, updates);
    test.y_axis(tr("test error (%)")).y_range(0, 100);
    test.spreads({}, shares, errors).horizontal(100 - chance, tr("chance"));
    lab.save(figure.note(tr("test labels are true")));
    const Spread &quick = updates[0], &slow = updates[4], &low = errors[0], &high = errors[4];
    lab.finding(tr("More random labels: longer, more test errors"),
                outcome_of(rises, 2 * int(random_labels)),
                tr("{} of {} rises; {:.0Lf} to {:.0Lf} updates, {:.0Lf} to {:.0Lf} % wrong", rises,
                   2 * random_labels, quick.median, slow.median, low.median, high.median),
                {{"updates, true", quick}, {"updates, random", slow}});
}

// Row 37: the cost is not convex, and every start finds a minimum of zero cost.
void many_starts(Lab& lab, const TrainTest& data, const std::vector<Run>& starts)
{
    const Numbers t = linear_space(0, 1, 21); // halfway: the place 10
    const std::size_t pairs = std::min<std::size_t>(4, starts.size() - 1);
    const auto between = all_runs(1, pairs, [&](std::size_t, std::size_t i) {
        Sequential net = network(data.training, lab.rng());
        return cost_between(net, starts[0].theta, starts[i + 1].theta, data.training, t);
    })[0];
    if (lab.interrupted()) return;
    Figure figure("starts", tr("Not convex, yet zero cost"), 2);
    Panel& descent = figure.panel(tr("{} starts", starts.size()));
    descent.x_axis(updates_axis).y_axis(cost_axis, Scale::logarithmic);
    draw_each_run(descent, {}, of_each(starts, &Run::curve), &LearningCurve::updates,
                  until_zero.zero, {.colour = 1, .width = 0.6});
    Panel& line = figure.panel(tr("between two minima"));
    line.x_axis(tr("place on the straight line")).y_axis(cost_axis);
    int hills = 0;
    for (const Numbers& cost : between) {
        line.line({}, t, cost, {.colour = 2});
        hills += cost[10] > (cost.front() + cost.back()) / 2;
    }
    lab.save(figure);
    lab.finding(tr("The cost is not convex"), outcome_of(hills, int(pairs)),
                tr("halfway {:.2Lf}", between[0][10]));
    lab.finding(tr("Every start reaches zero cost"),
                outcome_of(reached(starts), int(starts.size())),
                tr("{} of {}", reached(starts), starts.size()));
}

// Row 39: expected and unexpected, at the same zero cost.
void generalisation(Lab& lab, const Runs& runs)
{
    Figure figure("unexpected", tr("Same network, same zero cost"));
    Panel& panel = figure.panel().y_range(0, 100).legend("above");
    panel.y_axis(tr("right answers (%)"));
    panel.x_names({tr("random labels (expected)"), tr("true labels (unexpected)")});
    const auto of = [&](double Run::*number) {
        return std::vector{spread_of(runs[random_labels], number),
                           spread_of(runs[true_labels], number)};
    };
    panel.bars(tr("training set"), of(&Run::training));
    panel.bars(tr("test set, true labels"), of(&Run::test));
    panel.horizontal(chance, tr("chance"));
    lab.save(figure);
    const Spread random = of(&Run::test)[0], real = of(&Run::test)[1];
    lab.finding(tr("Expected: random labels give chance"), outcome_of(random.high < 2 * chance, 1),
                verbatim("{:.1Lf} %", random.median));
    const int held = (smaller(random, real) == Outcome::supported) + (real.median > 50);
    lab.finding(tr("Unexpected: true labels give more than that, and most of the test set"),
                outcome_of(held, 2), verbatim("{:.1Lf} %", real.median),
                {{"random", random}, {"true", real}});
}

void experiment(Lab& lab)
{
    const TrainTest data = lab.load_sample(Index(lab.whole("samples")), test_images);
    lab.print_model(network(data.training, lab.rng()), data.training.shape);
    draw_images(lab, data);
    const std::size_t seeds = lab.seeds(),
                      starts = std::max<std::size_t>(seeds, lab.whole("starts"));
    Runs runs = all_runs(kinds.size(), starts, [&](std::size_t k, std::size_t seed) {
        if (k != true_labels && seed >= seeds) return Run{};
        return train(kinds[k].of(data, lab.rng(seed)), lab.rng(seed));
    });
    if (lab.interrupted()) return;
    const std::vector<Run> same = runs[true_labels]; // every seed has the same data here
    for (std::vector<Run>& row : runs) row.resize(seeds);
    by_heart(lab, runs);
    corruption(lab, runs);
    many_starts(lab, data, same);
    generalisation(lab, runs);
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
