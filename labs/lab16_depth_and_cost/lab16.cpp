// Lab 16 · Depth, accuracy, parameters, operations
//
// Question   What does accuracy cost, in parameters and in operations?
// Idea       Train MLPs, CNNs, plain and residual nets on the same samples, and place each by its
//            test accuracy, multiply-accumulates and parameters; beside them, nets of ImageNet.
// Claim      More layers give better results, if they are of the right kind: convolutions need
//            fewer parameters, shortcuts let depth pay, and parameters alone buy nothing.
// Run        make lab16 && ./lab16            (--quick: seconds; --help: options)
// Figures    plots/lab16_{challenge,imagenet,nets}.*
// Expect     Verdict: it depends (38 s): two of three CNNs beat MLPs of ten times their parameters;
//            shortcuts help, and 20 layers with them beat 8; neither parameters nor operations
//            order the nets
#include "cost_figures.hpp"
#include "net_price.hpp"
#include "nn/summary.hpp"
#include "shell/lab.hpp"

using namespace descente;

namespace {

const LabInfo info{
    .number = 16,
    .title = tr("Depth, accuracy, parameters, operations"),
    .question = tr("What does accuracy cost, in parameters and in operations?"),
    .claim = tr("More layers give better results if they are of the right kind: convolutions need "
                "fewer parameters, shortcuts let depth pay, parameters alone buy nothing."),
    // name, help, default, default with --quick, least, most
    .numbers = {{"samples", tr("training samples"), 8000, 1200, 100, 50000},
                {"epochs", tr("epochs of each net"), 1, 1, 1, 200},
                {"tests", tr("test images"), 2000, 500, 50, 10000}}};

const Numbers rates{0.1, 0.3, 1};      // α, tuned for each net; 1 is PyTorch's 0.1
const std::uint64_t tuning_run = 1000; // its seed chooses α, and is used for nothing else
const Text accuracy_axis = tr("test accuracy (%)");

// ---- the nets ----

enum Family { dense, convolutional, plain, residual };
const std::vector<Text> families{verbatim("MLP"), verbatim("CNN"), tr("plain, 3×3"),
                                 tr("residual, 3×3")};

struct Net {
    std::string name;
    Family family;
    std::function<std::unique_ptr<Module>(const Dataset& data, Rng& rng)> make;
};

// All with batch norm, so that the kind and order of the layers make the difference; but for LeNet.

Net wide_net(std::string name, Family family, std::vector<Index> widths)
{
    return {std::move(name), family, [=](const Dataset& data, Rng& rng) {
                const auto make = family == dense ? normalised_mlp : normalised_cnn;
                return std::make_unique<Sequential>(
                    make(data.shape, widths, data.class_count(), rng));
            }};
}

Net deep_net(Index depth, Shortcut shortcut)
{
    const bool with = shortcut != Shortcut::none;
    return {fmt::format("{}-{}", with ? "ResNet" : "plain", depth), with ? residual : plain,
            [=](const Dataset& data, Rng& rng) {
                ResNetOptions options = resnet_cifar(depth, data.class_count());
                options.channels = {8, 16, 32};
                options.stem = Stem::halving; // so that deep nets train in seconds
                options.in = data.shape.channels;
                options.shortcut = shortcut;
                return std::make_unique<Sequential>(resnet(options, rng));
            }};
}

const Net le_net{"LeNet", convolutional, [](const Dataset& data, Rng& rng) {
                     return std::make_unique<Sequential>(
                         lenet(data.shape, data.class_count(), rng));
                 }};
// clang-format off
const std::vector<Net> nets{
    wide_net("MLP 32", dense, {32}),
    wide_net("MLP 256", dense, {256}),
    wide_net("MLP 512-512", dense, {512, 512}),
    le_net,
    wide_net("CNN 8-16", convolutional, {8, 16}),
    wide_net("CNN 16-32", convolutional, {16, 32}),
    deep_net(8, Shortcut::none),
    deep_net(20, Shortcut::none),
    deep_net(8, Shortcut::zero_pad),
    deep_net(14, Shortcut::zero_pad),
    deep_net(20, Shortcut::zero_pad)};
// clang-format on
const std::size_t plain_20 = 7, residual_8 = 8, residual_20 = 10; // of these nets

// ---- the experiment ----

// Each net at its own best α, chosen with samples held out of the training set.
std::vector<PricedNet> measure(Lab& lab, const TrainTest& data)
{
    Rng rng = lab.rng(tuning_run);
    const Split held_out = split(data.training, data.training.size() / 2, rng);
    const Dataset judges = first(held_out.validation, 1000);
    const auto train = [&](std::size_t n, const Dataset& training, const Dataset& judge,
                           double rate, Rng own) {
        const auto net = nets[n].make(training, own);
        const BudgetOptions how{.learning_rate = rate, .epochs = lab.whole("epochs")};
        return train_on_budget(*net, training, judge, how, own);
    };
    const GridSearch tuned = grid_search(int(nets.size()), rates, [&](int n, double rate) {
        const Rng own = lab.rng(tuning_run);
        return train(std::size_t(n), held_out.training, judges, rate, own).cost;
    });
    ProgressBar bar = lab.progress(tr("training"), long(nets.size()) * lab.seeds());
    const auto runs = all_runs(nets.size(), lab.seeds(), [&](std::size_t n, std::size_t seed) {
        bar.advance();
        return train(n, data.training, data.test, tuned.best[n], lab.rng(seed));
    });
    std::vector<PricedNet> results;
    for (std::size_t n = 0; n < nets.size(); ++n) {
        const Summary table = summarise(*nets[n].make(data.training, rng), data.training.shape);
        results.push_back({nets[n].name, families[nets[n].family], double(table.parameters),
                           double(table.macs), spread_of(runs[n], &BudgetRun::accuracy),
                           tuned.best[n], spread_of(runs[n], &BudgetRun::seconds).median,
                           spread_of(runs[n], &BudgetRun::image_seconds).median});
    }
    return results;
}

// ---- what it shows ----

// Every CNN that has fewer parameters than the best MLP, against it.
void judge_convolution(Lab& lab, const std::vector<PricedNet>& results)
{
    std::size_t best = 0;
    for (std::size_t n = 0; n < nets.size(); ++n)
        if (nets[n].family == dense && results[n].accuracy.median > results[best].accuracy.median)
            best = n;
    const PricedNet& mlp = results[best];
    int cases = 0, better = 0;
    std::vector<std::pair<Text, Spread>> numbers{{mlp.name, mlp.accuracy}};
    for (std::size_t n = 0; n < nets.size(); ++n) {
        if (nets[n].family != convolutional || results[n].parameters >= mlp.parameters) continue;
        ++cases;
        better += smaller(mlp.accuracy, results[n].accuracy) == Outcome::supported;
        numbers.emplace_back(results[n].name, results[n].accuracy);
    }
    lab.finding(measured(tr("CNNs with fewer parameters than the best MLP are more accurate"),
                         outcome_of(better, cases), accuracy_axis, numbers));
}

void judge_depth(Lab& lab, const std::vector<PricedNet>& results)
{
    const auto compare = [&](const Text& claim, const PricedNet& less, const PricedNet& more) {
        lab.finding(measured(claim, smaller(less.accuracy, more.accuracy), accuracy_axis,
                             {{less.name, less.accuracy}, {more.name, more.accuracy}}));
    };
    compare(tr("With shortcuts, 20 layers are more accurate than 8"), results[residual_8],
            results[residual_20]);
    compare(tr("With 20 layers, shortcuts raise the accuracy for no more parameters"),
            results[plain_20], results[residual_20]);
}

// Do parameters, or operations, put the nets into the order of their accuracy? Were there no
// relation at all, one rank correlation in twenty would be above 1.645/√(nets − 1).
void judge_parameters(Lab& lab, const std::vector<PricedNet>& results)
{
    const Spread parameters = rank_correlations(results, &PricedNet::parameters),
                 macs = rank_correlations(results, &PricedNet::macs);
    const Text what = tr("rank correlation with accuracy");
    lab.finding(measured(tr("Accuracy follows the operations more than the parameters"),
                         smaller(parameters, macs), what,
                         {{tr("parameters"), parameters}, {tr("operations"), macs}}));
    const std::vector<PricedNet> published = published_prices();
    lab.print(tr("the published nets: {:.2Lf} with parameters, {:.2Lf} with operations",
                 rank_correlations(published, &PricedNet::parameters).median,
                 rank_correlations(published, &PricedNet::macs).median));
}

void experiment(Lab& lab)
{
    lab.save(challenge_figure());
    lab.save(published_figure());
    lab.print_table({tr("published net"), tr("parameters"), verbatim("GMAC"), tr("ours"),
                     verbatim("GMAC"), tr("top-1 (%)"), tr("top-5 (%)")},
                    published_rows(lab.language()));
    const TrainTest data = lab.load_sample(Index(lab.whole("samples")), Index(lab.whole("tests")));
    const std::vector<PricedNet> results = measure(lab, data);
    if (lab.interrupted()) return;
    Figure figure("nets", tr("Nets trained here on the same samples (area: number of parameters)"));
    draw_prices(figure.panel().y_axis(accuracy_axis), results);
    lab.save(figure);
    lab.print_table({tr("net"), tr("parameters"), verbatim("MAC"), verbatim("α"),
                     tr("s of training"), tr("µs an image"), accuracy_axis},
                    price_rows(results, lab.language()));
    judge_convolution(lab, results);
    judge_depth(lab, results);
    judge_parameters(lab, results);
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
