// Numbers are whole and small, the operations +, −, ×, square and ReLU: so all answers are whole,
// but for the step, a tenth of one.
#include "worksheet.hpp"

#include "autodiff/ops.hpp"
#include "computation_graph.hpp"

namespace lab01 {

namespace {

Var leaf(Rng& rng, const char* name) // −4 … 5, not 0
{
    const double number = double(rng.below(9)) - 4;
    return parameter(number < 0 ? number : number + 1).named(name);
}

struct Drawn {
    Var s, use; ///< `use`: ∂s/∂a by way of the second place where a is used, as a value
    std::vector<std::array<double, 2>> places;
};

// a is used twice in each.
Drawn graph_of(Index form, const Var& a, const Var& b, const Var& c)
{
    Var u, v, w;
    switch (form) {
    case 0:
        u = (a % b).named("u");
        v = (u + c).named("v");
        return {v % a, v, {{0, 0}, {0, 1}, {0, 2}, {1, 1}, {2, 1.5}, {3, 0.5}}};
    case 1:
        u = (a % b).named("u");
        v = (u + c).named("v");
        w = relu(v).named("w");
        return {w % a, w, {{0, 0}, {0, 1}, {0, 2}, {1, 1}, {2, 1.5}, {3, 1.5}, {4, 0.5}}};
    case 2:
        u = (b - a).named("u");
        v = square(u).named("v");
        w = (a % c).named("w");
        return {v + w, c, {{0, 1}, {0, 0}, {0, 2}, {1, 0.3}, {2, 0.3}, {1, 1.7}, {3, 1}}};
    default:
        u = (a + b).named("u");
        v = (u % c).named("v");
        w = (u % a).named("w");
        return {v + w, u, {{0, 0}, {0, 1}, {0, 2}, {1, 0.8}, {2, 1.5}, {2, 0.2}, {3, 0.8}}};
    }
}

} // namespace

Worksheet worksheet(Rng& rng)
{
    const Index form = rng.below(4);
    const Var a = leaf(rng, "a"), b = leaf(rng, "b"), c = leaf(rng, "c");
    Drawn drawn = graph_of(form, a, b, c);
    backward(drawn.s.named("s"), Graph::kept);
    const double whole = a.grad()[0], second = drawn.use.scalar();
    Worksheet sheet;
    sheet.say(tr("1. Forward: write the value of each node above its box, from left to right."))
        .say(tr("2. Back: write ∂, the gradient of s by that value, below each box, from right to "
                "left. It is 1 below s. Where a value is used twice, add both shares."))
        .graph(computation_graph(drawn.s, drawn.places, 100, 100), 34)
        .question(tr("3. a is used in two places. Which share of ∂s/∂a comes from each?"),
                  verbatim("{} + ({}) = {}", short_number(whole - second), short_number(second),
                           short_number(whole)))
        .question(tr("4. a grows by 0.01. By how much does s change, about?"),
                  short_number(0.01 * whole))
        .say(tr("5. One step of gradient descent with α = 0.1: a, b and c afterwards?"))
        .formula(verbatim("θ ← θ − α ∂s/∂θ"));
    std::vector<SheetCell> names, after;
    for (const Var& theta : {a, b, c}) {
        names.push_back(label(verbatim(theta.node()->name)));
        after.push_back(asked(theta.scalar() - 0.1 * theta.grad()[0]));
    }
    return sheet.grids({{.rows = {names, after}, .cell = 5}});
}

} // namespace lab01
