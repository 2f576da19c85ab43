// Lab 01 · The chain rule and automatic differentiation
//
// Question   How does a program find its own gradient, and at what price?
// Idea       Compute one gradient in every way and compare; then follow gradients down a bowl and
//            through a simulation.
// Claim      Backpropagation gives the exact gradient of any program at little cost.
// Run        make lab01 && ./lab01            (--quick: seconds; --format png,gif: moving graph)
// Figures    plots/lab01_graph.*, _matrix.*, _steps.*, _descent.*, _threshold.*, _throw.*, _cost.*
// Expect     Verdict: supported (12.8 s beside other programs; 5 s of processor time)
#include "autodiff/gradcheck.hpp"
#include "autodiff/jacobian.hpp"
#include "kernels/cpu.hpp"
#include "lab/lab.hpp"

#include <cmath>
#include <ctime>

using namespace descente;

namespace {

const Scale log_scale = Scale::logarithmic;
const int throws = 60;
const Index most_inputs = 4096;

// The example: y = f(x) = (x₁x₂, sin x₁, x₂²), s = g(y) = y₁y₂ + y₃.
Var f(const Var& x)
{
    const Var x1 = rows(x, 0, 0), x2 = rows(x, 1, 1);
    return stacked(stacked(x1 % x2, sin(x1)), square(x2));
}
Var g(const Var& y) { return rows(y, 0, 0) % rows(y, 1, 1) + rows(y, 2, 2); }
// The same for plain numbers of any precision, and its derivatives by hand.
const auto plain = [](auto x1, auto x2) { return x1 * x2 * std::sin(x1) + x2 * x2; };
double ds_dx1(double x1, double x2) { return x2 * std::sin(x1) + x1 * x2 * std::cos(x1); }
double ds_dx2(double x1, double x2) { return x1 * std::sin(x1) + 2 * x2; }

void conclude(Lab& lab, const char* claim, const char* in_french, bool holds, const Text& because,
              const Spread& measured)
{
    const Outcome outcome = holds ? Outcome::supported : Outcome::not_supported;
    lab.finding({{claim, in_french}, outcome, because, {{"measured", measured}}});
}

// Row 11: x₁ and x₂ are used twice, so two gradients meet in each.
void draw_graph(Lab& lab, double a, double b)
{
    Var x1 = parameter(a).named("x₁"), x2 = parameter(b).named("x₂");
    Var y1 = (x1 % x2).named("y₁"), y2 = sin(x1).named("y₂"), y3 = square(x2).named("y₃");
    const Var s = (y1 % y2 + y3).named("s");
    backward(s, Graph::kept);
    Figure figure("graph", {"Forward, then backward", "Propagation avant, puis rétropropagation"});
    const char* sum = "∂s/∂x₁ = ∂s/∂y₁ · x₂ + ∂s/∂y₂ · cos x₁ = {:.3Lf} + {:.3Lf} = {:.3Lf}";
    const Text title = text(sum, sum, std::sin(a) * b, a * b * std::cos(a), ds_dx1(a, b));
    for (const int gradients : {0, 1, 2, 3, 4, 5, 6, 7, 7, 7})
        figure.next_frame().panel(title).graph(s, gradients);
    lab.save(figure.frame_seconds(1));
}

// Rows 9 and 10. On the slide ∂s/∂x is a row, (∂s/∂y)·J; in the code x.grad() is a column, like x.
void three_forms(Lab& lab)
{
    const double rounding = std::numeric_limits<Real>::epsilon(), h = 1e-6;
    Numbers errors;
    for (int run = 0; run < lab.seeds(); ++run) {
        Var x = parameter(lab.rng(run).uniform_matrix(2, 1, 0.5, 1.5)), y = f(x);
        backward(g(y));
        const Matrix ds_dy = jacobian(g, y.value()), J = jacobian(f, x.value()), row = ds_dy * J;
        const double a = x.value()[0], b = x.value()[1];
        const Numbers exact{ds_dx1(a, b), ds_dx2(a, b)};
        const Numbers differences{(plain(a + h, b) - plain(a - h, b)) / (2 * h),
                                  (plain(a, b + h) - plain(a, b - h)) / (2 * h)};
        std::vector<std::vector<std::string>> table{{"∂s/∂x₁"}, {"∂s/∂x₂"}};
        const auto cell = [&](const char* form, auto... v) {
            return lab.say(text(form, form, v...));
        };
        for (Index i = 0; i < 2; ++i) {
            for (Index j = 0; j < 3; ++j) // ∂s/∂y_j · ∂y_j/∂x_i
                table[i].push_back(
                    cell("{:.4Lf} · {:.4Lf} = {:.4Lf}", ds_dy[j], J(j, i), ds_dy[j] * J(j, i)));
            for (const double sum : {double(row[i]), double(x.grad()[i]), differences[i]})
                table[i].push_back(cell("{:.7Lf}", sum));
            errors.push_back(std::abs(row[i] / exact[i] - 1));
            errors.push_back(std::abs(x.grad()[i] / exact[i] - 1));
        }
        if (run > 0) continue;
        lab.print_table(
            {"", "y₁", "y₂", "y₃", {"sum", "somme"}, "autodiff", {"differences", "différences"}},
            table);
        draw_graph(lab, a, b);
        Figure figure("matrix", {"∂s/∂x = (∂s/∂y) · J"}, 2);
        const auto draw = [&](const Text& title, const Matrix& z) -> Panel& {
            const Numbers i = linear_space(1, double(z.n_cols), int(z.n_cols)),
                          j = linear_space(1, double(z.n_rows), int(z.n_rows));
            return figure.panel(title).heat_map(z, i, j, {}, false, true).y_downwards();
        };
        draw("∂s/∂y", ds_dy).x_axis("j");
        draw("J = ∂y/∂x", J).x_axis("i").y_axis("j");
        draw("(∂s/∂y) · J", row).x_axis("i");
        draw({"autodiff: a column", "autodiff : une colonne"}, x.grad()).y_axis("i");
        lab.save(figure);
    }
    const Spread error = spread(errors);
    conclude(lab, "Sum over j, row times J, autodiff: one gradient",
             "Somme sur j, ligne fois J, autodiff : un seul gradient", error.high <= 8 * rounding,
             text("{} points: error {:.1Le} at most; float rounds to {:.1Le}",
                  "{} points : erreur {:.1Le} au plus ; float arrondit à {:.1Le}", lab.seeds(),
                  error.high, rounding),
             error);
}

// Row 11: the error of difference quotients for ∂s/∂x₁ (median of 200 points) against their step.
template <class Number>
Numbers errors_of(const Numbers& steps, bool central)
{
    Numbers medians;
    for (const double step : steps) {
        Numbers errors;
        for (const double at : linear_space(0.5, 1.5, 200)) {
            const Number h = Number(step), x1 = Number(at), x2 = Number(0.9),
                         left = central ? x1 - h : x1;
            const Number slope = (plain(x1 + h, x2) - plain(left, x2)) / (central ? 2 * h : h);
            errors.push_back(std::abs(slope / ds_dx1(x1, x2) - 1));
        }
        medians.push_back(spread(errors).median);
    }
    return medians;
}

void step_sizes(Lab& lab)
{
    const Numbers steps = log_space(1e-13, 1, 105);
    Figure figure("steps", {"Finite differences for ∂s/∂x₁", "Différences finies pour ∂s/∂x₁"});
    Panel& panel = figure.panel().x_axis({"step h", "pas h"}, log_scale).legend("bottom left");
    panel.y_axis({"relative error", "erreur relative"}, log_scale).y_range(1e-15, 5);
    const auto draw = [&](const Text& label, const Numbers& errors, Look look) {
        const auto least = std::min_element(errors.begin(), errors.end());
        const double h = steps[least - errors.begin()];
        panel.line(label, steps, errors, look)
            .mark(h, *least, text("{:.0Le}", "{:.0Le}", h), look.colour);
    };
    draw({"float, forward", "float, avant"}, errors_of<float>(steps, false), {2, Dash::dashed});
    draw({"float, central", "float, centrées"}, errors_of<float>(steps, true), {2, Dash::solid});
    draw({"double, forward", "double, avant"}, errors_of<double>(steps, false), {3, Dash::dashed});
    draw({"double, central", "double, centrées"}, errors_of<double>(steps, true), {3, Dash::solid});
    const Look theory{1, Dash::dotted};
    panel.line({"slopes −1, 1, 2", "pentes −1, 1, 2"}, {1e-13, 1e-7}, {1e-2, 1e-8}, theory);
    panel.line({}, {1e-7, 1e-2}, {1e-7, 1e-2}, theory).line({}, {1e-5, 1}, {1e-11, 1e-1}, theory);
    lab.save(figure);
}

struct Path {
    Numbers x, y, distance; // distance to the minimum relative to the start
};

// Row 8: θ ← θ − α ∂L/∂θ on the bowl L = ½ θᵀAθ, whose minimum is at 0.
Path descend(const Matrix& A, const Matrix& start, double rate, int steps)
{
    Var theta = parameter(start);
    Path path;
    for (int k = 0; k <= steps; ++k) {
        path.x.push_back(theta.value()[0]), path.y.push_back(theta.value()[1]);
        path.distance.push_back(arma::norm(theta.value()) / arma::norm(start));
        theta.grad().reset();
        backward(0.5 * sum(theta % matmul(constant(A), theta)));
        theta.value() -= Real(rate) * theta.grad();
    }
    return path;
}

void draw_descent(Lab& lab)
{
    const Numbers x = linear_space(-10, 4, 113), y = linear_space(-4, 4, 65);
    Matrix L(y.size(), x.size());
    for (Index i = 0; i < L.n_rows; ++i)
        for (Index j = 0; j < L.n_cols; ++j) L(i, j) = Real(0.5 * x[j] * x[j] + 5 * y[i] * y[i]);
    Figure figure("descent", {"Gradient descent", "Descente de gradient"}, 2);
    Panel& map = figure.panel().contour(L, x, y, log_space(0.5, 100, 8)).legend("off");
    map.x_axis("θ₁").y_axis("θ₂").x_range(-10, 4).y_range(-4, 4);
    Panel& curves = figure.panel().x_axis({"step k", "itération k"}).legend("bottom left");
    curves.y_axis({"relative distance", "distance relative"}, log_scale);
    int colour = 2;
    for (const double share : {0.1, 1.0, 1.9, 2.1}) {
        const Path path = descend(Matrix{{1, 0}, {0, 10}}, Column{-9, 2}, share / 10, 30);
        const Text label = text("α = {:L}/λmax", "α = {:L}/λmax", share);
        map.line({}, path.x, path.y, {.colour = colour, .with_points = share >= 1});
        curves.line(label, linear_space(0, 30, 31), path.distance, {.colour = colour++});
    }
    map.diverged(-1.38, 3.4, {"diverges", "diverge"}, 5);
    lab.save(figure);
}

// Growth too slow to show in 1000 steps passes for none, so the threshold is found a little late.
void find_threshold(Lab& lab)
{
    const Numbers shares = linear_space(1.95, 2.05, 41); // α · λmax
    std::vector<Numbers> ends(lab.seeds());
    Numbers thresholds(lab.seeds(), NAN);
    for_each_run(lab.seeds(), [&](int run) {
        Rng rng = lab.rng(run);
        const Matrix B = rng.normal_matrix(5, 5), A = B * B.t(), start = rng.normal_matrix(5, 1);
        for (const double share : shares) {
            const Path path = descend(A, start, share / arma::eig_sym(A).max(), 1000);
            ends[run].push_back(path.distance.back());
            if (!(ends[run].back() <= 1) && std::isnan(thresholds[run])) thresholds[run] = share;
        }
    });
    Figure figure("threshold", {"Divergence beyond 2/λmax", "Divergence au-delà de 2/λmax"});
    Panel& panel = figure.panel().x_axis("α · λmax").vertical(2, "2/λmax").horizontal(1);
    panel.y_axis({"relative distance at k = 1000", "distance relative à k = 1000"}, log_scale);
    panel.runs(text("{} random bowls", "{} cuvettes au hasard", lab.seeds()), shares, ends);
    lab.save(figure);
    const Spread found = spread(thresholds);
    conclude(lab, "Descent diverges as soon as α > 2/λmax",
             "La descente diverge dès que α > 2/λmax", found.low > 1.99 && found.high < 2.01,
             text("{} bowls: above {:.4Lf}/λmax at the earliest, {:.4Lf}/λmax at the latest",
                  "{} cuvettes : dès {:.4Lf}/λmax au plus tôt, {:.4Lf}/λmax au plus tard",
                  lab.seeds(), found.low, found.high),
             found);
}

// Row 12: where a ball is 2 s after the throw, by Euler steps with air drag: there is no formula.
// `speed` is in 10 m/s, so that both unknowns are near 1.
Var simulated(const Var& angle, const Var& speed, Path& path)
{
    const double time_step = 0.02, drag = 0.02;          // s, 1/m
    const Var weight = constant(Column{0, Real(-9.81)}); // m/s²
    Var p = constant(Column{0, 0}), v = matmul(stacked(cos(angle), sin(angle)), 10 * speed);
    for (int step = 0; step < 100; ++step) {
        v = v + time_step * (weight - drag * matmul(v, sqrt(sum(square(v)))));
        p = p + time_step * v;
        path.x.push_back(p.value()[0]), path.y.push_back(p.value()[1]);
    }
    return p;
}

void learn_to_throw(Lab& lab)
{
    const Var target = constant(Column{20, 4}); // m
    Figure figure("throw", {"Learning to throw", "Apprendre à lancer"}, 2);
    Panel& air = figure.panel().x_axis("x (m)").y_axis({"height (m)", "hauteur (m)"});
    Numbers last, mismatch;
    std::vector<Numbers> misses(lab.seeds());
    for (int run = 0; run < lab.seeds(); ++run) {
        Rng rng = lab.rng(run);
        Var angle = parameter(rng.uniform(0.3, 1.2)), speed = parameter(rng.uniform(1.2, 2.2));
        Path path;
        const auto simulation = [&] { return simulated(angle, speed, path); };
        mismatch.push_back(check_gradient(simulation, {angle, speed}, 0.01).worst);
        for (int k = 1; k <= throws; ++k) {
            path = {};
            const Var miss = simulation() - target;
            angle.grad().reset(), speed.grad().reset();
            backward(sum(square(0.05 * miss))); // through all the steps of the simulation
            angle.value() -= Real(0.3) * angle.grad();
            speed.value() -= Real(0.3) * speed.grad();
            misses[run].push_back(arma::norm(miss.value()));
            if (run == 0 && (k == 1 || k == 2 || k == 4 || k == 8 || k == throws))
                air.line(text("throw {}", "lancer {}", k), path.x, path.y);
        }
        last.push_back(misses[run].back());
    }
    air.mark(20, 4, {"target", "cible"}, 7);
    Panel& curve = figure.panel().x_axis({"throw", "lancer"}).y_range(1e-4, 30);
    curve.y_axis({"distance from the target (m)", "écart à la cible (m)"}, log_scale);
    const Text label = text("{} starts", "{} départs", lab.seeds());
    curve.runs(label, linear_space(1, throws, throws), misses);
    lab.save(figure);
    const double miss = spread(last).high, wrong = spread(mismatch).high;
    conclude(lab, "A simulation learns by its gradient", "Une simulation apprend par son gradient",
             miss < 0.01 && wrong < 1e-3,
             text("{} starts: at most {:.0Le} m off; gradient within {:.0Le} of differences",
                  "{} départs : à {:.0Le} m au plus ; gradient à {:.0Le} des différences finies",
                  lab.seeds(), miss, wrong),
             spread(last));
}

// Row 11: the price of a gradient as the number of inputs grows, in processor seconds (other
// programs do not count): the median of seven times as many calls as fill 2 ms.
void price(Lab& lab)
{
    const auto seconds = [](const auto& call) {
        Numbers measured;
        while (measured.size() < 7) {
            const std::clock_t start = std::clock();
            int calls = 0;
            for (; std::clock() - start < CLOCKS_PER_SEC / 500; ++calls) call();
            measured.push_back(double(std::clock() - start) / calls);
        }
        return spread(measured).median;
    };
    const int all_threads = threads();
    set_threads(1); // an idle thread that waits would count too
    Numbers inputs, gradients, quotients;
    for (Index n = 8; n <= most_inputs && !lab.interrupted(); n *= 2) {
        Rng rng = lab.rng(n);
        const Var W = constant(rng.normal_matrix(n, 64)), b = constant(Matrix(64, 1));
        const Var x = parameter(rng.normal_matrix(n, 1));
        const auto s = [&](const Var& v) { return sum(tanh(affine(v, W, b))); }; // a dense layer
        const double once = seconds([&] { s(constant(x.value())); });
        inputs.push_back(double(n));
        gradients.push_back(seconds([&] { backward(s(x)); }) / once);
        const double all = seconds([&] {
            for (Index i = 0; i <= n; ++i) s(constant(x.value()));
        });
        quotients.push_back(all / once);
    }
    set_threads(all_threads);
    Figure figure("cost", {"The price of a gradient", "Le prix d'un gradient"});
    Panel& panel = figure.panel().x_axis({"inputs n", "entrées n"}, log_scale);
    panel.y_axis({"time ÷ time of s(x)", "temps ÷ temps de s(x)"}, log_scale);
    panel.line({"finite differences", "différences finies"}, inputs, quotients);
    panel.line("autodiff", inputs, gradients);
    lab.save(figure);
    const double most = spread(gradients).high, many = spread(quotients).high;
    conclude(lab, "A gradient costs a few evaluations", "Un gradient coûte quelques évaluations",
             most <= 5,
             text("at most {:.1Lf} for any n up to {}; finite differences {:.0Lf}",
                  "au plus {:.1Lf} pour tout n jusqu'à {} ; différences finies {:.0Lf}", most,
                  most_inputs, many),
             spread(gradients));
}

} // namespace

int main(int argc, char** argv)
{
    const LabInfo info{
        .number = 1,
        .title = {"The chain rule and automatic differentiation",
                  "Dérivation des fonctions composées et calcul automatique du gradient"},
        .question = {"How does a program find its own gradient, and at what price?",
                     "Comment un programme trouve-t-il son gradient, et à quel prix ?"},
        .claim = {"Backpropagation gives the exact gradient of any program at little cost.",
                  "La rétropropagation donne à peu de frais le gradient exact de tout programme."},
        .seeds_full = 20,
        .dataset = ""};
    return run_lab(argc, argv, info, [](Lab& lab) {
        three_forms(lab), step_sizes(lab), draw_descent(lab), find_threshold(lab);
        learn_to_throw(lab), price(lab);
    });
}
