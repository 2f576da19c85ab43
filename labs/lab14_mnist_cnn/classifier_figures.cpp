#include "classifier_figures.hpp"

#include "base/error.hpp"
#include "plot/layout.hpp"
#include "train/runs.hpp"

#include <cmath>

namespace descente {

Figure learning_figure(const Text& title, const std::vector<Text>& names,
                       const std::vector<std::vector<ImageRun>>& runs,
                       const std::vector<std::size_t>& shown)
{
    Figure figure("curves", title, 2);
    Panel& costs = figure.panel().x_axis(tr("epochs"));
    costs.y_axis(tr("cost (mean)"), Scale::logarithmic);
    Panel& accuracies = figure.panel().x_axis(tr("epochs"));
    accuracies.y_axis(tr("accuracy (%)"));
    const std::array<Text, 2> parts{{tr("training"), tr("validation")}};
    for (const std::size_t kind : shown)
        for (const std::size_t part : {0, 1}) {
            const auto draw = [&](Panel& panel, std::array<Numbers, 2> ImageRun::*curves) {
                const auto all = of_each(runs.at(kind),
                                         [&](const ImageRun& run) { return (run.*curves)[part]; });
                Numbers epochs;
                for (const double look : counted(all.empty() ? 0 : all[0].size(), 1))
                    epochs.push_back(look / looks_per_epoch);
                panel.runs(verbatim("{}, {}", names.at(kind), parts[part]), epochs, all,
                           {.colour = static_cast<int>(kind) + 1,
                            .dash = part == 0 ? Dash::dotted : Dash::solid});
            };
            draw(costs, &ImageRun::cost);
            draw(accuracies, &ImageRun::accuracy);
        }
    return figure;
}

Figure shifts_figure(const Text& title, const std::vector<Text>& names,
                     const std::vector<std::vector<ImageRun>>& runs)
{
    Figure figure("shifts", title);
    Panel& panel = figure.panel().x_axis(tr("shift (pixels)"));
    panel.y_axis(tr("test accuracy (%)"));
    std::vector<Text> pixels; // whole ones only
    for (const std::vector<ImageRun>& seeds : runs)
        for (const ImageRun& run : seeds)
            while (pixels.size() < run.error.size())
                pixels.push_back(std::to_string(pixels.size()));
    panel.x_names(pixels);
    for (std::size_t kind = 0; kind < names.size(); ++kind) {
        std::vector<Numbers> accuracies = of_each(runs.at(kind), &ImageRun::error);
        for (Numbers& run : accuracies)
            for (double& percent : run) percent = 100 - percent;
        panel.runs(names[kind], counted(accuracies.empty() ? 0 : accuracies[0].size()), accuracies,
                   {.with_points = true});
    }
    return figure;
}

Figure long_run_figure(const Text& title, const History& history, double test_error)
{
    Figure figure("full", title);
    Numbers errors;
    for (const double accuracy : history.validation_accuracy)
        errors.push_back(100 * (1 - accuracy));
    const double end = static_cast<double>(errors.size());
    figure.panel()
        .x_axis(tr("epochs"))
        .y_axis(tr("error (%)"))
        .line(tr("validation"), counted(errors.size(), 1), errors)
        .mark(end, test_error, tr("test: {:.2Lf} %", test_error), 2);
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

Figure feature_maps_figure(const std::string& name, Sequential& net, const Matrix& x,
                           const Shape& image, const std::vector<Index>& layers)
{
    Figure figure(name, tr("What the layers make of an image"),
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

} // namespace descente
