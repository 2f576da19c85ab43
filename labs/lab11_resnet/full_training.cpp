#include "full_training.hpp"

#include "data/augment.hpp"
#include "plot/layout.hpp"

namespace lab11 {

Schedule resnet_rate(long steps)
{
    const long half = steps / 2, quarter = steps * 3 / 4 - half;
    return in_sequence({{half, constant_rate(1)}, {quarter, constant_rate(0.1)}},
                       constant_rate(0.01));
}

Run train_resnet(Sequential& net, const Split& data, FitOptions options, const Rng& rng)
{
    const Dataset& training = data.training;
    Momentum momentum(net, 0.9, {.weight_decay = 1e-4});
    options.batch_size = std::min<Index>(128, training.size());
    const Index per_epoch = updates_per_epoch(training.size(), options.batch_size);
    options.learning_rate = resnet_rate(options.epochs * long(per_epoch));
    options.validation = &data.test;
    options.change = [&](Matrix& x, Rng& draws) { augment(x, training.shape, 4, draws); };
    return fit(net, momentum, training, options, rng);
}

void train_as_in_the_paper(Lab& lab, long epochs)
{
    const Split data = standardised(lab.load_data());
    ResNetOptions resnet20_here = resnet_cifar(20, data.training.class_count());
    resnet20_here.in = data.training.shape.channels;
    Rng rng = lab.rng();
    Sequential net = resnet(resnet20_here, rng);
    FitOptions options{.epochs = int(epochs)};
    options.after_epoch = [&](const Step& now, const Run& run) {
        const double accuracy = run.last("validation accuracy", 0);
        lab.print(tr("epoch {}: test {:.2Lf} %", now.epoch + 1, accuracy));
    };
    lab.keep_going(options);
    const Run run = train_resnet(net, data, options, rng);
    const std::size_t done = run.curve("validation accuracy").values.size();
    if (done == 0) return;
    const double published = 8.75, error = 100 - run.last("validation accuracy", 0);
    const bool cifar10 =
        data.training.name.english() == "CIFAR-10" && data.training.size() == 50000;
    lab.save(test_error_figure(run, cifar10 ? std::optional(published) : std::nullopt));
    const Text trained = plural("{} epoch", "{} epochs", done);
    if (!cifar10)
        return lab.print(tr("{:.2Lf} % test error on {} after {}: not judged, since the "
                            "paper's {:.2Lf} % are of CIFAR-10",
                            error, data.training.name, trained, published));
    if (done < 164)
        return lab.print(
            tr("{:.2Lf} % test error after {} of the paper's 164 epochs: not judged", error, done));
    lab.finding(tr("ResNet-20 gets to 8.75 % test error on CIFAR-10 (He et al. 2016, table 6)"),
                {outcome_of(error <= published, 1),
                 tr("{:.2Lf} % on {} after {}, {:.0Lf} s", error, data.training.name, trained,
                    run.last("seconds", 0)),
                 {}});
}

Figure test_error_figure(const Run& run, std::optional<double> published)
{
    const auto errors = of_each(run.curve("validation accuracy").values,
                                [](double accuracy) { return 100 - accuracy; });
    Figure figure("full", tr("ResNet-20 with the recipe of He et al. (2016)"));
    Panel& panel = figure.panel().x_axis(tr("epochs")).y_axis(tr("test error (%)")).y_range(0, 60);
    panel.line(tr("test"), counted(errors.size(), 1), errors);
    if (published) panel.horizontal(*published, tr("paper: {:.2Lf} %", *published));
    return figure;
}

} // namespace lab11
