#include "pixel_order.hpp"

#include "nn/models.hpp"
#include "optim/schedules.hpp"
#include "train/fit.hpp"

#include <cmath>

namespace lab15 {

Sequential net_of(const Reader& reader, const Dataset& data, Rng& rng)
{
    const Index classes = data.class_count();
    if (!reader.convolves)
        return network(data.shape, {dense(128), norm(), act(), dense(classes)}, rng);
    const auto conv3 = [](Index out) { return conv({.out = out, .padding = 1, .bias = false}); };
    return network(
        data.shape,
        {conv3(8), norm(), act(), pool(), conv3(16), norm(), act(), pool(), dense(classes)}, rng);
}

Run learn(const Reader& reader, const Split& data, long epochs, Rng rng)
{
    const Split seen = randomised(data, 0, reader.pixels, rng.fork(1));
    const Dataset& training = seen.training;
    Sequential net = net_of(reader, training, rng);
    Momentum optimizer(net, 0.9);
    const long updates = epochs * long(updates_per_epoch(training.size(), 64));
    Run run = fit(net, optimizer, training,
                  {.epochs = int(epochs), .learning_rate = cosine(0.3, updates)}, rng);
    run.end("test", evaluate(net, seen.test));
    run["test error (%)"] = 100 - run.number("test accuracy");
    return run;
}

Figure shuffle_figure(const Study& order, Outcome only_cnn)
{
    const auto error = [&](const std::string& reader) {
        return order.of(reader, "test error (%)");
    };
    Figure figure("shuffle", tr("The same pixels in another order"));
    Panel& panel = figure.panel().x_names({verbatim("MLP"), verbatim("CNN")});
    panel.y_axis(tr("test error (%)")).legend("above");
    const auto draw = [&](const Text& name, const std::vector<Spread>& errors, double aside) {
        panel.bars(name, errors);
        for (std::size_t net = 0; net < errors.size(); ++net)
            panel.note(double(net) + aside, errors[net].high,
                       verbatim("{:.1Lf}", errors[net].median));
    };
    draw(tr("in place"), {error("MLP, in place"), error("CNN, in place")}, -0.2);
    draw(tr("one shuffle for all images"), {error("MLP, shuffled"), error("CNN, shuffled")}, 0.2);
    const auto change = [&](const std::string& net) {
        const Spread more = paired_difference(error(net + ", shuffled"), error(net + ", in place"));
        return std::round(10 * mean_of(more.values).mean) / 10 + 0.0; // no −0.0
    };
    return figure.says(tr("Shuffled pixels: MLP {:+.1Lf} points of error, CNN {:+.1Lf}",
                          change("MLP"), change("CNN")),
                       sign(only_cnn));
}

} // namespace lab15
