// Lab 11 · Residual connections and ResNet
//
// Idea       The same nets with and without shortcuts, at several depths: the gradient that reaches
//            the first layer, the training cost, and how linear each block is. (Two more: ResNet-18
//            names a photograph, --image; ResNet-20 as in its paper, --full.)
#include "figures.hpp"
#include "full_training.hpp"
#include "images.hpp"
#include "landscape.hpp"
#include "linearity.hpp"
#include "nn/models.hpp"
#include "train/theta.hpp"
#include "twins.hpp"

#include <cmath>

namespace lab11 {

const LabInfo info{
    .number = 11,
    .title = tr("Residual connections and ResNet"),
    .question = tr("What does x + F(x) change?"),
    .claim = tr("Residual connections let the gradient through, so that deeper nets train."),
    .figures =
        "blocks projection flow flow_norm depth landscape linearity names photo full handout",
    .needs = {.side = 4, .most_side = 96, .test = 2}};

namespace knob {
const Count samples("samples", 1600, 320, {64, 40000}, tr("training samples"));
const Tuned alpha("alpha", {0.3, 1}, {1e-9, 1e3}, tr("learning rate α")); // 1 is PyTorch's 0.1
const List depths("depths", {8, 20, 32}, {8, 56}, tr("layers of the nets: 6n + 2"), 2, 4);
const Choice shortcut("shortcut", "zero-pad", {"zero-pad", "projection"},
                      tr("where a block has more channels out than in"));
const Choice norm("norm", "on", {"on", "off"}, tr("batch norm while it trains"));
const Count batch("batch", 32, {2, 64}, tr("samples a minibatch, |Ω|"));
const Switch full("full", tr("ResNet-20 as in the paper, for hours; continues if stopped"));
const Count full_epochs("full-epochs", 164, {1, 1000}, tr("epochs with --full"));
const File weights("weights", tr("ResNet-18's weights"));
const File labels("labels", tr("its class names, one a line"));
const File image("image", tr("a photograph for it"));
} // namespace knob

const Question first_gradient_of_deep_nets{
    tr("From 8 to 56 layers without batch norm: the first gradient of a residual net"),
    {tr("vanishes: the way back is long"), tr("keeps its size: shortcuts let it through"),
     tr("grows by more than a power of ten"), tr("the runs do not tell")}};
const Question lowest_plain_net{
    tr("Of the nets without shortcuts, which ends at the lowest training cost?"),
    {tr("the deepest: it can learn the most"), tr("the shallowest"), tr("one in between"),
     tr("the runs do not tell")}};

// ---- the slides: a residual connection, y = relu(x + F(x)) ----

// Residual, of the library, has the members F and shortcut: the layers of s(x), x where none are.
// make exercise-residual
struct ResBlock : Residual {
    using Residual::Residual;
    Var forward(const Var& x, Mode mode) override
    {
        // a hole
        const Var s_x = shortcut.forward(x, mode);
        return relu(s_x + F.forward(x, mode));
        // to here
    }
};

// 3×3 unless .kernel says so; a stride of 2 halves rows and columns; batch norm's β is a bias.
void add_conv(Sequential& net, ConvOptions conv, const Design& design, Rng& rng)
{
    conv.padding = conv.kernel / 2;
    conv.bias = !design.batch_norm;
    net.add(Conv2d(conv, rng, kaiming_normal));
    if (design.batch_norm) net.add(BatchNorm(conv.out));
}

// From `in` channels to `out`: where there are more, rows and columns are halved.
std::unique_ptr<Module> block(Index in, Index out, const Design& design, Rng& rng)
{
    const Index stride = in == out ? 1 : 2;
    Sequential F, s;
    add_conv(F, {.in = in, .out = out, .stride = stride}, design, rng);
    F.add(relu_layer());
    add_conv(F, {.in = out, .out = out}, design, rng);
    if (design.shortcut == Shortcut::none) // the plain twin: y = relu(F(x))
        return std::make_unique<Sequential>(std::move(F.add(relu_layer())));
    if (in != out && design.shortcut == Shortcut::projection) // ResBlock B: s is a convolution 1×1
        add_conv(s, {.in = in, .out = out, .kernel = 1, .stride = stride}, design, rng);
    if (in != out && design.shortcut == Shortcut::zero_pad) // "option A" of the paper: no weights
        s.add(Function("x, 0", [=](const Var& x) { return subsampled(x, stride, out); }));
    return std::make_unique<ResBlock>(std::move(F), std::move(s)); // no layers in s: ResBlock A
}

// 6n + 2 layers: a convolution, three stages of n blocks of two, a dense layer (He et al. 2016).
Sequential resnet_of(const Design& design, const Dataset& data, Rng& rng)
{
    Sequential net;
    add_conv(net, {.in = data.shape.channels, .out = 8}, design, rng);
    net.add(relu_layer());
    Linear dense(32, data.class_count(), rng, pytorch_default); // first: the same in a twin
    Index in = 8;
    for (const Index out : {8, 16, 32})
        for (long i = 0; i < (design.depth - 2) / 6; ++i) {
            net.add(block(in, out, design, rng));
            in = out;
        }
    return std::move(net.add(GlobalAveragePool()).add(std::move(dense)));
}

// ---- the experiment: the gradient of a new net, then what it learns ----

Run first_gradient(const Design& design, const Split& data, Rng rng)
{
    const Dataset minibatch = first(data.training, 64);
    Sequential net = resnet_of(design, minibatch, rng);
    const Var x = constant(minibatch.x, minibatch.shape);
    backward(softmax_cross_entropy(net.forward(x, Mode::train), minibatch.labels));
    Run run;
    run["first gradient"] = std::sqrt(squared_gradient_norm({parameters(net).front()}));
    return run;
}

Run learn(Sequential& net, double alpha, const Split& data, const Rng& rng)
{
    Momentum optimizer(net);
    Run run =
        fit(net, optimizer, data.training,
            {.epochs = 2, .batch_size = Index(knob::batch), .learning_rate = constant_rate(alpha)},
            rng);
    const Numbers& costs = run.curve("cost").values;
    run["cost at the end"] = INFINITY; // of a run that diverged
    run["validation accuracy"] = 0;
    if (run.curve("training cost").values.size() < 2) return run;
    run["cost at the end"] = mean_of_last(costs, std::max<std::size_t>(1, costs.size() / 10));
    run.end("validation", evaluate(net, data.validation));
    return run;
}

// Of one depth: how linear its blocks are, too.
Run train(const Design& design, double alpha, const Split& data, long looked_into, Rng rng)
{
    Sequential net = resnet_of(design, data.training, rng);
    Run run = learn(net, alpha, data, rng);
    run.keep("θ", arma::conv_to<Numbers>::from(parameters_of(net)));
    if (design.depth != looked_into) return run;
    run["mean R²"] = 0;
    if (!std::isfinite(run.number("cost at the end"))) return run;
    const Numbers r2 = block_linearity(net, first(data.validation, 100), rng);
    run["mean R²"] = arma::mean(arma::vec(r2));
    run.keep("R²", r2);
    return run;
}

// Both nets of that depth as the first seed trained them; in the same directions, but for their
// filters' norms.
std::vector<Slice> around(const Lab& lab, const Study& study, const std::vector<Design>& designs,
                          long depth, const Split& data)
{
    if (!lab.wants("landscape")) return {};
    const Dataset samples = first(data.training, 128);
    std::vector<Slice> slices;
    for (const Design& design : designs) {
        const Run& run = study[design.name.english()].runs.at(0);
        if (design.depth != depth || run.number("diverged at") < INFINITY) continue;
        const auto anew = [&] {
            Rng any(1);
            return resnet_of(design, samples, any);
        };
        slices.push_back(slice_around(design.name, arma::conv_to<Column>::from(run.kept("θ")),
                                      linear_space(-1, 1, lab.quick() ? 7 : 15), anew, samples,
                                      Rng(1)));
    }
    return slices;
}

void experiment(Lab& lab)
{
    if (named_photograph(lab, knob::weights, knob::labels, knob::image)) return;
    if (knob::full) return train_as_in_the_paper(lab, knob::full_epochs);
    const std::vector<long> depths = depths_in(knob::depths);
    const Shortcut with_shortcut =
        knob::shortcut.has("projection") ? Shortcut::projection : Shortcut::zero_pad;
    Rng any(1); // for weights that nobody looks at
    if (lab.wants("blocks projection")) {
        lab.save(blocks_figure(*block(64, 64, {.shortcut = Shortcut::identity}, any),
                               *block(64, 128, {.shortcut = Shortcut::projection}, any),
                               {56, 56, 64}));
        print_by_stage(lab, resnet(resnet_imagenet(18), any), {224, 224, 3});
    }
    if (!lab.wants("flow flow_norm depth landscape linearity names")) return;

    const Drawn<Split> data = every_run_small(lab, Index(knob::samples));
    const auto example = data.of_run(0);
    const Shape& image = example->training.shape;
    const std::vector<long> more{8, 14, 20, 32, 44, 56};
    const auto new_nets = [&](bool batch_norm) {
        return lab.over_seeds(plain_and_residual(more, batch_norm, with_shortcut), first_gradient,
                              data);
    };
    const Study without = new_nets(false), with = new_nets(true);
    lab.save(flow_figure(without, with, more), first_gradient_of_deep_nets,
             what_depth_does(without, "residual"));
    if (!lab.wants("depth landscape linearity names")) return;

    const long shallow = depths.front(), middle = depths[depths.size() / 2], deep = depths.back();
    const std::vector<Design> designs =
        plain_and_residual(depths, knob::norm.has("on"), with_shortcut);
    const Text cost = tr("cost at the end");
    const Study study = lab.compare(designs, knob::alpha, cost, train, data, middle);
    const Evidence linear = study.lower(fmt::format("plain-{}", middle),
                                        fmt::format("residual-{}", middle), tr("mean R²"));
    lab.save(linearity_figure(study, middle)
                 .says(tr("Mean R² of a block: {:.2Lf} with shortcuts, {:.2Lf} without",
                          linear.effects.at(0).b.median, linear.effects[0].a.median),
                       sign(linear.outcome)));
    lab.save(depth_figure(study, depths, std::log(double(example->training.class_count()))),
             lowest_plain_net, best_depth(study, "plain", depths));
    const auto table = [&](const Design& design) {
        return summarise(resnet_of(design, example->training, any), image);
    };
    print_depths(lab, study, of_each(designs, table), image);

    const auto name = [](const char* kind, long depth) {
        return fmt::format("{}-{}", kind, depth);
    };
    const Evidence at_depth = study.lower(name("residual", deep), name("plain", deep), cost);
    lab.claim(together(fewer_decades(with), at_depth));
    lab.finding(tr("Shortcuts keep the first gradient's size over depth, without batch norm"),
                fewer_decades(without));
    lab.finding(tr("Shortcuts make a block more linear"), linear);
    lab.finding(tr("With {} layers, shortcuts lower the cost", deep), at_depth);
    lab.finding(tr("With shortcuts, {} layers train better than {}", deep, shallow),
                study.lower(name("residual", deep), name("residual", shallow), cost));

    const std::vector<Slice> slices = around(lab, study, designs, deep, *example);
    if (!slices.empty()) lab.save(landscape_figure(slices));
    if (!lab.wants("names")) return;
    Rng rng = lab.rng();
    const Design small = designs[3]; // the second depth, with shortcuts
    Sequential net = resnet_of(small, example->training, rng);
    learn(net, study[small.name.english()].best, *example, rng);
    lab.save(names_figure(net, example->test, lab.load_data().test).of_seeds(1));
}

} // namespace lab11

int main(int argc, char** argv) { return run_lab(argc, argv, lab11::info, lab11::experiment); }
