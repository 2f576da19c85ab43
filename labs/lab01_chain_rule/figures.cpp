#include "figures.hpp"

#include "computation_graph.hpp"
#include "plot/layout.hpp"
#include "thrown_ball.hpp"
#include "train/runs.hpp"

#include <algorithm>

namespace lab01 {

namespace {

const Scale log_scale = Scale::logarithmic;

/// ½ θᵀAθ at each (x[j], y[i]).
Matrix heights(const Matrix& A, const Numbers& x, const Numbers& y)
{
    Matrix L(y.size(), x.size());
    for (Index i = 0; i < L.n_rows; ++i)
        for (Index j = 0; j < L.n_cols; ++j) {
            const Column theta{Real(x[j]), Real(y[i])};
            L(i, j) = arma::dot(theta, A * theta) / 2;
        }
    return L;
}

Matrix throws_of(const Run& run)
{
    const Matrix flat = arma::conv_to<Column>::from(run.kept("throws"));
    return arma::reshape(flat, 2, flat.n_elem / 2);
}

/// For each step the error of a quotient of s for x₁ in 0.5 … 1.5, in the precision of x2; the
/// least of them.
template <class Number>
double draw_errors(Panel& panel, const Text& label, Number x2, Quotient kind, Look look)
{
    const Numbers steps = log_space(1e-13, 1, 105);
    const auto of_x1 = [&](Number x1) { return s(x1, x2); };
    const auto slope = [&](double x1) { return ds_dx1(x1, x2); };
    const Numbers errors =
        quotient_errors<Number>(of_x1, slope, linear_space(0.5, 1.5, 201), steps, kind);
    const auto least = std::ranges::min_element(errors);
    const double best_step = steps[least - errors.begin()];
    panel.line(label, steps, errors, look);
    panel.mark(best_step, *least, verbatim("{:.0Le}", best_step), look.colour);
    return *least;
}

} // namespace

Numbers distances(const Matrix& path)
{
    Numbers all;
    for (Index k = 0; k < path.n_cols; ++k)
        all.push_back(arma::norm(path.col(k)) / arma::norm(path.col(0)));
    return all;
}

std::vector<Text> chain_rule_header()
{
    return {{}, verbatim("y₁"), verbatim("y₂"), verbatim("y₃"), tr("sum"), tr("autodiff")};
}

std::vector<std::vector<Text>> chain_rule_rows(const RowVector& ds_dy, const Matrix& J,
                                               const RowVector& automatic)
{
    std::vector<std::vector<Text>> table{{verbatim("∂s/∂x₁")}, {verbatim("∂s/∂x₂")}};
    const RowVector sums = ds_dy * J;
    for (Index i = 0; i < J.n_cols; ++i) {
        for (Index j = 0; j < J.n_rows; ++j)
            table[i].push_back(
                verbatim("{:.4Lf} · {:.4Lf} = {:.4Lf}", ds_dy[j], J(j, i), ds_dy[j] * J(j, i)));
        table[i].push_back(verbatim("{:.7Lf}", sums[i]));
        table[i].push_back(verbatim("{:.7Lf}", automatic[i]));
    }
    return table;
}

Figure graph_figure(const Var& s, const Column& x)
{
    const double a = x[0];
    const double b = x[1];
    const Text title =
        verbatim("∂s/∂x₁ = ∂s/∂y₁ · x₂ + ∂s/∂y₂ · cos x₁ = {:.3Lf} + {:.3Lf} = {:.3Lf}",
                 std::sin(a) * b, a * b * std::cos(a), ds_dx1(a, b));
    Figure figure("graph", tr("Forward, then backward"));
    // of x₁, x₂, y₁, y₂, y₃, y₁y₂ and s
    const std::vector<std::array<double, 2>> places{{0, 0.25}, {0, 1.75}, {1, 1}, {1, 0},
                                                    {1, 2},    {2, 0.25}, {3, 1}};
    // Of each arrow, in the order in which the nodes were computed: into y₁, y₂, y₃, y₁y₂ and s.
    const Numbers derivatives{b, a, std::cos(a), 2 * b, std::sin(a), a * b, 1, 1};
    for (int frame = 2; frame <= 15; ++frame) { // both leaves have their values; 8: no gradient
        const int gradients = std::clamp(frame - 8, 0, 7);
        Boxes graph = computation_graph(s, places, std::min(frame, 7), gradients);
        for (std::size_t i = 0; i < derivatives.size() && frame > 7; ++i)
            graph.arrows[i].label = verbatim("× {:.3Lg}", derivatives[i]);
        graph.arrows.back().via = {{2, 1.75}}; // from y₃, past y₁y₂
        figure.next_frame().panel(frame < 15 ? verbatim(" ") : title).boxes(graph);
    }
    return figure.frame_seconds(1);
}

Figure matrix_figure(const RowVector& ds_dy, const Matrix& J, const RowVector& automatic)
{
    const double most = std::max({arma::abs(ds_dy).max(), arma::abs(J).max(), Real(1e-9)});
    Figure figure("matrix", verbatim("∂s/∂x = (∂s/∂y) · J"));
    Panel& panel = figure.panel().signed_colours().colour_range(-most, most).equal_axes();
    panel.y_downwards().y_names({verbatim(" "), verbatim(" "), verbatim(" ")}).y_range(-1.5, 3);
    // Cells of one size and one scale of colours, from the place (x, y) on.
    const auto draw = [&](const Text& name, const Matrix& z, double x, double y) {
        panel.heat_map(z, counted(z.n_cols, x), counted(z.n_rows, y), {}, false, true);
        panel.note(x + 0.5 * (double(z.n_cols) - 1), y - 0.5, name);
    };
    draw(verbatim("∂s/∂y"), ds_dy, 0, 1);
    draw(verbatim("J = ∂y/∂x"), J, 4, 0);
    draw(verbatim("∂s/∂x"), ds_dy * J, 7, 1);
    draw(tr("autodiff: a column"), automatic.t(), 10, 0);
    panel.note(3, 1.2, verbatim("·")).note(6, 1.2, verbatim("="));
    const Text i1 = verbatim("i = 1"), i2 = verbatim("i = 2"), gap = verbatim(" ");
    panel.x_names({verbatim("j = 1"), verbatim("j = 2"), verbatim("j = 3"), gap, i1, i2, gap, i1,
                   i2, gap, gap});
    return figure;
}

Figure steps_figure(double h)
{
    Figure figure("steps", tr("Finite differences for ∂s/∂x₁"));
    Panel& panel = figure.panel().x_axis(tr("step h"), log_scale).legend("bottom left");
    panel.y_axis(tr("relative error"), log_scale).y_range(1e-15, 5);
    const auto draw = [&](const Text& label, auto x2, Quotient kind, Look look) {
        return draw_errors(panel, label, x2, kind, look);
    };
    const double f1 = draw(tr("float, forward"), 0.9F, Quotient::forward, {2, Dash::dashed});
    const double f2 = draw(tr("float, central"), 0.9F, Quotient::central, {2, Dash::solid});
    const double d1 = draw(tr("double, forward"), 0.9, Quotient::forward, {3, Dash::dashed});
    const double d2 = draw(tr("double, central"), 0.9, Quotient::central, {3, Dash::solid});
    if (h != 0) panel.vertical(h, verbatim("h"));
    const Look theory{1, Dash::dotted};
    panel.line(tr("slopes −1, 1, 2"), {1e-13, 1e-7}, {1e-2, 1e-8}, theory);
    panel.line({}, {1e-7, 1e-2}, {1e-7, 1e-2}, theory).line({}, {1e-5, 1}, {1e-11, 1e-1}, theory);
    return figure.says(tr("Least error, forward and central: float {:.0Le} and {:.0Le}, double "
                          "{:.0Le} and {:.0Le}",
                          f1, f2, d1, d2));
}

Figure descent_figure(const Matrix& A, const Numbers& shares, const std::vector<Matrix>& paths)
{
    const Numbers x = linear_space(-10, 4, 57);
    const Numbers y = linear_space(-4, 4, 161); // along x all is flat
    Figure figure("descent", tr("Gradient descent"), 2);
    Panel& map = figure.panel().contour(heights(A, x, y), x, y, log_space(0.5, 100, 8));
    map.legend("off").x_axis(verbatim("θ₁")).y_axis(verbatim("θ₂"));
    map.x_range(-10, 4).y_range(-4, 4);
    Panel& curves = figure.panel().x_axis(tr("step k")).legend("bottom left");
    curves.y_axis(tr("relative distance"), log_scale);
    std::vector<Text> ends;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const int colour = ramp(i, paths.size());
        const Look look{.colour = colour, .with_points = shares[i] >= 1};
        ends.push_back(verbatim("{:L}/λmax: {:.1Lg}", shares[i], distances(paths[i]).back()));
        map.line({}, numbers(paths[i].row(0)), numbers(paths[i].row(1)), look);
        curves.line(verbatim("α = {:L}/λmax", shares[i]), counted(paths[i].n_cols),
                    distances(paths[i]), {.colour = colour});
    }
    const auto largest = std::ranges::max_element(shares);
    if (*largest > 2)
        map.diverged(-1.38, 3.4, tr("diverges"),
                     ramp(std::size_t(largest - shares.begin()), paths.size()));
    return figure.says(
        tr("Distance left after {} steps, α = {}", paths.front().n_cols - 1, listed(ends)));
}

