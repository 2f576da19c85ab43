// β is ½ for all averages, ε is 0. Of all gradients −12 … 12 those are taken whose v̂ is a square
// in every step and whose m̂/√v̂ has a denominator that divides 42; Adam's α, 0.42, then gives θ
// two decimals at most.
#include "worksheet.hpp"

#include "optim/optimizers.hpp"

#include <array>
#include <cmath>

namespace lab06 {

namespace {

bool is_whole(double x) { return std::abs(x - std::round(x)) < 1e-9; }

bool is_good(const std::array<double, 3>& g)
{
    if (std::abs(g[0]) == std::abs(g[1])) return false;
    double m = 0, v = 0, power = 1;
    for (const double one : g) {
        m = (m + one) / 2, v = (v + one * one) / 2, power /= 2;
        const double root = std::sqrt(v / (1 - power)), step = m / (1 - power) / root;
        if (one == 0 || !is_whole(42 * root) || !is_whole(42 * step)) return false;
    }
    return true;
}

std::vector<std::array<double, 3>> good_gradients()
{
    std::vector<std::array<double, 3>> found;
    for (int i = -12; i <= 12; ++i)
        for (int j = -12; j <= 12; ++j)
            for (int k = -12; k <= 12; ++k)
                if (const std::array<double, 3> g{double(i), double(j), double(k)}; is_good(g))
                    found.push_back(g);
    return found;
}

// A row a step: k, g, what is kept, its corrected copies for Adam, θ.
std::vector<std::vector<SheetCell>> steps(Optimizer& rule, Var theta,
                                          const std::array<double, 3>& g, double alpha,
                                          std::vector<std::vector<SheetCell>> rows)
{
    double power = 1;
    for (std::size_t k = 0; k < 3; ++k) {
        power /= 2;
        theta.grad() = Matrix{Real(g[k])};
        rule.step(alpha);
        std::vector<SheetCell> row{label(verbatim("{}", k + 1)), given(g[k])};
        const auto kept = rule.state();
        for (const auto& [name, average] : kept) row.push_back(asked(double((*average)[0])));
        if (kept.size() > 1)
            for (const auto& [name, average] : kept)
                row.push_back(asked(double((*average)[0]) / (1 - power)));
        row.push_back(asked(theta.scalar()));
        rows.push_back(row);
    }
    return rows;
}

std::vector<SheetCell> header(const std::vector<const char*>& names)
{
    std::vector<SheetCell> cells;
    for (const char* name : names) cells.push_back(label(verbatim(name)));
    return cells;
}

} // namespace

Worksheet worksheet(Rng& rng)
{
    static const auto all = good_gradients();
    const std::array<double, 3> g = all[rng.below(all.size())];
    const double start = 1 + double(rng.below(20)), alpha = 0.4, adams_alpha = 0.42;
    Var one = parameter(start), other = parameter(start);
    Momentum momentum(std::vector<Var>{one}, 0.5);
    Adam adam(std::vector<Var>{other}, {.beta1 = 0.5, .beta2 = 0.5, .epsilon = 0});
    const SheetCell none = label({});
    Worksheet sheet;
    return sheet
        .say(tr("A network with one parameter, θ₀ = {:Lg}. Three minibatches in turn give the "
                "gradients g of the tables. Take three steps with each rule.",
                start))
        .say(tr("1. Momentum, with β = 1/2 and α = {:Lg}; m is 0 at first.", alpha))
        .formula(verbatim("m ← βm + (1−β)g        θ ← θ − αm"))
        .grids({{.rows = steps(momentum, one, g, alpha,
                               {header({"k", "g", "m", "θ"}),
                                {label(verbatim("0")), none, given(0), given(start)}}),
                 .cell = 4}})
        .say(tr("2. Adam, with β₁ = β₂ = 1/2, ε = 0 and α = {:Lg}; m and v are 0 at first. "
                "Fractions may stay fractions.",
                adams_alpha))
        .formula(verbatim("m ← β₁m + (1−β₁)g        v ← β₂v + (1−β₂)g²"))
        .formula(verbatim("m̂ = m/(1−β₁ᵏ)        v̂ = v/(1−β₂ᵏ)        θ ← θ − α m̂/√v̂"))
        .grids({{.rows = steps(
                     adam, other, g, adams_alpha,
                     {header({"k", "g", "m", "v", "m̂", "v̂", "θ"}),
                      {label(verbatim("0")), none, given(0), given(0), none, none, given(start)}}),
                 .cell = 4}})
        .question(tr("3. All three gradients are ten times as large. What becomes of the steps of "
                     "momentum, and of Adam's?"),
                  tr("Momentum's are ten times as long; Adam's are the same, since √v̂ grows as m̂ "
                     "does."))
        .question(tr("4. How long is Adam's first step, whatever g is, and why?"),
                  tr("α: corrected, m̂ is g and √v̂ is |g|."));
}

} // namespace lab06
