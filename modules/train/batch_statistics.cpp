#include "train/batch_statistics.hpp"

#include "base/error.hpp"
#include "kernels/batch_norm.hpp"
#include "nn/norm.hpp"
#include "train/metrics.hpp"

#include <cmath>
#include <fmt/format.h>

namespace descente {

std::vector<Matrix> layer_outputs(Sequential& net, const Matrix& x, const Shape& shape, Mode mode)
{
    const NoGrad looking;
    const AsBefore as_before(net);
    std::vector<Matrix> outputs;
    Var y = constant(x, shape);
    for (Index i = 0; i < net.size(); ++i) {
        y = net.layer(i).forward(y, mode);
        outputs.push_back(y.value());
    }
    return outputs;
}

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
            const double sigma = std::sqrt(static_cast<double>(now.variance[c]));
            const double off = static_cast<double>(mean[c]) - static_cast<double>(now.mean[c]);
            const double wide = std::sqrt(static_cast<double>(variance[c])) - sigma;
            if (sigma > 0) sum += (off * off + wide * wide) / (sigma * sigma), ++channels;
        }
    }
    return std::sqrt(sum / channels);
}

void Following::look(long k, long updates, Sequential& net, const Dataset& crowd,
                     const Dataset& data)
{
    const bool power_of_two = (k & (k - 1)) == 0;
    if (!power_of_two && k != updates) return;
    at.push_back(static_cast<double>(k));
    error.push_back(running_error(net, crowd.x, crowd.shape));
    accuracy.push_back(100 * evaluate(net, data).accuracy);
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
    return static_cast<double>(arma::accu(predicted == data.labels)) / static_cast<double>(n);
}

std::vector<AccuracyInBatches> accuracy_in_batches(Module& net, const Dataset& data,
                                                   const std::vector<double>& batch_sizes)
{
    const Dataset sorted = subset(data, arma::stable_sort_index(data.labels));
    std::vector<AccuracyInBatches> result;
    for (const double batch_size : batch_sizes) {
        const auto size = static_cast<Index>(batch_size);
        const Matrix stored = predict(net, data.x, data.shape, size);
        result.push_back({.stored = 100 * accuracy(stored, data.labels),
                          .of_batch = 100 * accuracy_with_batch_statistics(net, data, size),
                          .sorted = 100 * accuracy_with_batch_statistics(net, sorted, size)});
    }
    return result;
}

VarianceOfBatches variance_of_batches(const Matrix& x, Index m, int epochs, Rng& rng)
{
    const Index n = x.n_cols;
    if (m < 2 || m > n)
        throw ShapeError(fmt::format("variance_of_batches: batches of {} of {} samples", m, n));
    const Column whole = channel_statistics(x, x.n_rows).variance; // with 1/N
    const arma::uvec varied = arma::find(whole > 0);
    double sum = 0, count = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        const arma::uvec order = rng.permutation(n);
        for (Index from = 0; from + m <= n; from += m, ++count) {
            const Matrix batch = x.cols(order.subvec(from, from + m - 1));
            const Column part = channel_statistics(batch, x.n_rows).variance;
            sum += static_cast<double>(arma::mean(part(varied) / whole(varied)));
        }
    }
    // Σ/(N − 1), which a batch's Σ/(m − 1) is on average, is N/(N − 1) times `whole`.
    const auto size = static_cast<double>(m), all = static_cast<double>(n);
    const double with_m = sum / count * (all - 1) / all;
    return {.with_m = with_m, .with_m_less_1 = with_m * size / (size - 1)};
}

} // namespace descente
