// Exercise: the step of momentum.
#include "labs/exercises/check.hpp"

namespace lab06 {
using namespace descente;
using arma::sqrt, arma::square;

const Exercise momentum_exercise{
    .title = tr("Momentum"),
    .task = tr(
        "Write the rule of momentum: it keeps m, an average of the gradients, from step to step, "
        "and returns it; the lab then does θ ← θ − α·(what is returned). m is as long as the "
        "gradient g and 0 at first; change it in place. The two arguments without a name are "
        "for other rules."),
    .formula = "m ← βm + (1−β)g        θ ← θ − αm",
    .looked_at =
        tr("what is returned and the m that is kept, over six steps, with β = 0, 0.5 and 0.9"),
    .lab = "06 --figures ravine"};

using Momentum = Column (*)(double beta, Column& m, Column& v, const Column& g, long k);

// What a rule returns in each step, and m after it.
Matrix steps_of(const std::function<Column(double beta, Column& m, const Column& g)>& rule,
                double beta, const Matrix& gradients)
{
    Matrix seen(2 * gradients.n_rows, gradients.n_cols);
    Column m(gradients.n_rows, arma::fill::zeros);
    for (Index k = 0; k < gradients.n_cols; ++k) {
        const Column returned = rule(beta, m, gradients.col(k));
        seen.col(k) = arma::join_cols(returned, m);
    }
    return seen;
}

void check_momentum(Momentum momentum, Report& report)
{
    Result steps(tr("the steps"));
    report.trials(3, [&](Rng& rng, int number) {
        const double beta = number == 0 ? 0.9 : number == 1 ? 0.5 : 0;
        const Matrix g = rng.normal_matrix(4, 6);
        long k = 0;
        const auto by = [&](const auto& rule) { return steps_of(rule, beta, g); };
        const Matrix got = by([&](double b, Column& m, const Column& gk) {
            Column v(m.n_elem, arma::fill::zeros);
            return momentum(b, m, v, gk, ++k);
        });
        const Matrix right = by([](double b, Column& m, const Column& gk) -> Column {
            return m = b * m + (1 - b) * gk;
        });
        steps.trial(
            got, right,
            {{tr("(1−β) is left out of (1−β)g, as PyTorch does: then m is 1/(1−β) times too "
                 "large."),
              by([](double b, Column& m, const Column& gk) -> Column { return m = b * m + gk; })},
             {tr("β and 1−β are swapped: β is the share of the past that stays."),
              by([](double b, Column& m, const Column& gk) -> Column {
                  return m = (1 - b) * m + b * gk;
              })},
             {tr("β is left out of βm: the past must fade."),
              by([](double b, Column& m, const Column& gk) -> Column {
                  return m = m + (1 - b) * gk;
              })},
             {tr("m is not kept: the past must be in it at the next step. Change m itself."),
              by([](double b, Column&, const Column& gk) -> Column { return (1 - b) * gk; })},
             {tr("m is right, but g is returned."),
              by([](double b, Column& m, const Column& gk) -> Column {
                  m = b * m + (1 - b) * gk;
                  return gk;
              })},
             {tr("what is returned is the m of the step before: average first, then return."),
              by([](double b, Column& m, const Column& gk) -> Column {
                  const Column before = m;
                  m = b * m + (1 - b) * gk;
                  return before;
              })},
             {tr("it has the wrong sign: the minus stands in θ ← θ − αm."),
              by([](double b, Column& m, const Column& gk) -> Column {
                  return -(m = b * m + (1 - b) * gk);
              })},
             {tr("m is divided by 1−β^k, which is Adam's correction; momentum has none."),
              by([n = 0](double b, Column& m, const Column& gk) mutable -> Column {
                  m = b * m + (1 - b) * gk;
                  return m / (1 - std::pow(b, ++n));
              })}});
    });
    report.tell({&steps});
}

} // namespace lab06
