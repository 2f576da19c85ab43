// Lab 01 · The chain rule and automatic differentiation
//
// Question   How does a program find its own gradient, and at what price?
// Idea       One gradient in every way; gradients down a bowl and through a simulation.
// Claim      Backpropagation gives the exact gradient of any program at little cost.
// Run        make lab01 && ./lab01            (--quick: seconds; --format png,gif: moving graph)
// Figures    plots/lab01_graph.*, _matrix.*, _steps.*, _descent.*, _threshold.*, _throw.*, _cost.*
// Expect     Verdict: supported (3.0 s)
#include "autodiff/gradcheck.hpp"
#include "bowl.hpp"
#include "jacobian.hpp"
#include "shell/lab.hpp"
#include "thrown_ball.hpp"
#include "train/timing.hpp"

using namespace descente;

namespace {
const LabInfo info{
    .number = 1,
    .title = tr("The chain rule and automatic differentiation"),
    .question = tr("How does a program find its own gradient, and at what price?"),
    .claim = tr("Backpropagation gives the exact gradient of any program at little cost."),
    .seeds_full = 20,
    .dataset = ""};

const Scale log_scale = Scale::logarithmic;
const int throws = 60;

// The example: y = f(x) = (x₁x₂, sin x₁, x₂²), s = g(y) = y₁y₂ + y₃.
Var f(const Var& x)
{
    const Var x1 = rows(x, 0, 0), x2 = rows(x, 1, 1);
    return stacked(stacked(x1 % x2, sin(x1)), square(x2));
}
Var g(const Var& y) { return rows(y, 0, 0) % rows(y, 1, 1) + rows(y, 2, 2); }
// The same for plain numbers of any precision, and a derivative by hand.
auto plain(auto x1, auto x2) { return x1 * x2 * std::sin(x1) + x2 * x2; }
double ds_dx1(double x1, double x2) { return x2 * std::sin(x1) + x1 * x2 * std::cos(x1); }

// Row 11: x₁ and x₂ are used twice, so two gradients meet in each.
void draw_graph(Lab& lab, double a, double b)
{
    Var x1 = parameter(a).named("x₁"), x2 = parameter(b).named("x₂");
    Var y1 = (x1 % x2).named("y₁"), y2 = sin(x1).named("y₂"), y3 = square(x2).named("y₃");
    const Var s = (y1 % y2 + y3).named("s");
    backward(s, Graph::kept);
    Figure figure("graph", tr("Forward, then backward"));
    const Text title =
        verbatim("∂s/∂x₁ = ∂s/∂y₁ · x₂ + ∂s/∂y₂ · cos x₁ = {:.3Lf} + {:.3Lf} = {:.3Lf}",
                 std::sin(a) * b, a * b * std::cos(a), ds_dx1(a, b));
    for (const int gradients : {0, 1, 2, 3, 4, 5, 6, 7, 7, 7})
        figure.next_frame().panel(title).graph(s, gradients);
    lab.save(figure.frame_seconds(1));
}

// Rows 9 and 10. On the slide ∂s/∂x is a row, (∂s/∂y)·J; in the code x.grad() is a column, like x.
void three_forms(Lab& lab)
{
    Numbers errors;
    for (int run = 0; run < lab.seeds(); ++run) {
        Var x = parameter(lab.rng(run).uniform_matrix(2, 1, 0.5, 1.5)), y = f(x);
        backward(g(y));
        const Matrix ds_dy = jacobian(g, y.value()), J = jacobian(f, x.value()), row = ds_dy * J;
        const auto s = [](const arma::mat& at) { return plain(at[0], at[1]); };
        const arma::mat exact = numeric_gradient(s, arma::conv_to<arma::mat>::from(x.value()));
        std::vector<std::vector<std::string>> table{{"∂s/∂x₁"}, {"∂s/∂x₂"}};
        for (Index i = 0; i < 2; ++i) {
            for (Index j = 0; j < 3; ++j) // ∂s/∂y_j · ∂y_j/∂x_i
                table[i].push_back(lab.say(verbatim("{:.4Lf} · {:.4Lf} = {:.4Lf}", ds_dy[j],
                                                    J(j, i), ds_dy[j] * J(j, i))));
            for (const double form : {double(row[i]), double(x.grad()[i]), exact[i]})
                table[i].push_back(lab.say(verbatim("{:.7Lf}", form)));
            for (const double form : {row[i], x.grad()[i]})
                errors.push_back(std::abs(form / exact[i] - 1)); // exact to about ten digits
        }
        if (run > 0) continue;
        lab.print_table({{},
                         verbatim("y₁"),
                         verbatim("y₂"),
                         verbatim("y₃"),
                         tr("sum"),
                         tr("autodiff"),
                         verbatim("Δs/Δx")},
                        table);
        draw_graph(lab, x.value()[0], x.value()[1]);
        Figure figure("matrix", verbatim("∂s/∂x = (∂s/∂y) · J"), 2);
        const auto draw = [&](const Text& title, const Matrix& z) -> Panel& {
            const Numbers i = linear_space(1, double(z.n_cols), int(z.n_cols));
            const Numbers j = linear_space(1, double(z.n_rows), int(z.n_rows));
            return figure.panel(title).heat_map(z, i, j, {}, false, true).y_downwards();
        };
        draw(verbatim("∂s/∂y"), ds_dy).x_axis(verbatim("j"));
        draw(verbatim("J = ∂y/∂x"), J).x_axis(verbatim("i")).y_axis(verbatim("j"));
        draw(verbatim("(∂s/∂y) · J"), row).x_axis(verbatim("i"));
        draw(tr("autodiff: a column"), x.grad()).y_axis(verbatim("i"));
        lab.save(figure);
    }
    const Spread error = spread(errors);
    const double rounding = std::numeric_limits<Real>::epsilon();
    const Text because = tr("error {:.0Le}, rounding {:.0Le}", error.high, rounding);
    lab.finding(tr("All forms give one gradient"), outcome_of(error.high <= 8 * rounding, 1),
                because, {{"measured", error}});
}

// Row 11: the error of difference quotients against their step.
void step_sizes(Lab& lab)
{
    const Numbers steps = log_space(1e-13, 1, 105), points = linear_space(0.5, 1.5, 201);
    Figure figure("steps", tr("Finite differences for ∂s/∂x₁"));
    Panel& panel = figure.panel().x_axis(tr("step h"), log_scale).legend("bottom left");
    panel.y_axis(tr("relative error"), log_scale).y_range(1e-15, 5);
    const auto draw = [&]<class Number>(const Text& label, Number x2, Quotient kind, Look look) {
        const auto s = [&](Number x1) { return plain(x1, x2); };
        const auto slope = [&](double x1) { return ds_dx1(x1, x2); };
        const Numbers errors = quotient_errors<Number>(s, slope, points, steps, kind);
        const auto least = std::ranges::min_element(errors);
        const double h = steps[least - errors.begin()];
        panel.line(label, steps, errors, look);
        panel.mark(h, *least, verbatim("{:.0Le}", h), look.colour);
    };
    draw(tr("float, forward"), 0.9F, Quotient::forward, {2, Dash::dashed});
    draw(tr("float, central"), 0.9F, Quotient::central, {2, Dash::solid});
    draw(tr("double, forward"), 0.9, Quotient::forward, {3, Dash::dashed});
    draw(tr("double, central"), 0.9, Quotient::central, {3, Dash::solid});
    const Look theory{1, Dash::dotted};
    panel.line(tr("slopes −1, 1, 2"), {1e-13, 1e-7}, {1e-2, 1e-8}, theory);
    panel.line({}, {1e-7, 1e-2}, {1e-7, 1e-2}, theory).line({}, {1e-5, 1}, {1e-11, 1e-1}, theory);
    lab.save(figure);
}

// Row 8: θ ← θ − α ∂L/∂θ on a bowl.
void descent(Lab& lab)
{
    const Numbers x = linear_space(-10, 4, 113), y = linear_space(-4, 4, 65);
    const Matrix A{{1, 0}, {0, 10}}, L = bowl_heights(A, x, y);
    Figure figure("descent", tr("Gradient descent"), 2);
    Panel& map = figure.panel().contour(L, x, y, log_space(0.5, 100, 8)).legend("off");
    map.x_axis(verbatim("θ₁")).y_axis(verbatim("θ₂")).x_range(-10, 4).y_range(-4, 4);
    Panel& curves = figure.panel().x_axis(tr("step k")).legend("bottom left");
    curves.y_axis(tr("relative distance"), log_scale);
    int colour = 2;
    for (const double share : {0.1, 1.0, 1.9, 2.1}) {
        const BowlPath path = descend_bowl(A, Column{-9, 2}, share / 10, 30);
        const Text label = verbatim("α = {:L}/λmax", share);
        map.line({}, path.x, path.y, {.colour = colour, .with_points = share >= 1});
        curves.line(label, linear_space(0, 30, 31), path.distance, {.colour = colour++});
    }
    map.diverged(-1.38, 3.4, tr("diverges"), 5);
    lab.save(figure);
}

// Growth too slow to show in 1000 steps passes for none, so the threshold is found a little late.
void threshold(Lab& lab)
{
    const Numbers shares = linear_space(1.95, 2.05, 41); // α · λmax
    std::vector<Numbers> ends;
    Numbers thresholds;
    for (int run = 0; run < lab.seeds(); ++run) {
        Rng rng = lab.rng(run);
        const Matrix B = rng.normal_matrix(5, 5), A = B * B.t(), start = rng.normal_matrix(5, 1);
        const Numbers& end = ends.emplace_back(distances_after(1000, A, start, shares));
        const auto beyond = std::ranges::find_if(end, [](double d) { return !(d <= 1); });
        thresholds.push_back(beyond == end.end() ? INFINITY : shares[beyond - end.begin()]);
        if (lab.interrupted()) break;
    }
    Figure figure("threshold", tr("Divergence beyond 2/λmax"));
    Panel& panel =
        figure.panel().x_axis(verbatim("α · λmax")).vertical(2, verbatim("2/λmax")).horizontal(1);
    panel.y_axis(tr("relative distance at k = 1000"), log_scale);
    panel.runs(tr("{} random bowls", ends.size()), shares, ends);
    lab.save(figure);
    const Spread found = spread(thresholds);
    const Text because = verbatim("{:.4Lf}/λmax … {:.4Lf}/λmax", found.low, found.high);
    lab.finding(tr("Descent diverges beyond 2/λmax"),
                outcome_of(found.low > 1.99 && found.high < 2.01, 1), because,
                {{"measured", found}});
}

// Row 12: gradients through a simulation; where the ball lands has no formula.
void learn_to_throw(Lab& lab)
{
    const Var target = constant(Column{20, 4}); // m
    Figure figure("throw", tr("Learning to throw"), 2);
    Panel& air = figure.panel().x_axis(verbatim("x (m)")).y_axis(tr("height (m)"));
    Numbers last, mismatches;
    std::vector<Numbers> misses;
    for (int run = 0; run < lab.seeds(); ++run) {
        Rng rng = lab.rng(run);
        Var throwing = parameter(Column{Real(rng.uniform(0.3, 1.2)), Real(rng.uniform(1.2, 2.2))});
        const auto simulation = [&] { return throw_ball(throwing).end; };
        mismatches.push_back(check_gradient(simulation, {throwing}, 0.01).worst);
        misses.emplace_back();
        for (int k = 1; k <= throws; ++k) {
            const Flight flight = throw_ball(throwing);
            const Var miss = flight.end - target;
            throwing.grad().reset();
            backward(sum(square(0.05 * miss))); // through all the steps of the simulation
            throwing.value() -= Real(0.3) * throwing.grad();
            misses[run].push_back(arma::norm(miss.value()));
            if (run == 0 && (k == 1 || k == 2 || k == 4 || k == 8 || k == throws))
                air.line(tr("throw {}", k), flight.x, flight.y);
        }
        last.push_back(misses[run].back());
        if (lab.interrupted()) break;
    }
    air.mark(20, 4, tr("target"), 7);
    Panel& curve = figure.panel().x_axis(tr("throw")).y_range(1e-4, 30);
    curve.y_axis(tr("distance from the target (m)"), log_scale);
    curve.runs(tr("{} starts", misses.size()), linear_space(1, throws, throws), misses);
    lab.save(figure);
    const double miss = spread(last).high, mismatch = spread(mismatches).high;
    const Text because = tr("{:.0Le} m off; gradient within {:.0Le}", miss, mismatch);
    lab.finding(tr("A simulation learns by gradient"),
                outcome_of(miss < 0.01 && mismatch < 1e-3, 1), because,
                {{"measured", spread(last)}});
}

// Row 11: the price of a gradient as the number of inputs grows, in processor seconds.
void price(Lab& lab)
{
    Numbers inputs, gradients, quotients;
    for (Index n = 8; n <= 4096; n *= 2) {
        Rng rng = lab.rng(n);
        const Var W = constant(rng.normal_matrix(n, 64)), b = constant(Matrix(64, 1));
        const auto layer = [&](const Var& x) { return sum(tanh(affine(x, W, b))); };
        const GradientPrice measured = gradient_price(layer, rng.normal_matrix(n, 1));
        inputs.push_back(double(n));
        gradients.push_back(measured.autodiff), quotients.push_back(measured.differences);
        if (lab.interrupted()) break;
    }
    Figure figure("cost", tr("The price of a gradient"));
    Panel& panel = figure.panel().x_axis(tr("inputs n"), log_scale);
    panel.y_axis(tr("time ÷ time of s(x)"), log_scale);
    panel.line(tr("finite differences"), inputs, quotients);
    panel.line(tr("autodiff"), inputs, gradients);
    lab.save(figure);
    const Spread cost = spread(gradients);
    const Text because = tr("{:.1Lf} at most; differences {:.0Lf}", cost.high, quotients.back());
    lab.finding(tr("A gradient costs a few evaluations"), outcome_of(cost.high <= 5, 1), because,
                {{"measured", cost}});
}

void experiment(Lab& lab)
{
    for (const auto part : {three_forms, step_sizes, descent, threshold, learn_to_throw, price})
        if (!lab.interrupted()) part(lab);
}
} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
