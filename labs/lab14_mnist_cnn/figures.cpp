#include "figures.hpp"

#include "nn/summary.hpp"
#include "plot/block_diagram.hpp"
#include "plot/filters.hpp"
#include "plot/layout.hpp"
#include "recipe.hpp"
#include "train/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace lab14 {

namespace {

// A row a true class (from the top), a column a predicted one; 0 is left grey, and colours are
// logarithmic, so that few mistakes show beside many right answers.
Figure confusion_figure(const std::string& name, const arma::umat& table,
                        const std::vector<Text>& classes)
{
    Figure figure(name, tr("Which class is taken for which? {} right of {}",
                           grouped(arma::trace(table)), grouped(arma::accu(table))));
    Matrix counts = arma::conv_to<Matrix>::from(table);
    counts.replace(Real(0), arma::Datum<Real>::nan);
    const Numbers places = counted(classes.size());
    figure.panel()
        .heat_map(counts, places, places, {}, true, true)
        .x_names(classes)
        .y_names(classes)
        .y_downwards()
        .x_axis(tr("predicted class"))
        .y_axis(tr("true class"));
    return figure.note(tr("grey: 0; colours: logarithmic"));
}

// Of the wrongly classified samples the first 18, highest cost first: those to whose class softmax
// gives least.
Figure mistakes_figure(const std::string& name, const Matrix& outputs, const Dataset& data)
{
    const Labels predicted = argmax(outputs);
    const Matrix probability = softmax(constant(outputs)).value();
    arma::uvec wrong = arma::find(predicted != data.labels);
    std::ranges::stable_sort(wrong, {}, [&](Index n) { return probability(data.labels[n], n); });
    const arma::uvec shown = wrong.head(std::min<Index>(18, wrong.n_elem));
    std::vector<Text> captions;
    for (const Index n : shown)
        captions.push_back(verbatim("{} → {}, {:.0f} %", data.classes.at(data.labels[n]),
                                    data.classes.at(predicted[n]),
                                    100 * double(probability(predicted[n], n))));
    Figure figure(name, tr("The worst of {} on {}: truth → answer, its probability",
                           plural("{} mistake", "{} mistakes", wrong.n_elem),
                           plural("{} image", "{} images", data.size())));
    figure.panel().bare().image_grid(data.x.cols(shown), data.shape, 6, captions);
    return figure;
}

// Each image (a column of x) and what the CNN makes of it by its two convolutions with their ReLU:
// a small image a channel.
Figure feature_maps_figure(Sequential& cnn, const Matrix& x, const Shape& image)
{
    Figure figure("maps", tr("What the layers make of an image"), 3);
    const NoGrad evaluation;
    for (Index n = 0; n < x.n_cols; ++n) {
        figure.panel(tr("image")).image_grid(x.col(n), image, 1);
        Var h = constant(x.col(n), image);
        for (Index layer = 0; layer <= 4; ++layer) {
            h = cnn.layer(layer).forward(h, Mode::eval);
            if (layer != 1 && layer != 4) continue;
            const Shape maps = h.shape(), plane{maps.rows, maps.cols};
            const Matrix drawn = arma::reshape(h.value(), plane.size(), maps.channels);
            figure.panel(tr("{} maps {} × {}", maps.channels, maps.rows, maps.cols))
                .image_grid(drawn, plane, Index(std::ceil(std::sqrt(maps.channels))));
        }
    }
    return figure;
}

} // namespace

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
    return figure.says(
        tr("Test error (%): {}", study.told(error_at(0), shown)),
        sign(study.lower(shown.front(), shown.back(), tr("test error, 0 px")).outcome));
}

void add_filters(Figure& board, Sequential& net)
{
    if (net.layer(0).kind() != LayerKind::convolution) return;
    const Matrix W = parameters(net)[0].value();
    const auto side = static_cast<Index>(std::lround(std::sqrt(W.n_rows)));
    if (side * side != W.n_rows) return; // of several channels
    const auto columns = static_cast<Index>(std::ceil(std::sqrt(W.n_cols)));
    board.panel(tr("first filters")).image_grid(W, {side, side}, columns, {}, true);
}

Figure shifts_figure(const Text& title, const Study& study, const std::vector<std::string>& told)
{
    Figure figure("shifts", title);
    Panel& panel = figure.panel().x_axis(tr("shift (pixels)"));
    panel.y_axis(tr("test accuracy (%)"));
    const Numbers shifts = counted(most_shift + 1);
    panel.x_names(of_each(shifts, [](double pixels) { return verbatim("{}", pixels); }));
    for (const Compared& method : study.methods()) {
        const auto kept = [](const Run& run) { return run.kept("test accuracy"); };
        panel.runs(method.name, shifts, of_each(method.runs, kept), {.with_points = true});
    }
    return figure.says(tr("Moved by {} pixels, errors (%): {}", most_shift,
                          study.told(error_at(most_shift), told)),
                       sign(on_shifted_images(study, told[0], told[1]).outcome));
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

std::vector<Figure> mistake_figures(const std::string& prefix, Sequential& net, const Dataset& test,
                                    std::uint64_t seed)
{
    const Matrix outputs = predict(net, test.x, test.shape);
    const arma::umat table = confusion(argmax(outputs), test.labels, test.class_count());
    const Text whose = tr("CNN of seed {}", seed);
    std::vector<Figure> figures{
        confusion_figure(prefix + "confusion", table, test.classes).note(whose)};
    if (arma::accu(table) > arma::trace(table)) // else there are no mistakes
        figures.push_back(mistakes_figure(prefix + "mistakes", outputs, test).note(whose));
    return figures;
}

std::vector<Figure> inside_figures(Sequential& cnn, const Dataset& test, std::uint64_t seed)
{
    const Matrix x = test.x.head_cols(2);
    const Text whose = tr("CNN of seed {}", seed);
    std::vector<Figure> figures = mistake_figures("", cnn, test, seed);
    if (test.shape.channels == 1)
        figures.push_back(
            filters_figure("filters", {}, parameters(cnn)[0].value(), x, test.shape).note(whose));
    figures.push_back(feature_maps_figure(cnn, x, test.shape).note(whose));
    return figures;
}

} // namespace lab14
