// Lab 01 · The chain rule and automatic differentiation
//
// Idea       One gradient by hand, as the slides write it, beside what backpropagation gives; then
//            gradients down bowls and through a simulation, and what a gradient costs.
#include "autodiff/gradcheck.hpp"
#include "figures.hpp"
#include "gradient_price.hpp"
#include "quotients.hpp"
#include "shell/lab.hpp"
#include "thrown_ball.hpp"
#include "worksheet.hpp"

#include <algorithm>
#include <cmath>

namespace lab01 {

const LabInfo info{
    .number = 1,
    .title = tr("The chain rule and automatic differentiation"),
    .question = tr("How does a program find its own gradient, and at what price?"),
    .claim = tr("Backpropagation gives the exact gradient of any program at little cost."),
    .figures = "graph matrix steps descent threshold throw cost",
    .seeds_full = 20,
    .dataset = "",
    .worksheet = worksheet};

namespace knob {
const List alpha("alpha", {0.1, 1, 1.9, 2.1}, {0.01, 4}, tr("learning rates on the bowl, × 1/λmax"),
                 1, 5);
const List start("start", {-9, 2}, {-10, 10}, tr("where they start: θ₁ and θ₂"), 2, 2);
const Number h("h", 0.01, {1e-7, 1}, tr("step of the differences that check the throw's gradient"));
const Number throw_alpha("throw-alpha", 0.3, {0.001, 2}, tr("learning rate of the throws"));
} // namespace knob

const Question where_it_diverges{
    tr("Descent on many bowls, α larger and larger: where does it begin to diverge?"),
    {verbatim("1/λmax"), verbatim("2/λmax"), tr("later: the other directions hold it"),
     tr("not the same for every bowl and start")}};
const Question what_a_gradient_costs{
    tr("10, 100, 1000 inputs: what does a gradient by autodiff cost?"),
    {tr("an evaluation an input, like differences"), tr("less, but more and more"),
     tr("always less than 5 evaluations")}};

// ---- the slides: s = g(y) with y = f(x), its gradient ∂s/∂x, and descent along a gradient ----

// y = f(x) = (x₁x₂, sin x₁, x₂²) and s = g(y) = y₁y₂ + y₃. By hand: ∂s/∂y is a row, and ∂y/∂x, the
// Jacobian J, has a row for each y_j and a column for each x_i.
Column f(const Column& x) { return {x[0] * x[1], std::sin(x[0]), x[1] * x[1]}; }
RowVector ds_dy(const Column& y) { return {y[1], y[0], 1}; }
Matrix dy_dx(const Column& x) { return {{x[1], x[0]}, {std::cos(x[0]), 0}, {0, 2 * x[1]}}; }

// Element by element: ∂s/∂x_i = Σ_j ∂s/∂y_j · ∂y_j/∂x_i, a sum over all ways from x_i to s.
// make exercise-chain-rule
RowVector element_by_element(const Column& x)
{
    const RowVector row = ds_dy(f(x));
    const Matrix J = dy_dx(x);
    RowVector ds_dx(J.n_cols, arma::fill::zeros);
    for (Index i = 0; i < J.n_cols; ++i)
        for (Index j = 0; j < J.n_rows; ++j) ds_dx[i] += row[j] * J(j, i);
    return ds_dx;
}

// As matrices: a row times the Jacobian.
RowVector with_matrices(const Column& x) { return ds_dy(f(x)) * dy_dx(x); }

// Backward functions: ∂s/∂x = f̃(x, g̃(y, 1)). Each makes the gradient for its input from that for
// its result, and none builds a Jacobian.
RowVector g_tilde(const Column& y, Real ds) { return {ds * y[1], ds * y[0], ds}; }
RowVector f_tilde(const Column& x, const RowVector& dy)
{
    return {dy[0] * x[1] + dy[1] * std::cos(x[0]), dy[0] * x[0] + dy[2] * 2 * x[1]};
}
RowVector with_backward_functions(const Column& x) { return f_tilde(x, g_tilde(f(x), 1)); }

// Automatic: a Var remembers how it was computed, and backward() goes back from s to x₁ and x₂ with
// the backward function of each operation. (The names are for the drawing.)
std::vector<Var> f(const Var& x1, const Var& x2)
{
    return {(x1 % x2).named("y₁"), sin(x1).named("y₂"), square(x2).named("y₃")};
}
Var g(const std::vector<Var>& y) { return (y[0] % y[1] + y[2]).named("s"); }

RowVector automatic(const Column& x)
{
    const Var x1 = parameter(x[0]);
    const Var x2 = parameter(x[1]);
    backward(g(f(x1, x2)));
    return {x1.grad()[0], x2.grad()[0]};
}

// Descent on any L that a program computes: θ_{k+1} = θ_k − α ∂L/∂θ at θ_k; θ_0, θ_1, … as columns.
// make exercise-descent
Matrix descent(const std::function<Var(const Var& theta)>& L, double alpha, const Column& start,
               Index updates)
{
    Var theta = parameter(start);
    Matrix path(start.n_elem, updates + 1);
    path.col(0) = start;
    for (Index k = 0; k < updates; ++k) {
        theta.grad().reset();
        backward(L(theta));
        theta.value() -= alpha * theta.grad();
        path.col(k + 1) = theta.value();
    }
    return path;
}

// ---- the experiment ----

Column place(Rng rng) { return rng.uniform_matrix(2, 1, 0.5, 1.5); }

Run one_gradient(Rng rng)
{
    const Column x = place(rng);
    Run run;
    double& error = run["relative error"];
    for (const auto form : {element_by_element, with_matrices, with_backward_functions, automatic})
        error = std::max(error, relative_error(form(x), difference_quotients(x)));
    return run;
}

auto bowl(const Matrix& A) // L = ½ θᵀAθ
{
    return [A](const Var& theta) { return 0.5 * sum(theta % matmul(constant(A), theta)); };
}

const Numbers shares = linear_space(1.95, 2.05, 41); // α · λmax

// Growth too slow to show in 1000 updates passes for none: the limit is found a little late.
Run random_bowl(Rng rng)
{
    const Matrix B = rng.normal_matrix(5, 5);
    const Matrix A = B * B.t();
    const Column start = rng.normal_matrix(5, 1);
    Run run;
    Numbers ends;
    for (const double share : shares) {
        const double alpha = share / arma::eig_sym(A).max();
        ends.push_back(distances(descent(bowl(A), alpha, start, 1000)).back());
        const bool first = std::isinf(run.number("limit beyond 2"));
        if (first && !(ends.back() <= 1)) run["limit beyond 2"] = share - 2;
    }
    run.keep("ends", ends);
    return run;
}

// Where a ball lands has no formula: the gradient passes through all the steps of its simulation.
Run learn_to_throw(Rng rng)
{
    const Var first = parameter(Column{Real(rng.uniform(0.3, 1.2)), Real(rng.uniform(1.2, 2.2))});
    const auto L = [](const Var& throwing) { return sum(square(0.05 * miss(throwing))); };
    const Matrix throws = descent(L, knob::throw_alpha, first.value(), 59);
    Run run;
    run["gradient error"] = check_gradient([&] { return miss(first); }, {first}, knob::h).worst;
    run["last miss"] = misses(throws).back();
    run.keep("throws", numbers(throws));
    return run;
}

struct Part {
    Text name;
    Run (*run)(Rng rng);
};
Run run_part(const Part& part, Rng rng) { return part.run(rng); }

// The first α · λmax that diverged, less 2, of each bowl: an answer to where_it_diverges.
std::size_t place_of(const Spread& limits)
{
    constexpr double near = 0.01;
    using enum Outcome;
    if (at_most({}, limits, -near).outcome == supported) return 0;
    if (at_least({}, limits, near).outcome == supported) return 2;
    return within({}, limits, -near, near).outcome == supported ? 1 : 3;
}

void on_the_bowl(Lab& lab)
{
    const Matrix A{{1, 0}, {0, 10}};
    const Numbers &some = knob::alpha, &start = knob::start; // α · λmax, λmax = 10
    const auto path = [&](double share) {
        return descent(bowl(A), share / 10, arma::conv_to<Column>::from(start), 30);
    };
    lab.save(descent_figure(A, some, of_each(some, path)).of_seeds(0));
}

void experiment(Lab& lab)
{
    const Numbers& start = knob::start;
    if (start == Numbers{0, 0})
        throw UsageError(tr("--start 0,0 is the minimum itself: start elsewhere"));
    const Column x = place(lab.rng());
    lab.print_table(chain_rule_header(), chain_rule_rows(ds_dy(f(x)), dy_dx(x), automatic(x)));
    const Var x1 = parameter(x[0]).named("x₁");
    const Var x2 = parameter(x[1]).named("x₂");
    const Var s = g(f(x1, x2));
    backward(s, Graph::kept); // its gradients, for the drawing
    lab.save(graph_figure(s, x));
    lab.save(matrix_figure(ds_dy(f(x)), dy_dx(x), automatic(x)));
    const bool bowls = lab.wants("threshold"), ball = lab.wants("throw");
    std::vector<Part> parts{{tr("one gradient"), one_gradient}};
    if (bowls) parts.push_back({tr("random bowl"), random_bowl});
    if (ball) parts.push_back({tr("throw"), learn_to_throw});
    const Study study = lab.over_seeds(parts, run_part);
    if (lab.wants("steps"))
        lab.save(steps_figure(knob::h.turned() ? double(knob::h) : 0).of_seeds(0));
    if (lab.wants("descent")) on_the_bowl(lab);
    if (bowls) {
        const Spread limits = study.of("random bowl", "limit beyond 2");
        const Evidence limit = within(tr("limit of α · λmax beyond 2"), limits, -0.01, 0.01);
        lab.save(threshold_figure(shares, study["random bowl"].runs, limit), where_it_diverges,
                 place_of(limits));
        lab.finding(tr("Descent diverges beyond 2/λmax"), limit);
    }
    if (ball) {
        const Spread metres = study.of("throw", "last miss");
        const Spread mismatch = study.of("throw", "gradient error");
        const Evidence learned = together(at_most(tr("last miss"), metres, 0.01, verbatim(" m")),
                                          at_most(tr("error of its gradient"), mismatch, 1e-3));
        lab.save(throw_figure(study["throw"].runs, metres, learned.outcome));
        lab.finding(tr("A simulation learns by gradient"), learned);
    }
    if (!lab.wants("cost")) return;
    lab.finish_pictures(); // they would cost seconds
    const std::vector<GradientPrice> prices = prices_of_layers(lab.rng());
    const Spread errors = study.of("one gradient", "relative error");
    const Spread price = spread_of(prices, &GradientPrice::autodiff);
    const double rounding = std::numeric_limits<Real>::epsilon();
    const Evidence cheap = all_at_most(tr("price in evaluations"), price.values, 5);
    lab.save(price_figure(prices, cheap.outcome).of_seeds(1), what_a_gradient_costs,
             growth_of(prices));
    lab.claim(together(all_at_most(tr("relative error"), errors.values, 8 * rounding), cheap));
}

} // namespace lab01

int main(int argc, char** argv) { return run_lab(argc, argv, lab01::info, lab01::experiment); }
