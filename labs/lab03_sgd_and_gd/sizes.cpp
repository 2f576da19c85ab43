#include "sizes.hpp"

#include "optim/optimizers.hpp"

namespace lab03 {

Run learn(const Size& size, double alpha, const Split& data, Rng rng)
{
    Sequential net = network(data.training, rng);
    Momentum optimizer(net, 0.9);
    Looks looks(net, data.training, 1.1);
    bool there = false;
    for (const Step& now : steps_of(data.training, size.plan, rng)) {
        const Var L = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        if (diverged(L)) break;
        optimizer.zero_grad();
        backward(L);
        optimizer.step(alpha);
        looks.after(now);
        there = size.down_to > 0 ? looks.cost() <= size.down_to : now.k + 1 == now.steps;
        if (there) break;
    }
    Run run = looks.ended();
    run["training cost"] = INFINITY;
    if (!there) return run; // not to be compared: it counts as the worst
    run["training cost"] = looks.cost();
    run["updates"] = run.kept("updates").back();
    run["test error"] = 100 * (1 - evaluate(net, data.test).accuracy);
    return run;
}

Evidence small_predict_better(const std::vector<Comparison>& comparisons)
{
    const Text& largest = comparisons.front().study.methods().back().name;
    std::vector<std::pair<Text, Evidence>> ways;
    for (const auto& [name, study] : comparisons) {
        const Versus pair{verbatim("64 − {}", largest), study.of("64", "test error"),
                          study.of(largest.english(), "test error")};
        ways.emplace_back(name, no_higher_by(-1, tr("test error (points)"), {pair}));
    }
    return depends_on(tr("what is held equal"), ways);
}

} // namespace lab03
