#include "pixel_order.hpp"

#include "nn/models.hpp"
#include "optim/schedules.hpp"
#include "train/fit.hpp"

namespace lab15 {

Run learn(const Reader& reader, const Split& data, long epochs, Rng rng)
{
    const Split seen = randomised(data, 0, reader.pixels, rng.fork(1));
    const Dataset& training = seen.training;
    Sequential net = reader.convolves ? lenet(training.shape, training.class_count(), rng)
                                      : mlp_for(training, {128}, rng);
    Momentum optimizer(net, 0.9);
    Run run = fit(net, optimizer, training,
                  {.epochs = int(epochs), .learning_rate = constant_rate(0.1)}, rng);
    run.end("test", evaluate(net, seen.test));
    run["test error (%)"] = 100 - run.number("test accuracy");
    return run;
}

Figure shuffle_figure(const Study& order)
{
    const auto error = [&](const std::string& reader) {
        return order.of(reader, "test error (%)");
    };
    Figure figure("shuffle", tr("The same pixels in another order"));
    Panel& panel = figure.panel().x_names({verbatim("MLP"), verbatim("CNN")});
    panel.y_axis(tr("test error (%)"));
    panel.bars(tr("in place"), {error("MLP, in place"), error("CNN, in place")});
    panel.bars(tr("one shuffle for all images"), {error("MLP, shuffled"), error("CNN, shuffled")});
    return figure;
}

} // namespace lab15
