// Exercise: the chain rule, element by element.
#include "labs/exercises/check.hpp"

namespace lab01 {
using namespace descente;
using RowVector = arma::Row<Real>;

const Exercise chain_rule_exercise{
    .title = tr("The chain rule, element by element"),
    .task = tr(
        "s = g(y) with y = f(x). Given are f(x), the row ds_dy(y) = ∂s/∂y and the Jacobian "
        "dy_dx(x) = ∂y/∂x, with a row for each y_j and a column for each x_i. Write the gradient "
        "∂s/∂x, a row with a number for each x_i: sum over all ways from x_i to s. J(j, i), row[j] "
        "and J.n_rows, J.n_cols are Armadillo's; RowVector(n, arma::fill::zeros) is a row of n "
        "zeros."),
    .formula = "∂s/∂x_i = Σ_j ∂s/∂y_j · ∂y_j/∂x_i        y = (x₁x₂, sin x₁, x₂²),  s = y₁y₂ + y₃",
    .looked_at = tr("the gradient of this s at eight places"),
    .lab = "01 --figures matrix",
    .uses = "f ds_dy dy_dx"};

void check_chain_rule(RowVector (*gradient)(const Column& x), Report& report)
{
    Result row(tr("the gradient"));
    report.trials(8, [&](Rng& rng, int) {
        const Column x = rng.uniform_matrix(2, 1, 0.5, 1.5);
        const Column y{x[0] * x[1], std::sin(x[0]), x[1] * x[1]};
        const RowVector ds{y[1], y[0], 1};
        const Matrix J{{x[1], x[0]}, {std::cos(x[0]), 0}, {0, 2 * x[1]}};
        const RowVector right = ds * J;
        const auto without = [&](Index j) {
            RowVector some = ds;
            some[j] = 0;
            return Matrix(some * J);
        };
        const auto only = [&](Index j) { return Matrix(ds[j] * J.row(j)); };
        row.trial(
            gradient(x), right,
            {{tr("only the way through the first y is counted: sum over all j."), only(0)},
             {tr("only the last way is kept, since each overwrites the one before: add (+=)."),
              only(2)},
             {tr("the way through the first y is left out: count j from 0."), without(0)},
             {tr("the way through the last y is left out."), without(2)},
             {tr("∂s/∂y_j is left out: each way is a product of two factors."),
              Matrix(arma::sum(J, 0))},
             {tr("∂s/∂y is taken at x; it is meant at y = f(x)."),
              Matrix(RowVector{x[1], x[0], 1} * J)},
             {tr("the factors along a way are added; they are multiplied."),
              Matrix(arma::sum(J.each_col() + ds.t(), 0))},
             {tr("it is a column; the slide's gradient is a row."), Matrix(right.t())}});
    });
    report.tell({&row});
}

} // namespace lab01
