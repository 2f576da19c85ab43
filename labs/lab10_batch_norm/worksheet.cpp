// Numbers are drawn until μ and σ are whole, σ is above 1, and every answer has few digits or is a
// fraction of small numbers. ε is 0.
#include "worksheet.hpp"

#include "nn/norm.hpp"

#include <algorithm>
#include <cmath>

namespace lab10 {

namespace {

Matrix whole_numbers(Rng& rng, double least, Index many)
{
    Matrix four(1, 4);
    four.for_each([&](Real& one) { one = Real(least + double(rng.below(many))); });
    return four;
}

bool are_short(const Matrix& numbers) // −3/4, 1.125
{
    return std::ranges::all_of(numbers, [](Real number) {
        return is_short(number) && short_number(number).english().size() <= 5;
    });
}

struct Example {
    Matrix x, dy;
    Var X, gamma, beta, y;
    double mean = 0, deviation = 0;
};

Example drawn(Rng& rng)
{
    while (true) {
        Example one;
        one.x = whole_numbers(rng, -9, 19);
        one.mean = double(arma::accu(one.x)) / 4;
        one.deviation =
            std::sqrt(double(arma::accu(arma::square(one.x))) / 4 - one.mean * one.mean);
        const auto whole = [](double number) {
            return std::abs(number - std::round(number)) < 1e-5;
        };
        if (!whole(one.mean) || !whole(one.deviation) || one.deviation < 1.5) continue;
        one.deviation = std::round(one.deviation);
        one.dy = whole_numbers(rng, -2, 5);
        one.X = parameter(one.x);
        one.gamma = parameter(one.deviation * double(1 + rng.below(2)));
        one.beta = parameter(double(rng.below(7)) - 3);
        RunningStatistics running{Matrix(1, 1), Matrix(1, 1, arma::fill::ones)};
        one.y = batch_norm(one.X, one.gamma, one.beta, running, Mode::train, {.epsilon = 0});
        backward(sum(constant(one.dy) % one.y));
        if (are_short(one.X.grad()) && are_short(one.gamma.grad())) return one;
    }
}

} // namespace

Worksheet worksheet(Rng& rng)
{
    const Example one = drawn(rng);
    std::vector<std::vector<SheetCell>> forward(5), back(3);
    const char* const names[] = {"", "x", "x − μ", "x̂", "y"};
    for (std::size_t i = 0; i < 5; ++i) forward[i] = {label(verbatim(names[i]))};
    back[0] = {label({})};
    back[1] = {label(verbatim("∂L/∂y"))};
    back[2] = {label(verbatim("∂L/∂x"))};
    const double beta = one.beta.scalar(), gamma = one.gamma.scalar();
    for (Index i = 0; i < 4; ++i) {
        const double y = double(one.y.value()[i]), x = double(one.x[i]);
        forward[0].push_back(label(verbatim("{}", i + 1)));
        forward[1].push_back(given(x));
        forward[2].push_back(asked(x - one.mean));
        forward[3].push_back(asked((y - beta) / gamma));
        forward[4].push_back(asked(y));
        back[0].push_back(label(verbatim("{}", i + 1)));
        back[1].push_back(given(double(one.dy[i])));
        back[2].push_back(asked(double(one.X.grad()[i])));
    }
    const auto pair = [](const char* name, double number) {
        return std::vector<SheetCell>{label(verbatim(name)), asked(number), label({})};
    };
    std::vector<SheetCell> statistics, learned;
    for (const auto& cell : pair("μ", one.mean)) statistics.push_back(cell);
    for (const auto& cell : pair("σ", one.deviation)) statistics.push_back(cell);
    for (const auto& cell : pair("∂L/∂γ", double(one.gamma.grad()[0]))) learned.push_back(cell);
    for (const auto& cell : pair("∂L/∂β", double(one.beta.grad()[0]))) learned.push_back(cell);
    Worksheet sheet;
    return sheet
        .say(tr(
            "A minibatch of four samples, of which one number each is normalised, with γ = {:Lg}, "
            "β = {:Lg} and ε = 0, in training.",
            gamma, beta))
        .formula(verbatim(
            "μ = 1/m Σ x        σ² = 1/m Σ (x − μ)²        x̂ = (x − μ)/σ        y = γx̂ + β"))
        .say(tr("1. Forward. Fractions may stay fractions."))
        .grids({{.rows = {statistics}, .cell = 4}})
        .grids({{.rows = forward, .cell = 5}})
        .say(tr("2. Back, from ∂L/∂y. x̂ depends on all four x, since μ and σ do."))
        .formula(verbatim("∂L/∂γ = Σ ∂L/∂y · x̂        ∂L/∂β = Σ ∂L/∂y"))
        .grids({{.rows = {learned}, .cell = 4}})
        .formula(verbatim("∂L/∂x = γ/σ (∂L/∂y − 1/m ∂L/∂β − x̂ · 1/m ∂L/∂γ)"))
        .grids({{.rows = back, .cell = 5}})
        .question(tr("3. What is the sum of the four ∂L/∂x, and why must it be so?"),
                  tr("0: the same number added to every x changes μ alone, and no y."))
        .question(tr("4. All four x are doubled. What becomes of y?"),
                  tr("It stays: μ and σ are doubled, too."));
}

} // namespace lab10
