#include "statistics.hpp"

#include "base/error.hpp"
#include "kernels/batch_norm.hpp"
#include "nn/norm.hpp"
#include "train/layer_outputs.hpp"
#include "train/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace lab10 {

double running_error(Sequential& net, const Matrix& x, const Shape& shape)
{
    const std::vector<Matrix> outputs = layer_outputs(net, x, shape, Mode::train);
    double sum = 0, channels = 0;
    for (Index i = 0; i < net.size(); ++i) {
        const auto* const norm = dynamic_cast<BatchNorm*>(&net.layer(i));
        if (!norm) continue;
        const Matrix &mean = norm->running.mean, &variance = norm->running.variance;
        const ChannelStatistics now = channel_statistics(i == 0 ? x : outputs[i - 1], mean.n_elem);
        for (Index c = 0; c < mean.n_elem; ++c) {
            const double sigma = std::sqrt(double(now.variance[c]));
            const double off = double(mean[c]) - double(now.mean[c]);
            const double wide = std::sqrt(double(variance[c])) - sigma;
            if (sigma == 0) continue;
            sum += (off * off + wide * wide) / (sigma * sigma);
            ++channels;
        }
    }
    return std::sqrt(sum / channels);
}

double accuracy_with_batch_statistics(Module& net, const Dataset& data, Index batch_size)
{
    const Index n = data.size();
    if (batch_size == 0 || batch_size > n)
        throw ShapeError(fmt::format("accuracy_with_batch_statistics: batches of {} of {} samples",
                                     batch_size, n));
    const NoGrad looking;
    const AsBefore as_before(net);
    Labels predicted(n);
    for (Index k = 0; k < n / batch_size; ++k) {
        const Index from = k * batch_size, to = k + 1 == n / batch_size ? n : from + batch_size;
        const Var x = constant(data.x.cols(from, to - 1), data.shape);
        predicted.subvec(from, to - 1) = argmax(net.forward(x, Mode::train).value());
    }
    return double(arma::accu(predicted == data.labels)) / double(n);
}

void look_at_stored(double usual, const Moment& at, Run& run)
{
    const long k = at.now.k + 1;
    const bool last = k == at.now.steps;
    const bool power_of_two = (k & (k - 1)) == 0;
    if (!last && !power_of_two) return;
    const Dataset& data = at.data.validation;
    run.note(at.now, "error", running_error(at.net, at.data.some.x, data.shape));
    run.note(at.now, "accuracy", 100 * evaluate(at.net, data).accuracy);
    if (!last || at.twin.decay != usual) return;
    const Dataset sorted = subset(data, arma::stable_sort_index(data.labels));
    for (const Index m : evaluated_sizes) {
        const auto percent = [&](const char* kind, double accuracy) {
            run[fmt::format("{} {}", kind, m)] = 100 * accuracy;
        };
        percent("stored", accuracy(predict(at.net, data.x, data.shape, m), data.labels));
        percent("of batch", accuracy_with_batch_statistics(at.net, data, m));
        percent("sorted", accuracy_with_batch_statistics(at.net, sorted, m));
    }
}

Evidence needs_stored(const Study& study, const std::string& usual)
{
    const auto with = [&](const char* number) { return study.of(usual, number); };
    const Spread stored = with("stored 2");
    return lower(tr("accuracy (%)"),
                 {{tr("of batches of 2"), with("of batch 2"), stored},
                  {tr("of 64 sorted by class"), with("sorted 64"), stored},
                  {tr("never followed"), study.of("never", "validation accuracy"), stored}});
}

std::size_t worst_statistics(const Compared& usual)
{
    std::vector<Spread> accuracies;
    for (const char* statistics : {"stored 2", "of batch 2", "sorted 64"})
        accuracies.push_back(
            spread_of(usual.runs, [&](const Run& run) { return run.number(statistics); }));
    return smallest_of(accuracies);
}

Evidence gains_more(const Study& study, const std::vector<double>& sizes)
{
    const auto gain = [&](double size) {
        const auto accuracy = [&](bool batch_norm) {
            return study.of(of_size(size, twin_of(batch_norm)).english(), "validation accuracy");
        };
        return paired_difference(accuracy(true), accuracy(false));
    };
    return lower(tr("points of accuracy gained"),
                 {verbatim("m = {:Lg}", sizes.front()), gain(sizes.front())},
                 {verbatim("m = {:Lg}", sizes.back()), gain(sizes.back())});
}

} // namespace lab10
