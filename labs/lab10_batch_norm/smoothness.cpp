#include "smoothness.hpp"

#include "nn/losses.hpp"
#include "train/theta.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace lab10 {

namespace {

double or_infinite(double value) { return std::isfinite(value) ? value : INFINITY; }

} // namespace

CostAndGradient cost_and_gradient_of(Module& net, const Dataset& data, const arma::uvec& indices)
{
    const Var output = net.forward(constant(data.x.cols(indices), data.shape), Mode::train);
    const Var cost = softmax_cross_entropy(output, data.labels.elem(indices));
    return {cost.scalar(), gradient(cost, net)};
}

void walk_along_gradient(const Step& now, Run& run, Walk walk, const std::vector<double>& lengths,
                         Module& net, const Dataset& data, const arma::uvec& indices)
{
    const AsBefore as_before(net);
    const Column start = parameters_of(net);
    const auto [first_cost, g] = cost_and_gradient_of(net, data, indices);
    const double cost = or_infinite(first_cost), norm = norm_in_double(g);
    const std::string name = walk == Walk::steps ? "steps" : "distances";
    run.note(now, name + " cost", cost);
    double lowest = cost, highest = cost, change = 0, beta = 0;
    for (std::size_t n = 1; n <= lengths.size(); ++n) {
        const double t = walk == Walk::steps ? lengths[n - 1] : lengths[n - 1] / norm;
        set_parameters(net, start - Real(t) * g);
        const CostAndGradient there = cost_and_gradient_of(net, data, indices);
        const double moved = t * norm;
        const double cost_there = or_infinite(there.cost);
        const double turn = or_infinite(norm_in_double(there.gradient - g));
        lowest = std::min(lowest, cost_there);
        highest = std::max(highest, cost_there);
        change = std::max(change, turn);
        beta = std::max(beta, turn / moved);
        const std::vector<std::pair<const char*, double>> notes{
            {"moved", moved},
            {"climb", cost_there - cost},
            {"turn", turn / norm},
            {"curvature", turn / moved},
            {"lowest", lowest},
            {"highest", highest},
            {"range", or_infinite(highest - lowest)},
            {"change", change},
            {"β", beta}};
        for (const auto& [what, value] : notes)
            run.note(now, fmt::format("{} {} {}", name, n, what), value);
    }
    for (Var& parameter : parameters(net)) parameter.grad().reset();
}

void look_along(const Moment& at, Run& run)
{
    if ((at.now.k + 1) % 5 != 0) return;
    const arma::uvec batch = at.others.minibatch(at.now.k / 5).indices;
    const auto walk = [&](Walk kind, const std::vector<double>& lengths) {
        walk_along_gradient(at.now, run, kind, lengths, at.net, at.data.training, batch);
    };
    walk(Walk::steps, {at.rate / 2, at.rate, 2 * at.rate, 4 * at.rate});
    walk(Walk::distances, {0.05, 0.1, 0.2, 0.4, 0.8});
}

Spread over_looks(const Compared& twin, const std::string& curve)
{
    return spread_of(twin.runs,
                     [&](const Run& run) { return spread(run.curve(curve).values).median; });
}

Evidence smoother(const Study& study, const std::string& walk)
{
    const auto measure = [&](const Text& name, const char* what) {
        const std::string curve = walk + what;
        return Versus{name, over_looks(study[twin_of(true).name.english()], curve),
                      over_looks(study[twin_of(false).name.english()], curve)};
    };
    return lower(tr("with batch norm"),
                 {measure(tr("cost range"), " range"), measure(verbatim("‖g′ − g‖"), " change"),
                  measure(verbatim("β"), " β")});
}

} // namespace lab10
