// Exercise: early stopping.
//
// What the lab's loop calls is played here by stand-ins of the same names: a training whose
// validation costs are known beforehand, so that it can be told which θ is left, and when it
// stopped.
#include "labs/exercises/check.hpp"

#include <cmath>
#include <map>
#include <memory>

namespace lab12 {
using namespace descente;
using Numbers = std::vector<double>;

const Exercise early_stopping_exercise{
    .title = tr("Early stopping"),
    .task =
        tr("Complete the training in three places. Keep the θ of the lowest validation cost so "
           "far, and "
           "its epoch, best_epoch (of equal costs the first); stop once knob::patience epochs have "
           "gone by "
           "without a better one, where method.early asks for it; and leave the network with the "
           "best θ, "
           "however the training ended, where method.early asks for it. snapshot(net) copies all "
           "parameters into a std::vector<Matrix>, which restore(net, values) puts back; "
           "parameters(net) gives the parameters themselves, a std::vector<Var>. valid.cost is the "
           "validation cost, now.epoch the number of the epoch, from 0."),
    .formula = "store θ if L_valid(θ) is lower than the best so far; stop when overfitting",
    .looked_at =
        tr("which θ is left and when the training stopped, in eight trainings: with and without "
           "early stopping, with equal costs, and stopped by the end"),
    .lab = "12 --figures overfitting"};

namespace knob {
long epochs = 0, patience = 0;
const double alpha = 1;
} // namespace knob

Numbers costs; // validation costs after epoch 0, 1, …
enum class Mode { train };
struct Var { // a handle
    std::shared_ptr<Matrix> held = std::make_shared<Matrix>(1, 1);
    Matrix& value() const { return *held; }
};
struct Sequential { // its one parameter counts the updates
    Var theta;
    double cost() const { return costs.at(std::size_t(std::lround(double(theta.value()[0]))) - 1); }
    int forward(int, Mode) { return 0; }
};
struct Sgd {
    Sequential& net;
    explicit Sgd(Sequential& n) : net(n) {}
    void zero_grad() {}
    void step(double) { net.theta.value()[0] += 1; }
};
struct Evaluation {
    double cost, accuracy;
};
struct Split {
    int training = 0, validation = 1, test = 2;
};
struct Method {
    Index hidden;
    bool early;
};
struct Step {
    int x, labels;
    long epoch;
    bool ends_epoch;
};
struct Curve {
    Numbers values;
};
struct Run {
    std::map<std::string, Curve> curves;
    std::map<std::string, double> numbers;
    void note(const Step&, const std::string& name, double value)
    {
        curves[name].values.push_back(value);
    }
    Curve& curve(const std::string& name) { return curves[name]; }
    double& operator[](const std::string& name) { return numbers[name]; }
    void end(const std::string& name, Evaluation e) { numbers[name] = e.cost; }
};
struct Plan {
    Index batch;
    long epochs;
};
Sequential mlp_for(int, const std::vector<Index>&, Rng&) { return {}; }
std::vector<Step> steps_of(int, Plan plan, Rng&)
{
    std::vector<Step> all;
    for (long e = 0; e < plan.epochs; ++e) all.push_back({0, 0, e, true});
    return all;
}
Var softmax_cross_entropy(int, int) { return {}; }
bool diverged(const Var&) { return false; }
void backward(const Var&) {}
// Of the training set it falls all the time; of the test set it tells θ.
Evaluation evaluate(Sequential& net, int part)
{
    const double theta = net.theta.value()[0];
    return {part == 0 ? 1 / theta : part == 1 ? net.cost() : theta, 0};
}
std::vector<Matrix> snapshot(Sequential& net) { return {net.theta.value()}; }
void restore(Sequential& net, const std::vector<Matrix>& values)
{
    net.theta.value() = values.at(0);
}
std::vector<Var> parameters(Sequential& net) { return {net.theta}; }

void check_early_stopping(Run (*train)(const Method& method, const Split& data, Rng rng),
                          Report& report)
{
    // Validation costs, and what is different: patience, and whether it stops early.
    struct Training {
        Numbers costs;
        long patience;
        bool early;
    };
    const std::vector<Training> trainings{{{9, 7, 5, 6, 4, 5, 6, 7, 8, 9}, 3, true},
                                          {{9, 5, 6, 4, 7, 6, 7, 3, 2}, 2, true},
                                          {{9, 8, 7, 6, 5, 4, 3, 5, 6}, 3, true}, // ends before
                                          {{5, 5, 5, 4, 4, 6, 7, 3}, 3, true},
                                          {{9, 7, 8, 6, 7, 8, 9, 5}, 2, false},
                                          {{3, 4, 5, 6, 7, 8}, 2, true},
                                          {{9, 8, 7, 8, 7, 6, 7, 6, 5, 4}, 4, true},
                                          {{9, 8, 4, 7, 6, 5, 5, 3}, 1, true}};
    enum Left { best, last, best_if_stopped };
    // θ that is left, epochs made, and the best epoch.
    struct Rule {
        Left left = best;
        long later = 0;        // epochs of patience more
        bool equal = false;    // an equal cost is better too
        bool previous = false; // compared with the epoch before, not with the best
        bool stops = true;
        bool only_early = true; // as method.early asks
    };
    const auto play = [](const Training& t, const Rule& rule) {
        double lowest = infinity;
        long best_epoch = -1, made = 0;
        bool stopped = false;
        const bool early = t.early || !rule.only_early;
        for (long e = 0; e < long(t.costs.size()) && !stopped; ++e) {
            const double cost = t.costs[std::size_t(e)];
            const bool better = rule.equal ? cost <= lowest : cost < lowest;
            if (better) best_epoch = e;
            if (better || rule.previous) lowest = cost;
            made = e + 1;
            stopped = early && rule.stops && e - best_epoch >= t.patience + rule.later;
        }
        const bool restored =
            early && (rule.left == best || (rule.left == best_if_stopped && stopped));
        return std::vector<double>{double(restored ? best_epoch + 1 : made), double(made)};
    };
    Result result(tr("the training"));
    report.trials(1, [&](Rng& rng, int) {
        const auto all = [&](const auto& of) {
            std::vector<Real> seen;
            for (const Training& training : trainings)
                for (const double number : of(training)) seen.push_back(Real(number));
            return Matrix(arma::conv_to<Column>::from(seen));
        };
        const auto with = [&](const Rule& rule) {
            return all([&](const Training& training) { return play(training, rule); });
        };
        const Matrix got = all([&](const Training& training) {
            costs = training.costs;
            lab12::knob::epochs = long(costs.size());
            lab12::knob::patience = training.patience;
            Run run = train({1, training.early}, {}, rng);
            return std::vector<double>{run["test"],
                                       double(run.curve("validation cost").values.size())};
        });
        result.trial(
            got, with({}),
            {{tr("the θ of the last epoch is left, not the best: it was not restored, or it was "
                 "kept by "
                 "reference, and so changed with the training. Keep a copy of the values."),
              with({.left = last})},
             {tr("the best θ is restored only where patience ran out: restore it however the "
                 "training "
                 "ended."),
              with({.left = best_if_stopped})},
             {tr("it stops an epoch late."), with({.later = 1})},
             {tr("it stops an epoch early."), with({.later = -1})},
             {tr("it never stops early."), with({.stops = false})},
             {tr("it never stops early and leaves the θ of the last epoch: perhaps the training "
                 "cost decides, "
                 "which falls all the time; the validation cost must."),
              with({.left = last, .stops = false})},
             {tr("an equal cost passes for a better one: lower is meant (<)."),
              with({.equal = true})},
             {tr("each cost is compared with that of the epoch before; the best so far is meant, "
                 "so it must "
                 "only change when there is a better one."),
              with({.previous = true})},
             {tr("it stops and restores though method.early is false."),
              with({.only_early = false})}});
    });
    report.tell({&result});
}

} // namespace lab12
