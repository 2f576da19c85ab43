// Lab 14 · A CNN for MNIST
//
// Question   What does a CNN gain over an MLP with as many parameters?
// Idea       Train both on the complete training set, each with its own best α, and count their
//            mistakes on test images, as they are and shifted; then look into the CNN.
// Claim      A CNN classifies images better than an MLP of the same size, shifted images too.
// Run        make lab14 && ./lab14            (--quick: seconds; --help: options)
//            ./lab14 --full: one wide CNN for minutes; Ctrl-C, and it goes on when called again
// Figures    plots/lab14_{network,curves,shifts,confusion,mistakes,filters,maps}.*, _full*.*
// Expect     Verdict: supported (43 s): 99.1 % of MNIST's test images are right, 97.7 % by the MLP
#include "classifier_figures.hpp"
#include "image_study.hpp"
#include "nn/models.hpp"
#include "nn/summary.hpp"
#include "plot/block_diagram.hpp"
#include "plot/conv_figures.hpp"
#include "shell/lab.hpp"

using namespace descente;

namespace {

const LabInfo info{
    .number = 14,
    .title = tr("A CNN for MNIST"),
    .question = tr("What does a CNN gain over an MLP with as many parameters?"),
    .claim = tr("A CNN classifies images better than an MLP of the same size, shifted images too."),
    .seeds_full = 4,
    .preferred_dataset = "mnist",
    // name, help, default, default with --quick, least, most
    .numbers = {{"samples", tr("training and validation"), 60000, 4800, 600, 60000},
                {"tests", tr("test images"), 10000, 2000, 100, 10000},
                {"epochs", tr("epochs of each run"), 5, 2, 1, 100},
                {"full-epochs", tr("epochs with --full"), 30, 30, 1, 1000}},
    .switches = {{"full", tr("one wide CNN for minutes; continues if stopped")}}};

const std::vector<Text> names{verbatim("CNN"), tr("MLP, 1 hidden layer"),
                              tr("MLP, 2 hidden layers")};
const std::size_t cnn = 0;             // the other kinds: the number of hidden layers of an MLP
const Numbers rates{0.1, 0.3, 1};      // the highest α, tuned for each kind; 1 is PyTorch's 0.1
const std::uint64_t tuning_run = 1000; // its seed chooses α, and is used for nothing else
const int most_shift = 4;              // pixels
const Index drawn = 2;                 // images whose maps are drawn
using Runs = std::vector<std::vector<ImageRun>>; // a row a kind, an entry a seed

// The slide's kind of CNN, or an MLP that has as many parameters, but for its whole units.
Sequential network(std::size_t kind, const Dataset& data, Rng& rng)
{
    const Index inputs = data.features(), classes = data.class_count();
    Sequential net = lenet(data.shape, classes, rng);
    if (kind == cnn) return net;
    const Index width = width_for(parameter_count(net), inputs, kind, classes);
    return mlp(layer_sizes(inputs, kind, width, classes), rng);
}

void draw_networks(Lab& lab, const Dataset& data)
{
    Figure figure("network", tr("Two networks with as many parameters"), 2);
    Rng rng = lab.rng();
    for (const std::size_t kind : {0, 1, 2}) {
        Sequential net = network(kind, data, rng);
        lab.print_model(net, data.shape);
        const Summary sum = summarise(net, data.shape);
        if (kind < 2)
            draw_network(figure.panel(tr("{}: {} parameters, {} MAC", names[kind],
                                         grouped(sum.parameters), grouped(sum.macs))),
                         net, data.shape);
    }
    lab.save(figure);
}

// Each kind with its own best rate, the same seeds for all.
Runs train_all(Lab& lab, const ImageParts& parts)
{
    const auto train = [&](std::size_t kind, double rate, const ImageParts& data, long epochs,
                           Rng rng) {
        return train_image_net(network(kind, data.training, rng), data, rate, epochs, rng);
    };
    const ImageParts few{
        first(parts.training, parts.training.size() / 5), first(parts.validation, 2000), {}};
    const GridSearch tuned = grid_search(int(names.size()), rates, [&](int kind, double rate) {
        return train(std::size_t(kind), rate, few, 2, lab.rng(tuning_run)).validation_cost();
    });
    lab.print_tuning(tr("validation cost by highest α"), names, rates, tuned);
    ProgressBar bar = lab.progress(tr("training"), long(names.size()) * lab.seeds());
    return all_runs(names.size(), lab.seeds(), [&](std::size_t kind, std::size_t seed) {
        ImageRun run = train(kind, tuned.best[kind], parts, lab.whole("epochs"), lab.rng(seed));
        run.error = test_errors(*run.net, parts, most_shift);
        bar.advance();
        return run;
    });
}

// Errors (%) of a kind on test images shifted that far.
Spread errors(const Runs& runs, std::size_t kind, int pixels)
{
    return spread_of(runs[kind], [&](const ImageRun& run) { return run.error[pixels]; });
}

// Does the CNN err less than the MLP, seed by seed, on images shifted by `from` … `to` pixels?
void compare(Lab& lab, const Runs& runs, std::size_t mlp, const Text& claim, int from, int to)
{
    Finding finding{.claim = claim, .because = tr("Test error of CNN and MLP")};
    int held = 0;
    for (int pixels = from; pixels <= to; ++pixels) {
        const Spread ours = errors(runs, cnn, pixels), other = errors(runs, mlp, pixels);
        held += smaller(ours, other) == Outcome::supported;
        finding.because = tr("{}, {} px: {:.2Lf} and {:.2Lf} %", finding.because, pixels,
                             ours.median, other.median);
        finding.numbers.emplace_back(fmt::format("CNN {} px", pixels), ours);
        finding.numbers.emplace_back(fmt::format("MLP {} px", pixels), other);
    }
    finding.outcome = outcome_of(held, to - from + 1);
    lab.finding(finding);
}

// Row 50's goal, judged where it means something: on the complete MNIST.
void judge(Lab& lab, const ImageParts& parts, double goal, const Spread& error)
{
    const Spread accuracy = spread_of(error.values, [](double e) { return 100 - e; });
    if (parts.training.name != "MNIST" || parts.training.size() < 55000)
        return lab.print(tr("{:.2Lf} % of the test images are right ({:.1Lf} % is a goal for all "
                            "of MNIST).",
                            accuracy.median, goal));
    const auto right = std::ranges::count_if(accuracy.values, [&](double a) { return a >= goal; });
    lab.finding(tr("{:.1Lf} % of MNIST's test images are right", goal),
                outcome_of(int(right), int(accuracy.values.size())),
                tr("{:.2Lf} % ({:.2Lf} to {:.2Lf})", accuracy.median, accuracy.low, accuracy.high),
                {{"test accuracy", accuracy}});
}

Text of_net(const Lab& lab) { return tr("CNN of seed {}", lab.seed()); }

void draw_mistakes(Lab& lab, Sequential& net, const Dataset& test, const std::string& prefix)
{
    const Matrix outputs = predict(net, test.x, test.shape);
    const arma::umat table = confusion(argmax(outputs), test.labels, test.class_count());
    lab.save(confusion_figure(prefix + "confusion", table, test.classes).note(of_net(lab)));
    lab.save(mistakes_figure(prefix + "mistakes", worst_mistakes(outputs, test.labels, 18),
                             arma::accu(table) - arma::trace(table), test, 6)
                 .note(of_net(lab)));
}

// One wide net, trained for long: it can be stopped, and goes on when it is called again.
void train_for_long(Lab& lab, const ImageParts& parts)
{
    const Dataset& data = parts.training;
    const long epochs = lab.whole("full-epochs");
    Rng rng = lab.rng();
    Sequential net = wide_lenet(data.shape, data.class_count(), rng);
    lab.print_model(net, data.shape);
    const auto say = [&](const Progress& now) {
        lab.print(tr("epoch {}: validation {:.2Lf} %", now.epoch + 1,
                     100 * now.history.validation_accuracy.back()));
    };
    const std::string file = fmt::format("lab14_{}_{}_{}_epochs_seed_{}.checkpoint", data.name,
                                         data.size(), epochs, lab.seed());
    const History history =
        train_to_the_limit(net, parts, epochs, lab.out_folder() / file, say, rng);
    if (history.validation_accuracy.empty()) return;
    const double error = 100 * (1 - evaluate(net, parts.test).accuracy);
    lab.save(long_run_figure(
        tr("A wide CNN learns {}: {:.2Lf} % of the test images are right", data.name, 100 - error),
        history, error));
    draw_mistakes(lab, net, parts.test, "full_");
    if (long(history.seconds.size()) == epochs) judge(lab, parts, 99.5, spread({error}));
}

void experiment(Lab& lab)
{
    const TrainTest all = lab.load_data();
    Rng rng = lab.rng();
    const ImageParts parts = image_parts(all, lab.whole("samples"), lab.whole("tests"), rng);
    const std::string& set = parts.training.name;
    lab.uses_data(verbatim(set), parts.training.size());
    if (lab.is_on("full")) return train_for_long(lab, parts);
    draw_networks(lab, parts.training);
    const Runs runs = train_all(lab, parts);
    if (lab.interrupted()) return;
    // Of the two MLPs, the one with the lower validation cost is the rival.
    const auto validation = [&](std::size_t kind) {
        return spread_of(runs[kind], &ImageRun::validation_cost).median;
    };
    const std::size_t mlp = validation(1) <= validation(2) ? 1 : 2;
    lab.save(
        learning_figure(tr("CNN and MLP of equal size learn {}", set), names, runs, {cnn, mlp}));
    lab.save(shifts_figure(tr("Test images of {}, shifted by some pixels", set), names, runs));
    compare(lab, runs, mlp, tr("A CNN errs less than an MLP with as many parameters"), 0, 0);
    compare(lab, runs, mlp, tr("On shifted images, too"), 1, most_shift);
    judge(lab, parts, 99, errors(runs, cnn, 0));
    Sequential& net = *runs[cnn][0].net; // of the first seed, whatever it came to
    draw_mistakes(lab, net, parts.test, "");
    const Matrix x = parts.test.x.head_cols(drawn);
    if (parts.test.shape.channels == 1)
        lab.save(filters_figure(learned_filters(parameters(net)[0].value()), x, parts.test.shape)
                     .note(of_net(lab)));
    lab.save(feature_maps_figure("maps", net, x, parts.test.shape, {1, 4}).note(of_net(lab)));
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
