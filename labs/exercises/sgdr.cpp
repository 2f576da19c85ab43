// Exercise: warm restarts.
#include "labs/exercises/check.hpp"

#include <cmath>
#include <numbers>

using std::numbers::pi;

namespace lab05 {
using namespace descente;

struct Cycles {
    long first, factor;
};
struct Step {
    long k, per_epoch, steps;
};

const Exercise sgdr_exercise{
    .title = tr("SGDR: cosines with warm restarts"),
    .task = tr(
        "Write the learning rate at minibatch now.k = 0, 1, 2, …, where a is the highest rate. The "
        "first cycle has cycles.first epochs of now.per_epoch minibatches each; every next one is "
        "cycles.factor times as long. t counts minibatches since the last restart, T is the length "
        "of "
        "the cycle: at t = 0 the rate is a, and at t = T it would be 0, were there no restart. "
        "half_cosine(t, T) is given: (1 + cos(π t/T))/2."),
    .formula = "α = a · ½ (1 + cos(π T_cur/T_i))        T_{i+1} = factor · T_i",
    .looked_at =
        tr("the rate at each of 70 minibatches, for cycles that double and cycles that stay"),
    .lab = "05 --figures sgdr",
    .uses = "half_cosine"};

void check_sgdr(double (*rate)(Cycles cycles, double a, const Step& now), Report& report)
{
    Result alpha(tr("the rate"));
    report.trials(3, [&](Rng& rng, int number) {
        const Cycles cycles{number == 2 ? 2 : 1, number == 1 ? 1 : 2};
        const double a = rng.uniform(0.1, 1);
        const auto all = [&](const auto& of) {
            Matrix rates(70, 1);
            for (long k = 0; k < 70; ++k) rates[Index(k)] = Real(of(Step{k, 5, 70}));
            return rates;
        };
        const auto cosine = [](double t, double T) { return (1 + std::cos(pi * t / T)) / 2; };
        // Since the last restart, and the length of the cycle; `late` steps after its end.
        const auto in_cycle = [&](long k, long factor, long late) {
            long T = cycles.first * 5, t = k;
            while (t >= T + late) {
                t -= T + late;
                T *= factor;
            }
            return std::pair(double(t), double(T));
        };
        const auto with = [&](const auto& of) {
            return all([&](const Step& now) {
                const auto [t, T] = in_cycle(now.k, cycles.factor, 0);
                return a * of(t, T, now);
            });
        };
        alpha.trial(
            all([&](const Step& now) { return rate(cycles, a, now); }),
            with([&](double t, double T, const Step&) { return cosine(t, T); }),
            {{tr("a is left out."),
              with([&](double t, double T, const Step&) { return cosine(t, T) / a; })},
             {tr("½ is left out, so that it begins at 2a."),
              with([&](double t, double T, const Step&) { return 2 * cosine(t, T); })},
             {tr("1 + is left out, so that it falls below 0."),
              with([&](double t, double T, const Step&) { return std::cos(pi * t / T) / 2; })},
             {tr("it goes up: at a restart the rate is a."),
              with([&](double t, double T, const Step&) { return 1 - cosine(t, T); })},
             {tr("t is counted in whole epochs; it goes on with each minibatch."),
              with([&](double t, double T, const Step&) {
                  return cosine(5 * std::floor(t / 5), T);
              })},
             {tr("it comes down to 0 a step early, at t = T − 1; it would at t = T."),
              with([&](double t, double T, const Step&) { return cosine(t, T - 1); })},
             {tr("cycles do not grow longer: each next one is `factor` times as long."),
              all([&](const Step& now) {
                  const auto [t, T] = in_cycle(now.k, 1, 0);
                  return a * cosine(t, T);
              })},
             {tr("the restart comes a step late: at t = T a new cycle begins."),
              all([&](const Step& now) {
                  const auto [t, T] = in_cycle(now.k, cycles.factor, 1);
                  return a * cosine(t, T);
              })},
             {tr("t is not set back at a restart: it counts from there."),
              with([&](double, double T, const Step& now) { return cosine(double(now.k), T); })},
             {tr("there are no restarts: this is one cosine from beginning to end."),
              all([&](const Step& now) { return a * cosine(double(now.k), double(now.steps)); })},
             {tr("the first cycle has as many minibatches as it should have epochs: multiply by "
                 "now.per_epoch."),
              all([&](const Step& now) {
                  long T = cycles.first, t = now.k;
                  while (t >= T) {
                      t -= T;
                      T *= cycles.factor;
                  }
                  return a * cosine(double(t), double(T));
              })}});
    });
    report.tell({&alpha});
}

} // namespace lab05
