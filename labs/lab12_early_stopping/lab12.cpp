// Lab 12 · Generalisation and early stopping
//
// Question   When should training stop, if what counts is new data?
// Idea       Few images; a small, a right and a large network, trained to the end and again with
//            early stopping, on true labels and on labels of which some are wrong. The test set
//            judges, and chooses nothing.
// Claim      Store θ if the validation cost is lower than the best so far, stop when overfitting:
//            this predicts well on new data.
// Run        make lab12 && ./lab12            (--quick: seconds; --help: options)
//            ./lab12 --explain                the algorithm, line by line, with its code
// Figures    plots/lab12_{split,overfitting,wrong_labels,accuracy,test,patience}.*
// Expect     Verdict: it depends (21 s): on true labels the test cost falls, the accuracy does not
//            rise; with wrong labels it does; larger is not worse
#include "early_stopping_figures.hpp"
#include "nn/layers.hpp"
#include "procedure.hpp"
#include "shell/lab.hpp"

using namespace descente;

namespace {

const LabInfo info{.number = 12,
                   .title = tr("Generalisation and early stopping"),
                   .question = tr("When should training stop, if what counts is new data?"),
                   .claim =
                       tr("Store θ if the validation cost is lower than the best so far, stop when "
                          "overfitting: this predicts well on new data."),
                   // name, help, default, default with --quick, least, most
                   .numbers = {{"samples", tr("training images"), 1000, 500, 100, 40000},
                               {"validation", tr("for validation"), 500, 250, 50, 10000},
                               {"test", tr("for the test"), 10000, 1000, 100, 10000},
                               {"epochs", tr("to the end"), 80, 30, 2, 1000},
                               {"patience", tr("epochs without a better"), 10, 10, 1, 999}},
                   .switches = {{"explain", tr("print the algorithm with its code")}}};

struct Size {
    Text name;
    Index hidden; // units in the one hidden layer
};
const std::vector<Size> sizes{{tr("small"), 4}, {tr("right"), 64}, {tr("large"), 512}};
const std::size_t small = 0, right = 1, large = 2;
const auto to_end = &StoppingTwins::to_end, early = &StoppingTwins::early;

struct Kind {
    Text name;
    const char* figure;
    double random_labels; // this share of the training and validation labels, drawn once
};
const std::vector<Kind> kinds{{tr("true labels"), "overfitting", 0},
                              {tr("20\u00a0% random labels"), "wrong_labels", 0.2}};

const Index batch_size = 32;
const double alpha = 0.02; // the small network, too, learns at it

struct Data {
    Dataset training, validation, test;
};

// Row 23: once and for all, before any training. The mean and the deviation that normalise all
// three parts are those of the training part.
Data split_data(Lab& lab)
{
    const TrainTest all = lab.load_data();
    Rng rng = lab.rng();
    const Index size = lab.whole("samples"), validation_size = lab.whole("validation");
    const Dataset sample = balanced_sample(all.training, size + validation_size, rng);
    const Split parts = split(sample, validation_size, rng);
    Data data{parts.training, parts.validation, first(all.test, lab.whole("test"))};
    standardise_by_first({&data.training, &data.validation, &data.test});
    lab.uses_data(verbatim(all.training.name), size);
    return data;
}

Data with_mistakes(Data data, double fraction, const Rng& rng)
{
    Rng mistakes = rng.fork(1);
    for (Dataset* part : {&data.training, &data.validation})
        part->labels = corrupted(part->labels, fraction, part->class_count(), mistakes);
    return data;
}

// Rows 24 and 25. Without patience, to the end.
Trained train(const Data& data, Index hidden, long epochs, long patience, Rng rng)
{
    Sequential net = mlp({data.training.features(), hidden, data.training.class_count()}, rng);
    Sgd optimizer(net);
    const FitOptions options{.epochs = int(epochs),
                             .batch_size = batch_size,
                             .learning_rate = constant_rate(alpha),
                             .validation = &data.validation,
                             .patience = int(patience)};
    return fit_and_test(net, optimizer, data.training, data.test, options, rng);
}

// Row 23: the classes of both parts, and what the training part's normalisation makes of all three.
void show_split(Lab& lab, const Data& data)
{
    lab.save(split_figure(data.training, data.validation));
    const auto row = [&](const Text& name, const Dataset& part) {
        return split_row(name, part, lab.language());
    };
    lab.print_table({tr("part"), tr("images"), tr("mean"), tr("deviation")},
                    {row(tr("training"), data.training), row(tr("validation"), data.validation),
                     row(tr("test"), data.test)});
}

// Trap 9: the θ restored is the θ stored, so its cost, measured again, is the lowest, to the bit.
void check_restored(Lab& lab, const std::vector<StoppingRuns>& runs)
{
    int same = 0;
    for (const StoppingRuns& kind : runs) same += restored_exactly(kind);
    const int all = int(kinds.size() * sizes.size()) * lab.seeds();
    lab.finding(tr("The θ restored has exactly the lowest validation cost"), outcome_of(same, all),
                tr("{} of {} trainings", same, all));
}

// Row 25, on the test set. (That the validation cost is lower at its minimum proves nothing.)
void compare_ends(Lab& lab, const Text& claim, const Text& what, double Trained::*number,
                  const Kind& kind, const StoppingRuns& runs)
{
    int held = 0;
    std::vector<std::pair<Text, Spread>> changes;
    for (std::size_t s = 0; s < sizes.size(); ++s) {
        const Spread stopped = twins_spread(runs[s], early, number);
        const Spread end = twins_spread(runs[s], to_end, number);
        const bool more = number == &Trained::test_accuracy; // is better
        held += (more ? smaller(end, stopped) : smaller(stopped, end)) == Outcome::supported;
        changes.emplace_back(sizes[s].name, paired_difference(stopped, end));
    }
    lab.finding(measured(verbatim("{} ({})", claim, kind.name), outcome_of(held, int(sizes.size())),
                         what, changes));
}

// Row 22: does another size predict worse, stopped early and trained to the end?
void compare_sizes(Lab& lab, const Text& claim, std::size_t other, const StoppingRuns& runs)
{
    int held = 0;
    std::vector<std::pair<Text, Spread>> numbers;
    for (const auto twin : {early, to_end}) {
        const Text how = twin == early ? tr("early") : tr("end");
        std::vector<Spread> accuracy;
        for (const std::size_t s : {other, right}) {
            accuracy.push_back(twins_spread(runs[s], twin, &Trained::test_accuracy));
            numbers.emplace_back(verbatim("{} {}", sizes[s].name, how), accuracy.back());
        }
        held += smaller(accuracy[0], accuracy[1]) == Outcome::supported;
    }
    const Text what = tr("test accuracy (%)");
    lab.finding(measured(claim, outcome_of(held, 2), what, numbers));
}

// Row 22: does the test cost rise more, the larger the network?
void compare_rises(Lab& lab, const StoppingRuns& runs)
{
    std::vector<std::pair<Text, Spread>> rises;
    int held = 0;
    for (std::size_t s = 0; s < sizes.size(); ++s) {
        const auto cost = [&](auto twin) {
            return twins_spread(runs[s], twin, &Trained::test_cost);
        };
        rises.emplace_back(sizes[s].name, paired_difference(cost(to_end), cost(early)));
        held += s > 0 && smaller(rises[s - 1].second, rises[s].second) == Outcome::supported;
    }
    lab.finding(measured(tr("The larger the network, the more its test cost rises"),
                         outcome_of(held, int(sizes.size()) - 1), tr("rise"), rises));
}

void judge(Lab& lab, const std::vector<StoppingRuns>& runs)
{
    check_restored(lab, runs);
    const Index updates = updates_per_epoch(Index(lab.whole("samples")), batch_size);
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        compare_ends(lab, tr("Stopping early lowers the test cost"), tr("change"),
                     &Trained::test_cost, kinds[k], runs[k]);
        compare_ends(lab, tr("It raises the test accuracy"), tr("change in points"),
                     &Trained::test_accuracy, kinds[k], runs[k]);
        compare_ends(lab, tr("It saves epochs"), tr("change in epochs of {} updates", updates),
                     &Trained::epochs, kinds[k], runs[k]);
    }
    compare_rises(lab, runs[0]);
    compare_sizes(lab, tr("Smaller predicts worse"), small, runs[0]);
    compare_sizes(lab, tr("Larger predicts worse"), large, runs[0]);
}

