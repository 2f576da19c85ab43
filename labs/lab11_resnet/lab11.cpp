// Lab 11 · Residual connections and ResNet
//
// Question   What does x + F(x) change?
// Idea       The same nets with and without shortcuts, at several depths: the gradient that reaches
//            the first layer, the training cost, and how linear each block is.
// Claim      It makes a layer more linear and lets the gradient through: deeper nets train better.
// Run        make lab11 && ./lab11            (--quick: seconds; --help: options)
//            ./lab11 --weights FILE.safetensors --labels FILE --image FILE: ResNet-18 names a photo
//            ./lab11 --full --dataset cifar10: ResNet-20 as in the paper; Ctrl-C, and it goes on
// Figures    plots/lab11_{blocks,flow,depth,linearity,names}.*, _photo.*, _full.*
// Expect     Verdict: it depends (42 s): shortcuts help, but 32 layers are no better than 8 here,
//            and without batch norm the first gradient explodes
#include "base/error.hpp"
#include "data/class_names.hpp"
#include "io/imagenet.hpp"
#include "io/safetensors.hpp"
#include "named_image.hpp"
#include "nn/summary.hpp"
#include "plot/block_diagram.hpp"
#include "residual_figures.hpp"
#include "resnet_recipe.hpp"
#include "shell/lab.hpp"

using namespace descente;

