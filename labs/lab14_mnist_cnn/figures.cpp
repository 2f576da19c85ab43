#include "figures.hpp"

#include "base/error.hpp"
#include "nn/summary.hpp"
#include "plot/block_diagram.hpp"
#include "plot/filters.hpp"
#include "plot/layout.hpp"
#include "recipe.hpp"
#include "train/metrics.hpp"

#include <cmath>

namespace lab14 {

Figure network_figure(const std::vector<Text>& names, std::vector<Sequential>& nets,
                      const Shape& image)
{
    Figure figure("network", tr("Two networks with as many parameters"), 2);
    for (const std::size_t n : {0, 1}) {
        const Summary sum = summarise(nets[n], image);
        Panel& panel = figure.panel(
            tr("{}: {} parameters, {} MAC", names[n], grouped(sum.parameters), grouped(sum.macs)));
        draw_network(panel, nets[n], image);
    }
    return figure;
}

Figure learning_figure(const Text& title, const Study& study, const std::vector<std::string>& shown)
{
    Figure figure("curves", title, 2);
    Panel& costs = figure.panel().x_axis(tr("epochs"));
    costs.y_axis(tr("cost (mean)"), Scale::logarithmic);
    Panel& accuracies = figure.panel().x_axis(tr("epochs"));
    accuracies.y_axis(tr("accuracy (%)"));
    int colour = 0;
    for (const Compared& method : study.methods()) {
        const std::string name = method.name.english();
        ++colour;
        if (std::ranges::find(shown, name) == shown.end()) continue;
        for (const Text& part : {tr("training"), tr("validation")}) {
            const bool training = part.english() == "training";
            const Look look{.colour = colour, .dash = training ? Dash::dotted : Dash::solid};
            const auto draw = [&](Panel& panel, const char* what) {
                const auto runs = study.curves(name, part.english() + what);
                Numbers epochs = counted(runs.front().size(), 1);
                for (double& look_at : epochs) look_at /= looks_per_epoch;
                panel.runs(verbatim("{}, {}", method.name, part), epochs, runs, look);
            };
            draw(costs, " cost");
            draw(accuracies, " accuracy");
        }
    }
    return figure;
}

Figure shifts_figure(const Text& title, const Study& study)
{
    Figure figure("shifts", title);
    Panel& panel = figure.panel().x_axis(tr("shift (pixels)"));
    panel.y_axis(tr("test accuracy (%)"));
    std::vector<Text> pixels; // whole ones only
    for (int shift = 0; shift <= most_shift; ++shift) pixels.push_back(verbatim("{}", shift));
    panel.x_names(pixels);
    for (const Compared& method : study.methods()) {
        const auto accuracies = of_each(method.runs, [](const Run& run) {
            Numbers right;
            for (int shift = 0; shift <= most_shift; ++shift)
                right.push_back(100 - run.number(error_at(shift)));
            return right;
        });
        panel.runs(method.name, counted(pixels.size()), accuracies, {.with_points = true});
    }
    return figure;
}

Figure long_run_figure(const Text& set, const Run& run, double test_error)
{
    Figure figure("full", tr("A wide CNN learns {}: {:.2Lf} % of the test images are right", set,
                             100 - test_error));
    const auto errors = of_each(run.curve("validation accuracy").values,
                                [](double accuracy) { return 100 - accuracy; });
    figure.panel()
        .x_axis(tr("epochs"))
        .y_axis(tr("error (%)"))
        .line(tr("validation"), counted(errors.size(), 1), errors)
        .mark(double(errors.size()), test_error, tr("test: {:.2Lf} %", test_error), 2);
    return figure;
}

Figure confusion_figure(const std::string& name, const arma::umat& table,
                        const std::vector<Text>& classes)
{
    const Index n = classes.size();
    if (table.n_rows != n || table.n_cols != n)
        throw ShapeError(fmt::format("confusion_figure: a table of {}×{} for {} classes",
                                     table.n_rows, table.n_cols, n));
    const Index all = arma::accu(table), right = arma::trace(table);
    Figure figure(
        name, tr("Which class is taken for which? {} right of {}", grouped(right), grouped(all)));
    Matrix counts = arma::conv_to<Matrix>::from(table);
    counts.replace(Real(0), static_cast<Real>(NAN));
    figure.panel()
        .heat_map(counts, counted(n), counted(n), {}, true, true)
        .x_names(classes)
        .y_names(classes)
        .y_downwards()
        .x_axis(tr("predicted class"))
        .y_axis(tr("true class"));
    return figure.note(tr("grey: 0; colours: logarithmic"));
}

Figure mistakes_figure(const std::string& name, const std::vector<Mistake>& mistakes, Index wrong,
                       const Dataset& data, Index columns)
{
    Matrix images(data.features(), mistakes.size());
    std::vector<Text> captions;
    for (std::size_t i = 0; i < mistakes.size(); ++i) {
        const Mistake& m = mistakes[i];
        images.col(i) = data.x.col(m.sample);
        captions.push_back(verbatim("{} → {}, {:.0f} %", data.classes.at(m.truth),
                                    data.classes.at(m.predicted), 100 * m.probability));
    }
    Figure figure(name, tr("The worst of {} mistakes on {} images: truth → answer, its probability",
                           grouped(wrong), grouped(data.size())));
    figure.panel().bare().image_grid(images, data.shape, columns, captions);
    return figure;
}

std::vector<Figure> mistake_figures(const std::string& prefix, Sequential& net, const Dataset& test,
                                    const Text& whose)
{
    const Matrix outputs = predict(net, test.x, test.shape);
    const arma::umat table = confusion(argmax(outputs), test.labels, test.class_count());
    const Index wrong = arma::accu(table) - arma::trace(table);
    const std::vector<Mistake> worst = worst_mistakes(outputs, test.labels, 18);
    return {confusion_figure(prefix + "confusion", table, test.classes).note(whose),
            mistakes_figure(prefix + "mistakes", worst, wrong, test, 6).note(whose)};
}

Figure feature_maps_figure(Sequential& net, const Matrix& x, const Shape& image,
                           const std::vector<Index>& layers)
{
    Figure figure("maps", tr("What the layers make of an image"),
                  static_cast<int>(layers.size()) + 1);
    const NoGrad evaluation;
    for (Index n = 0; n < x.n_cols; ++n) {
        figure.panel(tr("image")).image_grid(x.col(n), image, 1);
        Var h = constant(x.col(n), image);
        Index next = 0;
        for (const Index layer : layers) {
            while (next <= layer) h = net.layer(next++).forward(h, Mode::eval);
            const Shape maps = h.shape(), plane{maps.rows, maps.cols};
            const auto side = std::ceil(std::sqrt(static_cast<double>(maps.channels)));
            figure.panel(tr("{} maps {} × {}", maps.channels, maps.rows, maps.cols))
                .image_grid(arma::reshape(h.value(), plane.size(), maps.channels), plane,
                            static_cast<Index>(side));
        }
    }
    return figure;
}

std::vector<Figure> inside_figures(Sequential& cnn, const Dataset& test, const Text& whose)
{
    const Matrix x = test.x.head_cols(2);
    std::vector<Figure> figures;
    if (test.shape.channels == 1)
        figures.push_back(
            filters_figure({}, parameters(cnn)[0].value(), x, test.shape).note(whose));
    figures.push_back(feature_maps_figure(cnn, x, test.shape, {1, 4}).note(whose));
    return figures;
}

} // namespace lab14
