#include "figures.hpp"

#include "nearest.hpp"
#include "nn/losses.hpp"
#include "optim/schedules.hpp"
#include "shell/board.hpp"
#include "train/metrics.hpp"

#include <algorithm>

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

/// One sample with y = 0, from o = 1.03: o ← o − α ∂l/∂o.
Numbers path_of_output(const Cost& cost, const Schedule& alpha)
{
    Matrix o{Real(1.03)};
    Numbers path{o[0]};
    for (long k = 0; k < 40; ++k) {
        o -= Real(alpha(k)) * cost.gradient(Matrix{0}, o);
        path.push_back(o[0]);
    }
    return path;
}

} // namespace

Matrix test_and_grid(const Dataset& test) { return arma::join_rows(test.x, plane_grid(fine)); }

Matrix one_hot(const Labels& labels, Index classes)
{
    Matrix y(classes, labels.n_elem, arma::fill::zeros);
    for (Index n = 0; n < labels.n_elem; ++n) y(labels[n], n) = 1;
    return y;
}

Figure regression_figure(const std::vector<Cost>& costs)
{
    Figure figure("regression", tr("Regression costs"), 3);
    const Text residual = tr("residual o − y");
    Panel& value = figure.panel(tr("cost")).x_axis(residual).legend("top center");
    Panel& slope = figure.panel(tr("derivative ∂l/∂o")).x_axis(residual).legend("off");
    Panel& descent = figure.panel(tr("descent on one sample"));
    descent.x_axis(tr("step k")).y_axis(residual).y_range(-0.3, 0.5);
    const Numbers at = linear_space(-3, 3, 301);
    for (const Cost& cost : costs) {
        value.line(cost.name, at, of_each(at, [&](double o) {
                       return cost.l(constant(0), constant(o)).scalar();
                   }));
        slope.line(cost.name, at, of_each(at, [&](double o) {
                       return double(cost.gradient(Matrix{0}, Matrix{Real(o)})[0]);
                   }));
    }
    const auto named = [&](const char* name) -> const Cost& {
        return *std::ranges::find(costs, name, [](const Cost& one) { return one.name.english(); });
    };
    const auto draw = [&](const Text& name, const Cost& cost, const Schedule& alpha) {
        descent.line(name, linear_space(0, 40, 41), path_of_output(cost, alpha));
    };
    draw(tr("squared, α = 0.15"), named("squared"), constant_rate(0.15));
    draw(tr("absolute, α = 0.15"), named("absolute"), constant_rate(0.15));
    draw(tr("absolute, α shrinks"), named("absolute"), shrinking);
    return figure.note(tr("squared: (o − y)², without ½"));
}

Figure outliers_figure(const std::vector<Cost>& costs, const LineData& shown, const Study& study)
{
    const auto error = [&](const Cost& cost) {
        return study.of(cost.name.english(), "error of the slope");
    };
    const auto outliers = arma::accu(shown.is_outlier);
    Figure figure("outliers", tr("A line and {} % of outliers", outliers), 2);
    Panel& panel = figure.panel(tr("one draw")).x_axis(verbatim("x")).y_axis(verbatim("y"));
    panel.points({}, numbers(shown.x), numbers(shown.y), {.colour = 7}, 0.6);
    for (const Cost& cost : costs) {
        const Column line = fitted_line(shown, cost);
        panel.line(cost.name, {-1, 1}, {line[1] - line[0], line[1] + line[0]});
    }
    figure.panel(tr("|slope − true slope|, 20 draws"))
        .bars({}, of_each(costs, error))
        .x_names({costs[0].name, costs[1].name, verbatim("Huber")});
    return figure;
}

Figure classification_figure(const Matrix& of_entropy, const Matrix& of_squared)
{
    const Numbers at = linear_space(-3, 3, 301);
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
    figure.panel(tr("∂l/∂o, sure and wrong: o = (10, 0, 0)"))
        .x_names({verbatim("o₁"), tr("o₂ (right)"), verbatim("o₃")})
        .bars(tr("cross-entropy: p − y"), numbers(of_entropy))
        .bars(tr("squared error ‖p − y‖²"), numbers(of_squared));
    return figure;
}

Figure decision_figure(const std::vector<Classifier>& classifiers, const Dataset& training,
                       const Dataset& test)
{
    Figure figure("decision", tr("Three classes, two costs"), 2);
    for (const Classifier& one : classifiers) {
        draw_map(figure.panel(one.name), fine, one.after.tail_cols(fine * fine), training);
        figure.panel(tr("margin: right output − best other"))
            .histogram(tr("before"), margins(one.before.head_cols(test.size()), test.labels), 20)
            .histogram(tr("after"), margins(one.after.head_cols(test.size()), test.labels), 20);
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

Figure metric_figure(const Study& study, const Dataset& test)
{
    const auto shown = [&](const std::string& when) -> Matrix {
        const Column flat = arma::conv_to<Column>::from(study["mined"].runs[0].kept(when));
        return arma::reshape(flat, 2, test.size());
    };
    Figure figure("metric", tr("Learning a metric"), 3);
    figure.panel(tr("before")).classes(shown("before"), test.labels, 0.35);
    figure.panel(tr("after")).classes(shown("after"), test.labels, 0.35, test.classes);
    figure.panel(tr("5-NN accuracy (%)"))
        .bars({}, {study.of("mined", "5-NN before"), study.of("random", "5-NN after"),
                   study.of("mined", "5-NN after")})
        .x_names({tr("before"), tr("random"), tr("mined")})
        .y_range(0, 100)
        .horizontal(100 * knn_accuracy(test.x, test.labels), tr("784 pixels"));
    return figure;
}

std::size_t farthest_off(const Study& study)
{
    const std::vector<Compared>& costs = study.methods();
    const auto error = [&](const Compared& cost) {
        return study.of(cost.name.english(), "error of the slope");
    };
    for (const Compared& one : costs) {
        const auto nearer = [&](const Compared& other) {
            return &other == &one || smaller(error(other), error(one)) == Outcome::supported;
        };
        if (std::ranges::all_of(costs, nearer)) return std::size_t(&one - costs.data());
    }
    return costs.size();
}

} // namespace lab02
