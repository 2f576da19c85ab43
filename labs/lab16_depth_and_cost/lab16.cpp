// Lab 16 · Depth, accuracy, parameters, operations
//
// Idea       Train MLPs, CNNs, plain and residual nets on the same samples, and place each by its
//            test accuracy, multiply-accumulates and parameters; beside them, nets of ImageNet.
//            One epoch, so that it takes seconds: what depth is worth in the end, --full tells.
#include "figures.hpp"
#include "shell/lab.hpp"
#include "train/timing.hpp"

#include <cmath>
#include <fmt/format.h>
#include <functional>

namespace lab16 {

const LabInfo info{.number = 16,
                   .title = tr("Depth, accuracy, parameters, operations"),
                   .question = tr("What does accuracy cost, in parameters and in operations?"),
                   .claim = tr("Convolutions need fewer parameters, and shortcuts let depth pay."),
                   .figures = "challenge imagenet nets",
                   .seeds_full = 8, // a deep net without shortcuts scatters
                   .needs = {.side = 12, .most_side = 96}};

namespace knob {
const std::vector<std::string> all_nets{"mlp-32",   "mlp-256",   "mlp-512-512", "lenet",
                                        "cnn-8-16", "cnn-16-32", "plain-8",     "plain-20",
                                        "resnet-8", "resnet-14", "resnet-20"};
const std::vector<std::string> course{"mlp-256",  "lenet",    "cnn-16-32",
                                      "plain-20", "resnet-8", "resnet-20"};
const Words nets("nets", course, all_nets, tr("nets to train"));
const Tuned alpha("alpha", {0.1, 0.3, 1}, {1e-9, 1e3}, // 1 is PyTorch's 0.1
                  tr("learning rate α at the start"));
const Count batch("batch", 16, {2, 1000}, tr("samples a minibatch, |Ω|"));
const Count samples("samples", 5000, 1000, {100, 50000}, tr("training samples"));
const Count epochs("epochs", 1, {1, 200}, tr("epochs of each net"));
const Count tests("tests", 2000, 500, {50, 10000}, tr("test images"));
const Switch full("full", tr("all nets and images, for hours; continues if stopped"));
const Count full_epochs("full-epochs", 10, {1, 1000}, tr("epochs with --full"));
} // namespace knob

const std::vector<std::string> famous{"VGG-16", "ResNet-152", "DenseNet-121", "MobileNetV2"};
const Question most_accurate_published{
    tr("Which of these nets is the most accurate on ImageNet?"),
    {tr("VGG-16: the most parameters"), tr("ResNet-152: the deepest"),
     tr("DenseNet-121: the most connections"), tr("MobileNetV2: the newest")}};
const std::vector<std::string> rivals{"MLP 256", "CNN 16-32", "ResNet-20"};
const Question most_accurate_here{
    tr("The same samples and epochs for all: which of these nets is the most accurate?"),
    {tr("MLP 256: the most parameters"), tr("CNN 16-32: few layers, convolutions"),
     tr("ResNet-20: the deepest"), tr("the runs do not tell")}};

// ---- the slides: nets, written as lists of layers ----

// All with batch norm (LeNet had none), so that the kind and order of layers make the difference.
const Text mlp = verbatim("MLP"), cnn = verbatim("CNN");
const Text plain = tr("plain, 3×3"), residual = tr("residual, 3×3");

Planned conv3(Index out) { return conv({.out = out, .padding = 1, .bias = false}); }

// clang-format off
// A first convolution, three stages of n blocks of two, a dense layer: 6n + 2 (He et al. 2016).
Planned deep(Index n, Shortcut shortcut, Index classes)
{
    return stages({.blocks = {n, n, n}, .channels = {8, 16, 32},
                   .stem = Stem::halving, // so that deep nets train in seconds
                   .classes = classes, .shortcut = shortcut});
}

std::vector<Design> our_nets(Index classes)
{
    const Shortcut without = Shortcut::none, with = Shortcut::zero_pad; // neither has parameters
    return {
        {verbatim("MLP 32"),      mlp, {dense(32), norm(), act(), dense(classes)}},
        {verbatim("MLP 256"),     mlp, {dense(256), norm(), act(), dense(classes)}},
        {verbatim("MLP 512-512"), mlp, {dense(512), norm(), act(), dense(512), norm(), act(),
                                        dense(classes)}},
        {verbatim("LeNet"),       cnn, {conv({.out = 6, .kernel = 5, .padding = 2}), norm(), act(),
                                        pool(),
                                        conv({.out = 16, .kernel = 5}), norm(), act(), pool(),
                                        dense(120), norm(), act(), dense(84), norm(), act(),
                                        dense(classes)}},
        {verbatim("CNN 8-16"),    cnn, {conv3(8), norm(), act(), pool(),
                                        conv3(16), norm(), act(), pool(), dense(classes)}},
        {verbatim("CNN 16-32"),   cnn, {conv3(16), norm(), act(), pool(),
                                        conv3(32), norm(), act(), pool(), dense(classes)}},
        {verbatim("plain-8"),     plain, {deep(1, without, classes)}},
        {verbatim("plain-20"),    plain, {deep(3, without, classes)}},
        {verbatim("ResNet-8"),    residual, {deep(1, with, classes)}},
        {verbatim("ResNet-14"),   residual, {deep(2, with, classes)}},
        {verbatim("ResNet-20"),   residual, {deep(3, with, classes)}}};
}

// Two of ImageNet, for images of 224×224×3. They are only counted: unset weights take no memory.
Planned wide(Index out) { return conv({.out = out, .padding = 1}, unset); } // 3×3
Planned fc(Index out) { return dense(out, unset); }

Layers alexnet() // of Krizhevsky, arXiv:1404.5997
{
    const Planned shrink = pool({.window = 3, .stride = 2});
    return {conv({.out = 64, .kernel = 11, .stride = 4, .padding = 2}, unset), act(), shrink,
            conv({.out = 192, .kernel = 5, .padding = 2}, unset), act(), shrink,
            wide(384), act(), wide(256), act(), wide(256), act(), shrink,
            fc(4096), act(), fc(4096), act(), fc(1000)};
}

Layers vgg16() // configuration D of Simonyan & Zisserman 2015
{
    return {wide(64), act(), wide(64), act(), pool(),
            wide(128), act(), wide(128), act(), pool(),
            wide(256), act(), wide(256), act(), wide(256), act(), pool(),
            wide(512), act(), wide(512), act(), wide(512), act(), pool(),
            wide(512), act(), wide(512), act(), wide(512), act(), pool(),
            fc(4096), act(), fc(4096), act(), fc(1000)};
}
// clang-format on

// ---- the experiment ----

// SGD with momentum; α falls to 0 along a cosine.
Run train(const Design& one, double alpha, const Split& data, FitOptions how, Rng rng)
{
    Sequential net = network(data.training.shape, one.layers, rng);
    Momentum optimizer(net);
    const Index updates = updates_per_epoch(data.training.size(), how.batch_size);
    how.learning_rate = cosine(alpha, how.epochs * long(updates));
    if (!how.checkpoint.empty()) // each training has its own
        how.checkpoint +=
            fmt::format(".{}.{:g}.{}", one.name.english(), alpha, Rng(rng).below(1e9));
    Run run = fit(net, optimizer, data.training, how, rng);
    run["test accuracy"] = 0; // of a net that diverged
    run["image seconds"] = run["training seconds"] = INFINITY;
    if (run.number("diverged at") < INFINITY) return run;
    run.end("validation", evaluate(net, data.validation));
    const double start = wall_seconds();
    run.end("test", evaluate(net, data.test));
    run["image seconds"] = (wall_seconds() - start) / double(data.test.size());
    run["training seconds"] = run.last("seconds", 0);
    return run;
}

// A seed draws all: the images that train, those that choose α, those that judge.
Split drawn(Index samples, const Split& all, Rng& rng)
{
    Split parts = prepared_split(all, samples, samples / 4, rng);
    parts.test = balanced_sample(parts.test, std::min(parts.test.size(), Index(knob::tests)), rng);
    return parts;
}

void experiment(Lab& lab)
{
    lab.save(challenge_figure());
    if (lab.wants("imagenet")) {
        const std::vector<PublishedNet> published = published_nets(alexnet(), vgg16());
        lab.save(published_figure(prices(published)), most_accurate_published,
                 most_accurate(famous, prices(published)));
        print_published(lab, published);
    }
    if (!lab.wants("nets")) return;

    const auto all = std::make_shared<const Split>(lab.load_data());
    const Shape& image = all->training.shape;
    const Index most = all->training.size() * 4 / 5;
    const Index samples = knob::full ? most : lab.at_hand(Index(knob::samples), most);
    lab.uses_data(all->training.name, samples);
    FitOptions how{.epochs = int(knob::epochs), .batch_size = Index(knob::batch)};
    if (knob::full) how.epochs = int(knob::full_epochs);
    if (knob::full) lab.keep_going(how);

    const std::vector<Design> nets =
        chosen(our_nets(all->training.class_count()),
               knob::full ? knob::all_nets : std::vector<std::string>(knob::nets));
    print_kinds(lab, nets, image);
    lab.finish_pictures();                           // they would cost seconds
    const Drawn<Split> data([&](std::uint64_t run) { // α is chosen by trainings half as long
        Rng rng = lab.rng(run).fork(1);
        return drawn(run < tuning_run ? samples : samples / 2, *all, rng);
    });
    const Study study = lab.compare(nets, knob::alpha, tr("validation cost"), train, data, how);
    const std::vector<PricedNet> priced = prices(nets, study, image);
    if (are_among(priced, rivals))
        lab.save(nets_figure(priced), most_accurate_here, most_accurate(rivals, priced));
    else
        lab.save(nets_figure(priced));
    print_prices(lab, priced, study);
    if (chosen(nets, knob::course).size() < knob::course.size()) return; // no more is to be said

    const Evidence deeper = study.lower("ResNet-8", "ResNet-20", tr("test accuracy"));
    lab.claim(together(no_lower_by(1, "CNN 16-32", "MLP 256", study), // a tenth of its parameters
                       study.lower("plain-20", "ResNet-20", tr("test accuracy"))));
    lab.finding(tr("CNNs with fewer parameters than the best MLP are more accurate"),
                smaller_ones_beat_best_of("MLP", "CNN", priced));
    lab.finding(tr("Accuracy follows the operations more than the parameters"),
                follows_operations(priced));
    if (!knob::full)
        return lab.finding(tr("So early, 20 layers with shortcuts are ahead of 8"), deeper);
    lab.finding(tr("With shortcuts, 20 layers are more accurate than 8"), deeper);
    lab.finding(tr("A residual net is no less accurate than the largest MLP"),
                no_lower_by(1, "ResNet-20", "MLP 512-512", study));
}

} // namespace lab16

int main(int argc, char** argv) { return run_lab(argc, argv, lab16::info, lab16::experiment); }
