// Lab 12 · Generalisation and early stopping
//
// Idea       Few images; a small, a right and a large network, each trained to the end and again
//            with early stopping, on true labels and on labels of which two in five are drawn at
//            random. The test set judges, and chooses nothing: its cost must be lower at the stored
//            θ for the right and the large network on both kinds of labels. How many more answers
//            are right is told beside it: with true labels about as many, so there it hardly
//            matters.
#include "evidence.hpp"
#include "figures.hpp"
#include "nn/layers.hpp"
#include "shell/lab.hpp"

#include <cmath>

namespace lab12 {

const LabInfo info{.number = 12,
                   .title = tr("Generalisation and early stopping"),
                   .question = tr("When should training stop, if what counts is new data?"),
                   .claim =
                       tr("Store θ if the validation cost is lower than the best so far, stop when "
                          "overfitting: this predicts well on new data."),
                   .figures = "split overfitting wrong_labels accuracy test patience"};

namespace knob {
const Count samples("samples", 2000, 500, {100, 40000}, tr("training images"));
const List width("width", {4, 64, 256}, {1, 512},
                 tr("units in the hidden layer of the small, the right and the large network"), 3,
                 3);
const Count validation("validation", 500, 250, {50, 10000}, tr("images for validation"));
const Count test("test", 5000, 1000, {100, 10000}, tr("images for the test"));
const Count epochs("epochs", 60, 30, {2, 1000}, tr("epochs to the end"));
const Count patience("patience", 10, {1, 999}, tr("epochs without a better one before it stops"));
const Number alpha("alpha", 0.05, {1e-6, 10},
                   tr("learning rate α: the small network, too, learns"));
const Number wrong("wrong", 0.4, {0, 1}, tr("share of labels drawn at random, for wrong labels"));
} // namespace knob

const Question whose_best_is_lowest{
    tr("Each at its best epoch: which has the lowest validation cost?"),
    {tr("the small network: it cannot overfit"), tr("the right one"),
     tr("the large one, though it overfits"), tr("the runs do not tell")}};
const Question what_stopping_gains{
    tr("True labels: what does stopping early gain on the test set?"),
    {tr("a lower cost and more right answers"), tr("a lower cost, but no more right answers"),
     tr("nothing: training on only helps"), tr("the runs do not tell")}};

struct Method {
    Text name;    // "small, early"
    Index hidden; // units in the one hidden layer
    bool early;   // stops early; else to the end
};

// ---- the slide that sums up, step by step ----

// 1) Cut the data once and for all into a training set and a validation set. What normalises all
//    parts, the test set too, is the mean and the deviation of the training set.
Split split_once(const Split& all, Rng& rng)
{
    const Index asked = knob::samples + knob::validation, validation = knob::validation;
    const Index both = std::min(asked, all.training.size());
    Split data = split(balanced_sample(all.training, both, rng), both * validation / asked, rng);
    data.test = first(all.test, Index(knob::test));
    return standardised(data);
}

// 2) Run stochastic gradient descent (SGD) with early stopping.
// make exercise-early-stopping
Run train(const Method& method, const Split& data, Rng rng)
{
    Sequential net = mlp_for(data.training, {method.hidden}, rng);
    Sgd optimizer(net);
    double best = INFINITY; // the lowest validation cost so far
    long best_epoch = -1;
    // a hole
    std::vector<Matrix> stored; // θ of that epoch
    // to here
    Run run;
    // At the start of an epoch, cut the training set at random into minibatches Ω.
    for (const Step& now : steps_of(data.training, {.batch = 32, .epochs = knob::epochs}, rng)) {
        // Do one iteration of SGD on each: θ ← θ − α Σ_{i∈Ω} ∂l(Y_i, f(X_i; θ))/∂θ.
        // l is the mean over Ω, so that α here is α·|Ω| of the slide.
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        if (diverged(loss)) break;
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(knob::alpha);
        if (!now.ends_epoch) continue;

        // At the end of an epoch, compute L_valid(θ).
        const Evaluation valid = evaluate(net, data.validation);
        run.note(now, "training cost", evaluate(net, data.training).cost);
        run.note(now, "validation cost", valid.cost);
        run.note(now, "validation accuracy", 100 * valid.accuracy);
        // a hole
        // Store the present θ if the validation cost is lower than the best so far.
        if (valid.cost < best) {
            best = valid.cost;
            stored = snapshot(net);
            best_epoch = now.epoch;
        }
        // Stop training once in the regime of overfitting: so many epochs without a better one.
        if (method.early && now.epoch - best_epoch >= knob::patience) break;
        // to here
    }
    // a hole
    if (method.early && best_epoch >= 0) restore(net, stored);
    // to here
    run["epochs"] = double(run.curve("validation cost").values.size());
    run["best epoch"] = double(best_epoch + 1);
    run.end("final", evaluate(net, data.validation)); // of the θ it leaves
    run.end("test", evaluate(net, data.test));        // looked at only now: it has chosen nothing
    return run;
}

// ---- the experiment ----

// Units in the hidden layer of each size.
std::vector<Index> hidden()
{
    const Numbers& widths = knob::width;
    return of_each(widths, [](double units) { return Index(std::lround(units)); });
}

// The same, with labels of which some are drawn at random, but for those of the test set.
Split with_wrong_labels(const Split& all, Rng& rng)
{
    Split data = split_once(all, rng);
    Rng mistakes = rng.fork(1);
    for (Dataset* part : {&data.training, &data.validation})
        part->labels = corrupted(part->labels, knob::wrong, part->class_count(), mistakes);
    return data;
}

Kind study(Lab& lab, const Text& labels, const Drawn<Split>& data)
{
    std::vector<Method> methods;
    for (std::size_t n = 0; n < sizes.size(); ++n) {
        methods.push_back({early(sizes[n]), hidden()[n], true});
        methods.push_back({to_the_end(sizes[n]), hidden()[n], false});
    }
    return {labels, lab.over_seeds(methods, train, data)};
}

void experiment(Lab& lab)
{
    const auto all = std::make_shared<const Split>(lab.load_data());
    const auto data = lab.every_run_draws(all, split_once);
    const auto wrong = lab.every_run_draws(all, with_wrong_labels);
    const auto [training, validation, test] = *data.of_run(0);
    lab.at_hand(Index(knob::samples + knob::validation),
                all->training.size()); // says so when it is less
    lab.uses_data(all->training.name, training.size());
    lab.save(split_figure(training, validation, test).of_seeds(1));
    lab.print_table({tr("part"), tr("images"), tr("mean"), tr("deviation")},
                    split_rows({&training, &validation, &test}));
    Rng rng = lab.rng();
    lab.print_model(mlp_for(training, {hidden()[1]}, rng), training.shape);

    std::vector<Kind> kinds;
    if (lab.wants("overfitting patience accuracy test")) {
        const Kind& clean = kinds.emplace_back(study(lab, tr("true labels"), data));
        lab.save(overfitting_figure("overfitting", clean, hidden()), whose_best_is_lowest,
                 best_size(clean));
        lab.save(patience_figure(clean.study));
        lab.finding(tr("The larger the network, the more its test cost rises"),
                    rises_with_size(clean));
        lab.finding(tr("Smaller predicts worse"), predicts_worse(clean, small));
        lab.finding(tr("Larger predicts worse"), predicts_worse(clean, large));
        lab.finding(tr("True labels: as many answers are right, within a point"),
                    as_many_right(clean));
    }
    if (lab.wants("wrong_labels accuracy test")) {
        const Text share = tr("{:Lg} % random labels", 100 * knob::wrong);
        const Kind& noisy = kinds.emplace_back(study(lab, share, wrong));
        lab.save(overfitting_figure("wrong_labels", noisy, hidden()));
        lab.finding(tr("Wrong labels: more answers are right"), more_right(noisy));
    }
    if (kinds.size() == 2) {
        lab.claim(lower_at_the_stored(kinds));
        lab.finding(tr("The small network's test cost, too, is lower when it stops early"),
                    lower(tr("test cost"), of_both(kinds, {small}, tr("test cost"))));
        lab.save(accuracy_figure(
            kinds, together({as_many_right(kinds[0]).outcome, more_right(kinds[1]).outcome})));
        lab.save(test_figure(kinds), what_stopping_gains, gained_by_stopping(kinds.front()));
    }
    for (const Kind& kind : kinds) {
        lab.print_study(kind.labels, kind.study,
                        {tr("best epoch"), tr("epochs"), tr("final cost"), tr("test cost"),
                         tr("test accuracy")});
        lab.finding(tr("It saves epochs ({})", kind.labels),
                    lower(tr("epochs"), early_beside_end(kind, tr("epochs"))));
        lab.finding(tr("It restores exactly the best θ ({})", kind.labels), restored_exactly(kind));
    }
}

} // namespace lab12

int main(int argc, char** argv) { return run_lab(argc, argv, lab12::info, lab12::experiment); }
