#include "twins.hpp"

#include "base/stats.hpp"
#include "nn/norm.hpp"
#include "optim/optimizers.hpp"
#include "shell/board.hpp"
#include "train/layer_outputs.hpp"

#include <algorithm>
#include <array>

namespace lab10 {

namespace {

// Wx + b of hidden layer l, and what the layer after it makes of that.
std::array<Matrix, 2> values(Sequential& net, const Twin& twin, Index l, const Dataset& training)
{
    const Dataset batch = first(training, 500);
    const auto outputs = layer_outputs(net, batch.x, batch.shape, Mode::train);
    const Index linear = l * (twin.batch_norm ? 3 : 2);
    return {outputs[linear], outputs[linear + 1]};
}

} // namespace

const std::vector<Twin> twins{{tr("without batch norm"), false}, {tr("with batch norm")}};

const Twin& twin_of(bool batch_norm)
{
    return *std::ranges::find(twins, batch_norm, &Twin::batch_norm);
}

Text at_scale(const Twin& twin, double scale) { return verbatim("{}, {:Lg}", twin.name, scale); }
Text of_size(double m, const Twin& twin) { return tr("m = {:Lg}, {}", m, twin.name); }

Sequential new_net(const Twin& twin, const Dataset& data, Rng& rng)
{
    const Init init = scaled(kaiming_uniform, twin.scale);
    Sequential net(data.shape);
    for (Index layer = 0; layer < hidden; ++layer) {
        net.add(Linear(net.output(), 64, rng, init));
        if (twin.batch_norm) net.add(BatchNorm(64, {.running_decay = twin.decay}));
        net.add(relu_layer());
    }
    net.add(Linear(64, data.class_count(), rng, init));
    return net;
}

Run train(const Twin& twin, double rate, const Data& data, long updates, const LookAt& look,
          Rng rng)
{
    Steps others = steps_of(data.training, {.batch = twin.m}, rng.fork(1));
    Sequential net = new_net(twin, data.training, rng);
    Sgd optimizer(net);
    Run run;
    run["validation accuracy"] = 0; // of one that diverges
    for (const Step& now : steps_of(data.training, {.batch = twin.m, .updates = updates}, rng)) {
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        if (diverged(loss)) return run; // without an end it counts as the worst
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(rate);
        run.note(now, "cost", loss);
        if (look) look({now, twin, data, net, others, rate}, run);
        on_board([&](Figure& board) {
            const auto [before, after] = values(net, twin, hidden - 1, data.training);
            const Text then = twin.batch_norm ? verbatim("γ x̂ + β") : verbatim("ReLU");
            board.panel(twin.name)
                .x_axis(tr("values in layer {}", hidden))
                .histogram(verbatim("Wx + b"), numbers(before), 40)
                .histogram(then, numbers(after), 40);
        });
    }
    const std::vector<double>& costs = run.curve("cost").values;
    if (!costs.empty()) run["cost seen"] = mean_of_last(costs, (costs.size() + 4) / 5);
    run.end("training", evaluate(net, data.some));
    run.end("validation", evaluate(net, data.validation));
    return run;
}

Activations before_training(double scale, const Data& data, const Rng& rng)
{
    Activations found{tr("initial scale {:Lg}", scale)};
    for (const bool batch_norm : {false, true}) {
        const Twin twin{{}, batch_norm, scale};
        Rng same = rng;
        Sequential net = new_net(twin, data.training, same);
        for (Index l = 0; l < hidden; ++l) {
            const auto [before, after] = values(net, twin, l, data.training);
            (batch_norm ? found.before : found.without).add(double(l + 1), before, 0.05);
            if (batch_norm) found.after.add(double(l + 1), after, 0.05);
        }
    }
    return found;
}

void look_at_unit(const Moment& at, Run& run)
{
    if ((at.now.k + 1) % 5 != 0) return;
    const auto [before, after] = values(at.net, at.twin, hidden - 1, at.data.training);
    note_quantiles(run, at.now, "before", before.row(0), 0.15);
    note_quantiles(run, at.now, "after", after.row(0), 0.15);
}

Activations unit_while_training(const Study& study)
{
    const Run& without = study[twin_of(false).name.english()].runs[0];
    const Run& with = study[twin_of(true).name.english()].runs[0];
    return {{},
            quantiles_of(without, "before"),
            quantiles_of(with, "before"),
            quantiles_of(with, "after")};
}

} // namespace lab10
