#include "watch.hpp"

#include "base/stats.hpp"
#include "train/layer_outputs.hpp"
#include "train/metrics.hpp"

#include <cmath>
#include <fmt/format.h>

namespace lab13 {

namespace {

std::vector<Var> weights_of(Module& module)
{
    std::vector<Var> weights;
    module.visit("", [&](const NamedTensor& tensor) {
        if (tensor.parameter && tensor.is_weight) weights.push_back(*tensor.parameter);
    });
    return weights;
}

} // namespace

Watch::Watch(Sequential& net, const Dataset& probe, long every, Run& run)
    : net_(net), probe_(probe), every_(every), run_(run), weights_(weights_of(net))
{
    for (const Var& W : weights_) before_.push_back(W.value());
    if (every == 0) return;
    run.keep("inputs", {probe.x.begin(), probe.x.end()});
    run.keep("labels", {probe.labels.begin(), probe.labels.end()});
}

bool Watch::due(long updates) const
{
    return every_ > 0 && (updates <= 10 || (updates - 1) % every_ == 0);
}

void Watch::look(const Step& now)
{
    const bool due_now = due(now.k + 1);
    for (std::size_t l = 0; l < weights_.size(); ++l) {
        const Matrix W = due_now || due(now.k + 2) ? weights_[l].value() : Matrix();
        if (due_now) {
            const double moved = norm_in_double(W - before_[l]);
            const double ratio = moved == 0 ? 0 : moved / norm_in_double(before_[l]);
            const double gradient = std::sqrt(squared_gradient_norm({weights_[l]}));
            note_quantiles(run_, now, fmt::format("weights {}", l + 1), W, 0.05);
            run_.note(now, fmt::format("gradient {}", l + 1), gradient);
            const std::string update = fmt::format("update ratio {}", l + 1);
            run_.note(now, update, ratio);
            run_[fmt::format("layer {}", l + 1)] = spread(run_.curve(update).values).median;
        }
        before_[l] = W;
    }
    if (!due_now) return;
    const std::vector<Matrix> outputs = layer_outputs(net_, probe_.x, probe_.shape, Mode::eval);
    std::size_t l = 0; // layers with weights so far
    for (Index i = 0; i < net_.size(); ++i) {
        l += weights_of(net_.layer(i)).size();
        if (l > 0 && net_.layer(i).kind() == LayerKind::relu)
            run_.note(now, fmt::format("dead {}", l), dead_units(outputs[i]));
    }
    const Matrix probability = softmax(constant(outputs.back())).value();
    Column right(probe_.size());
    for (Index n = 0; n < right.n_elem; ++n) right[n] = probability(probe_.labels[n], n);
    note_quantiles(run_, now, "right", right, 0.1);
}

double dead_units(const Matrix& output)
{
    Index dead = 0;
    for (Index unit = 0; unit < output.n_rows; ++unit) dead += arma::all(output.row(unit) == 0);
    return 100 * static_cast<double>(dead) / static_cast<double>(output.n_rows);
}

} // namespace lab13
