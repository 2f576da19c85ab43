// Exercise: the hinge cost of several classes.
#include "labs/exercises/check.hpp"

namespace lab02 {
using namespace descente;

const Exercise hinge_exercise{
    .title = tr("The hinge"),
    .task = tr(
        "Write the hinge cost of Weston and Watkins: o is classes × samples, y as large, 1 at the "
        "right class of each sample and 0 elsewhere. Every class but the right one, c, costs what "
        "its output lacks to stay 1 below o[c]; all of it is summed, over samples too. Build it "
        "of operations on Var, which know their gradients: matmul(A, B), y % o (number by number), "
        "relu(a), sum(a), 1 - y, a + b; constant(matrix) makes a Var of numbers."),
    .formula = "l = Σ_{j ≠ c} max(0, 1 + o[j] − o[c])",
    .looked_at = tr("the value, and the gradient of o, at eight sizes"),
    .lab = "02 --figures classification"};

void check_hinge(Var (*hinge)(const Var& y, const Var& o), Report& report)
{
    Matrix y;
    const auto pairs = [&](double margin, double sign,
                           bool own) { // Σ max(0, margin + s(o_j − o_c))
        return [&y, margin, sign, own](const Var& o) {
            const Var ones = constant(Matrix(y.n_rows, y.n_rows, arma::fill::ones));
            const Var apart = o - matmul(ones, constant(y) % o);
            const Var each = relu(margin + sign * apart);
            return sum(own ? each : constant(1 - y) % each);
        };
    };
    Operation operation([&](const auto& in) { return hinge(constant(y), in[0]); },
                        [&](const auto& in) { return pairs(1, 1, false)(in[0]); }, {"o"});
    report.trials(8, [&](Rng& rng, int) {
        const Index classes = 3 + rng.below(3), N = 2 + rng.below(4);
        const Var o = constant(rng.normal_matrix(classes, N));
        y.zeros(classes, N);
        for (Index n = 0; n < N; ++n) y(rng.below(classes), n) = 1;
        const auto with = [&](double margin, double sign, bool own) {
            return pairs(margin, sign, own)(o).value();
        };
        const Matrix right = with(1, 1, false),
                     apart = o.value() - arma::repmat(arma::sum(y % o.value(), 0), classes, 1);
        operation.trial(
            rng, {o},
            {{tr("the right class is left in the sum, where it costs 1 for each sample: 1 − y "
                 "takes it "
                 "out."),
              with(1, 1, true)},
             {tr("o[c] − o[j] is taken where o[j] − o[c] is meant."), with(1, -1, false)},
             {tr("the margin of 1 is left out."), with(0, 1, false)},
             {tr("the mean over the samples is given: the sum is meant."), right / Real(N)},
             {tr("the mean of all numbers is given: the sum is meant."), right / Real(N * classes)},
             {tr("max(0, …) is left out: what is far enough below costs nothing."),
              Matrix{arma::accu((1 - y) % (1 + apart))}},
             {tr("it has the wrong sign."), -right}});
    });
    operation.tell(report);
}

} // namespace lab02