void experiment(Lab& lab)
{
    if (lab.is_on("explain")) return lab.print(procedure_listing());
    const Data data = split_data(lab);
    show_split(lab, data);
    Rng rng = lab.rng();
    lab.print_model(mlp({data.training.features(), sizes[right].hidden, 10}, rng),
                    data.training.shape);
    std::vector<Text> names, titles, kind_names;
    for (const Size& size : sizes) {
        names.push_back(size.name);
        titles.push_back(tr("{}: {} hidden units", size.name, size.hidden));
    }
    const long all = long(kinds.size() * sizes.size()) * lab.seeds();
    ProgressBar bar = lab.progress(tr("training"), all);
    std::vector<StoppingRuns> runs;
    for (const Kind& kind : kinds) {
        const Data used = with_mistakes(data, kind.random_labels, lab.rng());
        const auto twins = [&](std::size_t s, std::size_t seed) {
            bar.advance();
            const Rng own = lab.rng(seed); // of θ_0 and of the minibatches; the split stays
            const long epochs = lab.whole("epochs"), patience = lab.whole("patience");
            return StoppingTwins{train(used, sizes[s].hidden, epochs, 0, own),
                                 train(used, sizes[s].hidden, epochs, patience, own)};
        };
        runs.push_back(all_runs(sizes.size(), std::size_t(lab.seeds()), twins));
        if (lab.interrupted()) return;
        kind_names.push_back(kind.name);
        lab.print_table(stopping_header(kind.name),
                        stopping_rows(names, runs.back(), lab.language()));
    }
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        const Text title = tr("Overfitting (shaded): {}", kinds[k].name);
        lab.save(overfitting_figure(kinds[k].figure, title, titles, runs[k]));
    }
    lab.save(stopping_accuracy_figure(kind_names, names, runs));
    lab.save(stopping_test_figure(kind_names, names, runs));
    lab.save(patience_figure(names, runs[0], {1, 2, 3, 5, 10, 20, 50}));
    judge(lab, runs);
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
