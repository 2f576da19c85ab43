// Exercise: a residual connection.
#include "nn/residual.hpp"

#include "labs/exercises/check.hpp"

#include <memory>

namespace lab11 {
using namespace descente;

const Exercise residual_exercise{
    .title = tr("A residual connection"),
    .task = tr(
        "ResBlock has two members, each a network: F, and shortcut, whose result s(x) is x itself "
        "where it has no layers. Write its forward pass of x; mode says whether the network is "
        "trained or evaluated, and is handed on: F.forward(x, mode). Operations on Var know "
        "their gradients: relu(a), a + b."),
    .formula =
        "y = relu(s(x) + F(x))        s(x) = x (ResBlock A) or a convolution 1×1 (ResBlock B)",
    .looked_at =
        tr("the value and the gradient of x, with and without layers in the shortcut, for training "
           "and for evaluation"),
    .lab = "11 --figures flow"};

using Make = std::unique_ptr<Module> (*)(Sequential F, Sequential shortcut);
template <class Block>
std::unique_ptr<Module> make_answer(Sequential F, Sequential shortcut)
{
    return std::make_unique<Block>(std::move(F), std::move(shortcut));
}

void check_residual(Make block, Report& report)
{
    Rng weights(3);
    Mode mode = Mode::train;
    bool projects = false;
    // Twice the same layers, with other statistics in batch norm for training and evaluation.
    const auto layers = [&](bool some) {
        Rng same(5);
        Sequential net;
        if (some) net.add(Linear(3, 3, same)).add(BatchNorm(3));
        return net;
    };
    const auto F = [&] { return layers(true); };
    const auto s = [&] { return layers(projects); };
    const auto doubled = [&](const Var& x) { // layers of the shortcut with other weights than F's
        return projects ? layers(true).forward(x, mode) : x;
    };
    Operation operation(
        [&](const auto& in) { return block(F(), s())->forward(in[0], mode); },
        [&](const auto& in) { return descente::relu(doubled(in[0]) + F().forward(in[0], mode)); },
        {"x"});
    report.trials(8, [&](Rng& rng, int number) {
        mode = number % 2 == 0 ? Mode::train : Mode::eval;
        projects = number % 4 > 1;
        const Var x = constant(rng.normal_matrix(3, 4));
        const Mode other = mode == Mode::train ? Mode::eval : Mode::train;
        const auto f = [&](const Var& of, Mode how) { return F().forward(of, how); };
        const auto around = [&](const Var& of, Mode how) { return s().forward(of, how); };
        operation.trial(rng, {x},
                        {{tr("the shortcut is missing: this is relu(F(x)), a plain block."),
                          relu(f(x, mode)).value()},
                         {tr("the last relu is missing: y = relu(s(x) + F(x))."),
                          (around(x, mode) + f(x, mode)).value()},
                         {tr("relu stands before the sum; it comes after."),
                          (around(x, mode) + relu(f(x, mode))).value()},
                         {tr("relu is taken of both before the sum; it comes after."),
                          (relu(around(x, mode)) + relu(f(x, mode))).value()},
                         {tr("x is added instead of s(x): shortcut may have layers of its own."),
                          relu(x + f(x, mode)).value()},
                         {tr("F(x) is added to itself: the shortcut goes round it."),
                          relu(2 * f(x, mode)).value()},
                         {tr("the shortcut is applied to F(x); it starts from x."),
                          relu(f(x, mode) + around(f(x, mode), mode)).value()},
                         {tr("F is applied to s(x); it starts from x."),
                          relu(around(x, mode) + f(around(x, mode), mode)).value()},
                         {tr("the two are subtracted; they are added."),
                          relu(around(x, mode) - f(x, mode)).value()},
                         {tr("the two are multiplied; they are added."),
                          relu(around(x, mode) % f(x, mode)).value()},
                         {tr("F is always trained (or always evaluated): hand on `mode`, which "
                             "decides whose statistics "
                             "batch norm takes."),
                          number % 2 == 1 || other == Mode::train
                              ? relu(around(x, mode) + f(x, Mode::train)).value()
                              : Matrix()},
                         {tr("both are always trained: hand on `mode`, which decides whose "
                             "statistics batch norm "
                             "takes."),
                          relu(around(x, Mode::train) + f(x, Mode::train)).value()},
                         {tr("both are always evaluated: hand on `mode`, which decides whose "
                             "statistics batch norm "
                             "takes."),
                          relu(around(x, Mode::eval) + f(x, Mode::eval)).value()}});
    });
    operation.tell(report);
}

} // namespace lab11