namespace {

const LabInfo info{
    .number = 11,
    .title = tr("Residual connections and ResNet"),
    .question = tr("What does x + F(x) change?"),
    .claim = tr("A residual connection makes a layer more linear and lets the gradient through, so "
                "that deeper nets train better."),
    // name, help, default, default with --quick, least, most
    .numbers = {{"samples", tr("training samples"), 3000, 320, 64, 40000},
                {"epochs", tr("epochs with --full"), 164, 164, 1, 1000}},
    .switches = {{"full", tr("ResNet-20 as in the paper, for hours; continues if stopped")}},
    .files = {{"weights", tr("ResNet-18's weights")},
              {"labels", tr("its class names, one a line")},
              {"image", tr("a photograph for it")}}};

const Numbers depths{8, 14, 20, 32}, gradient_depths{8, 14, 20, 32, 44, 56};
const std::vector<Shortcut> kinds{Shortcut::none, Shortcut::zero_pad};
const std::vector<Text> names{tr("plain"), tr("residual")};
const std::size_t plain = 0, residual = 1, looked_at = 2; // kinds; the depth of looks at blocks
const Numbers rates{0.3, 1};           // α, tuned for each net; 1 is PyTorch's 0.1
const std::uint64_t tuning_run = 1000; // its seed chooses α, and is used for nothing else

// Row 56. (He's own "option A" and "option B" are kinds of shortcut: zeros, or a projection.)
void draw_blocks(Lab& lab)
{
    Figure figure("blocks", tr("The blocks of ResNet-18"), 2);
    draw_block(figure.panel(tr("ResBlock A: identity")), {.in = 64, .out = 64}, {56, 56, 64});
    draw_block(figure.panel(tr("ResBlock B: projection")),
               {.in = 64, .out = 128, .stride = 2, .shortcut = Shortcut::projection}, {56, 56, 64});
    lab.save(figure);
    Rng rng = lab.rng();
    Sequential net = resnet(resnet18(), rng);
    const Summary stages = by_stage(summarise(net, {224, 224, 3}));
    lab.print(verbatim(to_string(stages, lab.language())));
}

// Row 55: what reaches the first layer of a new net, for one minibatch.
void gradient_flow(Lab& lab, const Dataset& minibatch)
{
    const Text title = tr("The gradient that reaches the first layer of a new net");
    Figure figure("flow", title, 2);
    const std::vector<Text> places{tr("without batch norm"), tr("with batch norm")};
    for (const bool batch_norm : {false, true}) {
        const Text& where = places[batch_norm];
        Panel& panel = figure.panel(where).x_axis(tr("depth (layers)"));
        panel.y_axis(tr("‖dL/dW‖ of layer 1"), Scale::logarithmic);
        std::vector<Spread> decades; // by which it changes from the least to the greatest depth
        for (const std::size_t kind : {plain, residual}) {
            const auto norm = [&](double depth, int run) {
                Rng rng = lab.rng(run);
                Sequential net =
                    small_resnet(minibatch, Index(depth), kinds[kind], rng, batch_norm);
                return first_layer_gradient(net, minibatch);
            };
            const auto norms = runs_over(gradient_depths, lab.seeds(), double(NAN), norm);
            panel.spreads(names[kind], gradient_depths,
                          of_each(norms, [](const Numbers& n) { return spread(n); }));
            Numbers changes;
            for (std::size_t i = 0; i < norms[0].size(); ++i)
                changes.push_back(std::abs(std::log10(norms.back()[i] / norms[0][i])));
            decades.push_back(spread(changes));
        }
        lab.finding(tr("Shortcuts keep the first gradient's size over depth, {}", where),
                    smaller(decades[residual], decades[plain]),
                    tr("from 8 to 56 layers it changes by {:.1Lf} powers of ten with them, "
                       "{:.1Lf} without",
                       decades[residual].median, decades[plain].median),
                    {{"decades, with", decades[residual]}, {"decades, without", decades[plain]}});
    }
    lab.save(figure);
}

// Each net at its own best rate, chosen on a seed that is not used again.
DepthStudy train_all(Lab& lab, const Split& data)
{
    const auto train = [&](std::size_t net, double rate, Rng rng) {
        Sequential resnet =
            small_resnet(data.training, Index(depths[net / 2]), kinds[net % 2], rng);
        ResidualRun run = train_residual(resnet, data, rate, rng);
        if (net / 2 == looked_at)
            run.linearity = block_linearity(resnet, first(data.validation, 100), rng);
        return run;
    };
    const std::size_t nets = 2 * depths.size();
    const GridSearch tuned = grid_search(int(nets), rates, [&](int net, double rate) {
        return train(std::size_t(net), rate, lab.rng(tuning_run)).final_cost;
    });
    ProgressBar bar = lab.progress(tr("training"), long(nets) * lab.seeds());
    const auto runs = all_runs(nets, lab.seeds(), [&](std::size_t net, std::size_t seed) {
        bar.advance();
        return train(net, tuned.best[net], lab.rng(seed));
    });
    DepthStudy study{depths, names, {}};
    for (std::size_t i = 0; i < nets; i += 2) study.runs.push_back({runs[i], runs[i + 1]});
    return study;
}

// Rows 54 and 55: linearity, cost, and what the same result takes.
void judge(Lab& lab, const DepthStudy& study, const Dataset& data)
{
    const Spread with = study.linearity(looked_at, residual),
                 without = study.linearity(looked_at, plain);
    lab.finding(tr("Shortcuts make a block more linear"), smaller(without, with),
                tr("mean R² {:.2Lf} with, {:.2Lf} without", with.median, without.median),
                {{"with", with}, {"without", without}});
    const std::size_t deep = depths.size() - 1;
    const auto compare = [&](const Text& claim, const Spread& a, const Spread& b) {
        const Text costs = tr("{:.2Lf} and {:.2Lf}", a.median, b.median);
        lab.finding(claim, smaller(a, b), costs, {{"first", a}, {"second", b}});
    };
    compare(tr("With 32 layers, shortcuts lower the cost"), study.cost(deep, residual),
            study.cost(deep, plain));
    compare(tr("With shortcuts, 32 layers train better than 8"), study.cost(deep, residual),
            study.cost(0, residual));
    const std::vector<Text> header{tr("layers"),       tr("parameters"), verbatim("MAC"),
                                   tr("KiB a sample"), tr("cost"),       verbatim("%")};
    lab.print_table(header, depth_rows(study, kinds, data, lab.language()));
}

// Row 57: argmax(o) of images that the net has never seen; `large` are the same as they are shown.
void name_images(Lab& lab, const Split& data, const Dataset& test, const Dataset& large)
{
    Rng rng = lab.rng();
    Sequential net = small_resnet(data.training, 14, Shortcut::zero_pad, rng);
    train_residual(net, data, rates[0], rng);
    const Text title = tr("A residual net trained on the spot names images of the test set");
    Figure figure("names", title, 4);
    for (const Index n : {0, 1})
        draw_named_image(figure, large.x.col(n), large.shape, large.classes[large.labels[n]],
                         predict(net, test.x.col(n), test.shape), large.classes);
    lab.save(figure);
}

// Row 57: argmax(o) and its label, for a photograph of the user's.
void name_photograph(Lab& lab)
{
    if (lab.file("weights").empty() || lab.file("labels").empty() || lab.file("image").empty())
        throw UsageError(tr("--weights, --labels and --image go together; give all three"));
    Rng rng = lab.rng();
    Sequential net = resnet(resnet18(), rng);
    load_safetensors(lab.file("weights"), net);
    const std::vector<Text> classes = read_class_names(lab.file("labels"), 1000);
    const Photograph photo = imagenet_crop(read_photograph(lab.file("image")));
    const Matrix o = predict(net, imagenet_standardised(photo).x, photo.shape);
    const Index best = argmax(o)[0];
    lab.uses_data(verbatim(lab.file("image").filename().string()), 0);
    lab.print(tr("argmax(o) = {} ≐ \"{}\"", best, classes[best]));
    Figure figure("photo", tr("What ResNet-18 sees"), 2);
    draw_named_image(figure, photo.x, photo.shape, {}, o, classes);
    lab.save(figure);
}

// The paper's experiment on CIFAR-10: it can be stopped, and goes on when it is called again.
void train_as_in_the_paper(Lab& lab)
{
    const TrainTest data = standardised(lab.load_data());
    ResNetOptions options = resnet20(data.training.class_count());
    options.in = data.training.shape.channels;
    Rng rng = lab.rng();
    Sequential net = resnet(options, rng);
    const auto say = [&](const Step& now, const Run& run) {
        lab.print(
            tr("epoch {}: test {:.2Lf} %", now.epoch + 1, run.last("validation accuracy", 0)));
    };
    const Run run = train_resnet(net, data.training, data.test, lab.whole("epochs"),
                                 lab.out_folder() / "lab11.checkpoint", say, rng);
    const std::size_t epochs = run.curve("validation accuracy").values.size();
    if (epochs == 0) return;
    const double published = 8.75, error = 100 - run.last("validation accuracy", 0);
    lab.save(test_error_figure(run, published));
    if (epochs < 164)
        return lab.print(tr("{:.2Lf} % test error after {} of the paper's 164 epochs: not judged",
                            error, epochs));
    lab.finding(tr("ResNet-20 gets to 8.75 % test error on CIFAR-10 (He et al. 2016, table 6)"),
                error <= published ? Outcome::supported : Outcome::not_supported,
                tr("{:.2Lf} % on {} after {} epochs, {:.0Lf} s", error, data.training.name, epochs,
                   run.last("seconds", 0)));
}

void experiment(Lab& lab)
{
    for (const char* name : {"weights", "labels", "image"})
        if (!lab.file(name).empty()) return name_photograph(lab);
    if (lab.is_on("full")) return train_as_in_the_paper(lab);
    draw_blocks(lab);
    const TrainTest all = lab.load_data();
    Rng rng = lab.rng();
    const Index samples = Index(lab.whole("samples")), validation = samples / 4;
    Split parts = split(balanced_sample(all.training, samples + validation, rng), validation, rng);
    Dataset test = first(all.test, 1000);
    standardise_by_first({&parts.training, &parts.validation, &test});
    // Half the rows and columns, so that deep nets train in seconds.
    const Split data{halved(parts.training), halved(parts.validation)};
    const Shape& shape = data.training.shape;
    lab.uses_data(verbatim("{} ({}×{})", all.training.name, shape.rows, shape.cols), samples);
    gradient_flow(lab, first(data.training, 64));
    const DepthStudy study = train_all(lab, data);
    if (lab.interrupted()) return;
    lab.save(depth_figure(study));
    lab.save(linearity_figure(study, looked_at));
    judge(lab, study, data.training);
    name_images(lab, data, halved(test), all.test);
}
} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
