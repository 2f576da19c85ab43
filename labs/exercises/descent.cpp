// Exercise: gradient descent.
#include "labs/exercises/check.hpp"

namespace lab01 {
using namespace descente;

const Exercise descent_exercise{
    .title = tr("Gradient descent"),
    .task = tr(
        "Go down any cost L that a program computes: so many updates from start. Return the path, "
        "θ_0 = start, θ_1, … θ_updates, each a column. Var theta = parameter(start) is a value "
        "that "
        "is learned; backward(L(theta)) adds ∂L/∂θ to theta.grad(), which theta.grad().reset() "
        "empties; theta.value() is θ itself, to be read and changed."),
    .formula = "θ_{k+1} = θ_k − α ∂L/∂θ at θ_k",
    .looked_at =
        tr("the path on four bowls with several α and numbers of updates, none among them"),
    .lab = "01 --figures descent"};

using Cost = std::function<Var(const Var& theta)>;

void check_descent(Matrix (*descent)(const Cost& L, double alpha, const Column& start,
                                     Index updates),
                   Report& report)
{
    Result path(tr("the path"));
    report.trials(4, [&](Rng& rng, int number) {
        const double alpha = number == 0 ? 0.1 : 0.02 * (1 + double(number));
        const Index updates = number == 3 ? 0 : 3 + Index(number);
        const Matrix B = rng.normal_matrix(3, 3), A = B * B.t();
        const Column start = rng.normal_matrix(3, 1);
        const Cost L = [A](const Var& theta) {
            return 0.5 * sum(theta % matmul(constant(A), theta));
        };
        // θ − rate·g, where g is the gradient plus `kept` times the g before.
        const auto with = [&](double rate, double kept) {
            Matrix walk(3, updates + 1);
            walk.col(0) = start;
            Column g(3, arma::fill::zeros);
            for (Index k = 0; k < updates; ++k) {
                g = kept * g + A * walk.col(k);
                walk.col(k + 1) = walk.col(k) - rate * g;
            }
            return walk;
        };
        const Matrix right = with(alpha, 0), none;
        Matrix late = right, last = right;
        for (Index k = updates; k > 0; --k) late.col(k) = right.col(k - 1);
        for (Index k = 0; k < updates; ++k) last.col(k) = right.col(k + 1);
        const Matrix one_more =
            arma::join_rows(right, right.col(updates) - alpha * A * right.col(updates));
        path.trial(
            descent(L, alpha, start, updates), right,
            {{tr("the gradient is not reset, so that each update adds all those before: "
                 "theta.grad().reset() before backward(…)."),
              with(alpha, 1)},
             {tr("it goes up: θ − α ∂L/∂θ."), with(-alpha, 0)},
             {tr("α is left out."), with(1, 0)},
             {tr("the step is twice as large: a factor 2."), with(2 * alpha, 0)},
             {tr("it is a step late: θ_1 is the first after an update."), late},
             {tr("start is missing from it: θ_0 is the first column."), last},
             {tr("start is missing from it: θ_0 is the first column."),
              updates > 0 ? Matrix(right.tail_cols(updates)) : none},
             {tr("the last update is missing: there are updates + 1 columns."),
              updates > 0 ? Matrix(right.head_cols(updates)) : none},
             {tr("there is an update too many."), one_more},
             {tr("it never moves: every column is start."), arma::repmat(start, 1, updates + 1)}});
    });
    report.tell({&path});
}

} // namespace lab01
