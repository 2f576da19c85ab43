#include "figures.hpp"
#include "nearest.hpp"
#include "nn/losses.hpp"
#include "shell/board.hpp"
#include "train/metrics.hpp"

namespace lab02 {

namespace {

const Index fine = 65, coarse = 33; // points along a side of the grid; on the board, drawn often
const double grid_half = 3.2;

/// The points of a square grid over the plane.
Matrix plane_grid(Index side)
{
    const Real end = Real(grid_half);
    const Column along = arma::linspace<Column>(-end, end, side);
    const Column ones(side, arma::fill::ones);
    return arma::join_rows(arma::kron(along, ones), arma::kron(ones, along)).t();
}

/// Where each class is answered, of the outputs on a grid, and the training samples.
void draw_map(Panel& panel, Index side, const Matrix& outputs, const Dataset& training)
{
    panel.classes(plane_grid(side), argmax(outputs), 13.0 / double(side))
        .classes(training.x, training.labels, 0.9);
}

} // namespace

Matrix test_and_grid(const Dataset& test) { return arma::join_rows(test.x, plane_grid(fine)); }

Matrix one_hot(const Labels& labels, Index classes)
{
    Matrix y(classes, labels.n_elem, arma::fill::zeros);
    for (Index n = 0; n < labels.n_elem; ++n) y(labels[n], n) = 1;
    return y;
}

Figure classification_figure(const SteepnessOf& entropy, const SteepnessOf& squared)
{
    const Numbers at = linear_space(-3, 3, 301), scores = linear_space(-5, 10, 151);
    const auto of_margin = [&](auto cost) { // target 1, so that the margin y·o is o
        return of_each(
            at, [&](double o) { return cost(constant(o), Matrix{1}, Reduction::sum).scalar(); });
    };
    Figure figure("classification", tr("Classification costs"), 2);
    figure.panel(tr("cost of one sample"))
        .x_axis(tr("margin y·o"))
        .line(verbatim("0-1"), {-3, 0, 0, 3}, {1, 1, 0, 0}, {.colour = 7})
        .line(verbatim("hinge"), at, of_margin(hinge))
        .line(tr("logistic (ln)"), at, of_margin(binary_cross_entropy));
    figure.panel(tr("‖∂l/∂o‖ at o = (s, 0, 0), the second class is right"))
        .x_axis(tr("s: how sure of the wrong class"))
        .y_axis({}, Scale::logarithmic)
        .line(tr("cross-entropy: p − y"), scores, of_each(scores, entropy), {.colour = 1})
        .line(tr("squared error ‖p − y‖²"), scores, of_each(scores, squared), {.colour = 2})
        .mark(10, entropy(10), verbatim("{:.2Lf}", entropy(10)), 1)
        .mark(10, squared(10), verbatim("{:.2Lg}", squared(10)), 2);
    return figure;
}

Figure decision_figure(const std::vector<Classifier>& classifiers, const Dataset& training)
{
    Figure figure("decision", tr("Three classes, two costs"), 2);
    for (const Classifier& one : classifiers)
        draw_map(figure.panel(one.name).equal_axes(), fine, one.after.tail_cols(fine * fine),
                 training);
    return figure;
}

Figure margins_figure(const std::vector<Classifier>& classifiers, const Dataset& test)
{
    Figure figure("margins", tr("Margins: right output − best other"), 2);
    for (const Classifier& one : classifiers) {
        const auto of = [&](const Matrix& o) {
            return margins(o.head_cols(test.size()), test.labels);
        };
        figure.panel(one.name)
            .x_range(-10, 20)
            .x_axis(tr("margin of a test point"))
            .histogram(tr("before training"), of(one.before), 20)
            .histogram(tr("after"), of(one.after), 20)
            .vertical(1);
    }
    return figure;
}

CostOfStep with_map(const Classifier& one, Module& net, const Dataset& training)
{
    return [&](const Var& o, const Step& now) {
        on_board([&](Figure& board) {
            const Matrix outputs = predict(net, plane_grid(coarse), training.shape);
            draw_map(board.panel(one.name), coarse, outputs, training);
        });
        return one.cost(o, now);
    };
}

} // namespace lab02