Figure threshold_figure(const Numbers& shares, const std::vector<Run>& bowls, const Evidence& limit)
{
    const auto ends = of_each(bowls, [](const Run& bowl) { return bowl.kept("ends"); });
    Figure figure("threshold", tr("Divergence beyond 2/λmax"));
    figure.says(
        tr("The bowls diverge from α · λmax = {:.3Lf} on", 2 + limit.numbers.at(0).second.median),
        sign(limit.outcome));
    figure.panel()
        .x_axis(verbatim("α · λmax"))
        .vertical(2, verbatim("2/λmax"))
        .horizontal(1)
        .y_axis(tr("relative distance at k = 1000"), log_scale)
        .runs(plural("{} random bowl", "{} random bowls", bowls.size()), shares, ends);
    return figure;
}

Figure throw_figure(const std::vector<Run>& runs, const Spread& miss, Outcome learned)
{
    Figure figure("throw", tr("Learning to throw"), 2);
    Panel& air = figure.panel().x_axis(verbatim("x (m)")).y_axis(tr("height (m)"));
    const Matrix throws = throws_of(runs[0]);
    const std::vector<Index> some{1, 2, 4, 8, throws.n_cols};
    for (const Index& k : some) {
        const Flight flight = throw_ball(constant(throws.col(k - 1)));
        air.line(tr("throw {}", k), flight.x, flight.y,
                 {.colour = ramp(std::size_t(&k - some.data()), some.size())});
    }
    air.mark(target[0], target[1], tr("target"), 7);
    Panel& curve = figure.panel().x_axis(tr("throw")).y_range(1e-4, 30);
    curve.y_axis(tr("distance from the target (m)"), log_scale);
    const auto all_misses = of_each(runs, [](const Run& run) { return misses(throws_of(run)); });
    const Numbers places = linear_space(1, double(throws.n_cols), int(throws.n_cols));
    curve.runs(plural("{} start", "{} starts", runs.size()), places, all_misses);
    return figure.says(tr("Throw {} misses by {:.1Le} m", throws.n_cols, miss.median),
                       sign(learned));
}

Figure price_figure(const std::vector<GradientPrice>& prices, Outcome cheap)
{
    const Numbers inputs =
        of_each(prices, [](const GradientPrice& price) { return double(price.inputs); });
    Figure figure("cost", tr("The price of a gradient"));
    Panel& panel = figure.panel().x_axis(tr("inputs n"), log_scale);
    panel.y_axis(tr("time ÷ time of s(x)"), log_scale);
    panel.line(tr("finite differences"), inputs, of_each(prices, &GradientPrice::differences));
    panel.line(tr("autodiff"), inputs, of_each(prices, &GradientPrice::autodiff));
    const GradientPrice& last = prices.back();
    return figure.says(tr("A gradient for {} inputs: differences {} evaluations, autodiff {:.1Lf}",
                          grouped(last.inputs), grouped(std::uint64_t(last.differences)),
                          last.autodiff),
                       sign(cheap));
}

} // namespace lab01
