#include "watch.hpp"

#include "base/error.hpp"
#include "train/batch_statistics.hpp"
#include "train/metrics.hpp"

#include <cmath>
#include <fmt/format.h>

namespace descente {

namespace {

std::vector<Var> weights_of(Module& layer)
{
    std::vector<Var> weights;
    layer.visit("", [&](const NamedTensor& tensor) {
        if (tensor.parameter && tensor.is_weight) weights.push_back(*tensor.parameter);
    });
    return weights;
}

} // namespace

Watch::Watch(Sequential& net, const Dataset& probe, long every)
    : net_(net), probe_(probe), every_(every)
{
    if (every < 1) throw UsageError(tr("watch: a look every {} updates; give 1 or more", every));
    for (Index i = 0; i < net.size(); ++i)
        if (std::vector<Var> weights = weights_of(net.layer(i)); !weights.empty())
            weights_.push_back(std::move(weights));
    seen_.layers.resize(weights_.size());
    for (const std::vector<Var>& weights : weights_) before_.push_back(flat_values(weights));
}

void Watch::look(long k)
{
    if (due(k)) {
        seen_.updates.push_back(static_cast<double>(k));
        look_at_layers();
        look_at_probe(static_cast<double>(k));
    }
    if (due(k + 1))
        for (std::size_t l = 0; l < weights_.size(); ++l) before_[l] = flat_values(weights_[l]);
}

void Watch::look_at_layers()
{
    for (std::size_t l = 0; l < weights_.size(); ++l) {
        WatchedLayer& layer = seen_.layers[l];
        const Column now = flat_values(weights_[l]);
        layer.weights.add(seen_.updates.back(), now, 0.05);
        layer.gradient.push_back(std::sqrt(squared_gradient_norm(weights_[l])));
        const double moved = norm_in_double(now - before_[l]);
        layer.update_ratio.push_back(moved == 0 ? 0 : moved / norm_in_double(before_[l]));
    }
}

void Watch::look_at_probe(double k)
{
    const std::vector<Matrix> outputs = layer_outputs(net_, probe_.x, probe_.shape, Mode::eval);
    std::size_t seen = 0; // layers with weights so far
    for (Index i = 0; i < net_.size(); ++i) {
        seen += !weights_of(net_.layer(i)).empty();
        if (seen > 0 && net_.layer(i).kind() == LayerKind::relu)
            seen_.layers[seen - 1].dead.push_back(dead_units(outputs[i]));
    }
    const Matrix probability = softmax(constant(outputs.back())).value();
    Column right(probe_.size());
    for (Index n = 0; n < right.n_elem; ++n) right[n] = probability(probe_.labels[n], n);
    seen_.right.add(k, right, 0.1);
}

double dead_units(const Matrix& output)
{
    Index dead = 0;
    for (Index unit = 0; unit < output.n_rows; ++unit) dead += arma::all(output.row(unit) == 0);
    return 100 * static_cast<double>(dead) / static_cast<double>(output.n_rows);
}

} // namespace descente
