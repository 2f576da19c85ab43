#include "residual_study.hpp"

#include "base/stats.hpp"
#include "nn/summary.hpp"

namespace descente {

Sequential small_resnet(const Dataset& data, Index depth, Shortcut shortcut, Rng& rng,
                        bool batch_norm)
{
    ResNetOptions options = resnet_cifar(depth, data.class_count());
    options.channels = {8, 16, 32};
    options.in = data.shape.channels;
    options.shortcut = shortcut;
    options.batch_norm = batch_norm;
    return resnet(options, rng);
}

double first_layer_gradient(Sequential& net, const Dataset& minibatch)
{
    const Var x = constant(minibatch.x, minibatch.shape);
    backward(softmax_cross_entropy(net.forward(x, Mode::train), minibatch.labels));
    const std::vector<Var> all = parameters(net);
    return std::sqrt(squared_gradient_norm({all.front()}));
}

ResidualRun train_residual(Sequential& net, const Split& data, double learning_rate, Rng rng)
{
    Momentum momentum(net, 0.9);
    FitOptions options;
    options.epochs = 2;
    options.batch_size = 32;
    options.learning_rate = constant_rate(learning_rate);
    const Run fitted = fit(net, momentum, data.training, options, rng);
    ResidualRun run;
    run.cost = fitted.curve("cost").values;
    if (fitted.curve("training cost").values.size() < 2) return run; // diverged or interrupted
    run.final_cost = mean_of_last(run.cost, std::max<std::size_t>(1, run.cost.size() / 10));
    run.accuracy = 100 * evaluate(net, data.validation).accuracy;
    return run;
}

Dataset halved(Dataset data)
{
    const Var small = average_pool(constant(std::move(data.x), data.shape), {.window = 2});
    data.shape = small.shape();
    data.x = small.value();
    return data;
}

Index activations(Module& net, const Shape& input)
{
    Index count = input.size();
    for (const LayerInfo& row : summarise(net, input).rows)
        if (row.kind != LayerKind::relu) count += row.output.size();
    return count;
}

} // namespace descente
