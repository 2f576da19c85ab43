// Exercise: the step of Adam.
#include "labs/exercises/check.hpp"

namespace lab06 {
using namespace descente;
using arma::sqrt, arma::square;

const Exercise adam_exercise{
    .title = tr("Adam"),
    .task = tr("Write Adam: it keeps an average m of the gradients and an average v of their "
               "squares, both 0 at first, and returns the step without α; the lab then does θ ← θ "
               "− α·(what is returned). As m and v start at 0, copies of them are corrected; what "
               "is kept is not. k = 1, 2, … counts the steps. square(g), sqrt(v) and / work number "
               "by number; std::pow(β, k) is a power."),
    .formula = "m ← β₁m + (1−β₁)g    v ← β₂v + (1−β₂)g²\n"
               "m̂ = m/(1−β₁^k)    v̂ = v/(1−β₂^k)    θ ← θ − α m̂/(√v̂ + ε)",
    .looked_at =
        tr("what is returned and the m and v that are kept, over six steps, with large and small "
           "gradients"),
    .lab = "06 --figures training --updates 100"};

using Adam = Column (*)(double, double, double, Column& m, Column& v, const Column& g, long k);

struct Kept {
    double b1 = 0.9, b2 = 0.99, epsilon;
    Column m, v;
};

void check_adam(Adam adam, Report& report)
{
    Result steps(tr("the steps"));
    report.trials(3, [&](Rng& rng, int number) {
        const double epsilon = number == 0 ? 0.1 : 1e-8;
        const Matrix g = rng.normal_matrix(4, 6, 0, number == 2 ? 1e-3 : 1);
        const auto by = [&](const auto& rule) {
            Matrix seen(12, 6);
            Kept kept{.epsilon = epsilon, .m = Column(4), .v = Column(4)};
            for (Index k = 0; k < 6; ++k) {
                const Column returned = rule(kept, g.col(k), long(k) + 1);
                seen.col(k) = arma::join_cols(returned, kept.m, kept.v);
            }
            return seen;
        };
        // The slide's rule with other numbers in it.
        const auto averages = [](Kept& s, const Column& gk, double b2) {
            s.m = s.b1 * s.m + (1 - s.b1) * gk;
            s.v = b2 * s.v + (1 - b2) * square(gk);
        };
        const auto corrected = [&](long later, double b2_for_m, bool of_m, bool of_v) {
            return by([=](Kept& s, const Column& gk, long k) -> Column {
                averages(s, gk, s.b2);
                const double c1 = 1 - std::pow(b2_for_m == 0 ? s.b1 : b2_for_m, k + later);
                const double c2 = 1 - std::pow(s.b2, k + later);
                const Column m_hat = of_m ? Column(s.m / c1) : s.m,
                             v_hat = of_v ? Column(s.v / c2) : s.v;
                return m_hat / (sqrt(v_hat) + s.epsilon);
            });
        };
        steps.trial(by([&](Kept& s, const Column& gk, long k) {
                        return adam(s.b1, s.b2, s.epsilon, s.m, s.v, gk, k);
                    }),
                    corrected(0, 0, true, true),
                    {{tr("the correction counts steps from 0, which divides 0 by 0: k is 1 at the "
                         "first step."),
                      corrected(-1, 0, true, true)},
                     {tr("the correction is a step ahead: k is 1 at the first step already."),
                      corrected(1, 0, true, true)},
                     {tr("m and v are not corrected, so the first steps are too large: divide "
                         "copies by 1−β^k."),
                      corrected(0, 0, false, false)},
                     {tr("v is not corrected: v̂ = v/(1−β₂^k)."), corrected(0, 0, true, false)},
                     {tr("m is not corrected: m̂ = m/(1−β₁^k)."), corrected(0, 0, false, true)},
                     {tr("m is corrected with β₂; it has β₁."), corrected(0, 0.99, true, true)},
                     {tr("what is kept is divided, so that each step divides the past again: "
                         "divide copies."),
                      by([](Kept& s, const Column& gk, long k) -> Column {
                          s.m = (s.b1 * s.m + (1 - s.b1) * gk) / (1 - std::pow(s.b1, k));
                          s.v = (s.b2 * s.v + (1 - s.b2) * square(gk)) / (1 - std::pow(s.b2, k));
                          return s.m / (sqrt(s.v) + s.epsilon);
                      })},
                     {tr("ε stands inside the root: it is added to √v̂."),
                      by([&](Kept& s, const Column& gk, long k) -> Column {
                          averages(s, gk, s.b2);
                          return s.m / (1 - std::pow(s.b1, k)) /
                                 sqrt(s.v / (1 - std::pow(s.b2, k)) + s.epsilon);
                      })},
                     {tr("ε is left out: it is added to √v̂."),
                      by([&](Kept& s, const Column& gk, long k) -> Column {
                          averages(s, gk, s.b2);
                          return s.m / (1 - std::pow(s.b1, k)) /
                                 sqrt(s.v / (1 - std::pow(s.b2, k)));
                      })},
                     {tr("the root is missing: m̂ is divided by √v̂ + ε."),
                      by([&](Kept& s, const Column& gk, long k) -> Column {
                          averages(s, gk, s.b2);
                          return s.m / (1 - std::pow(s.b1, k)) /
                                 (s.v / (1 - std::pow(s.b2, k)) + s.epsilon);
                      })},
                     {tr("v averages g; it averages the squares g²."),
                      by([&](Kept& s, const Column& gk, long k) -> Column {
                          s.m = s.b1 * s.m + (1 - s.b1) * gk;
                          s.v = s.b2 * s.v + (1 - s.b2) * gk;
                          return s.m / (1 - std::pow(s.b1, k)) /
                                 (sqrt(s.v / (1 - std::pow(s.b2, k))) + s.epsilon);
                      })},
                     {tr("v averages with β₁; it has β₂."),
                      by([&](Kept& s, const Column& gk, long k) -> Column {
                          averages(s, gk, s.b1);
                          return s.m / (1 - std::pow(s.b1, k)) /
                                 (sqrt(s.v / (1 - std::pow(s.b2, k))) + s.epsilon);
                      })}});
    });
    report.tell({&steps});
}

} // namespace lab06
