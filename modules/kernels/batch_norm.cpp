#include "kernels/batch_norm.hpp"

#include "base/cpu.hpp"

#include <cmath>
#include <tuple>
#include <utility>

namespace descente {

namespace {

// Calls visit(channel): a thread meets all of a channel.
template <class Visit>
void for_each_channel(const Matrix& x, Index channels, const Visit& visit)
{
#pragma omp parallel for schedule(static) num_threads(threads_for_pass(x.n_elem))
    for (Index c = 0; c < channels; ++c) visit(c);
}

// Of plain vectors a plane is one number, and loops over planes would do little but begin and end.
// Turned round, all numbers of a channel are one long plane of a single sample.
bool is_plain(const Matrix& x, Index channels) { return x.n_rows == channels && x.n_cols > 1; }

Matrix turned(const Matrix& x)
{
    Matrix planes = x.t();
    planes.reshape(planes.n_elem, 1);
    return planes;
}

Matrix turned_back(Matrix planes, Index channels)
{
    planes.reshape(planes.n_elem / channels, channels);
    return planes.t();
}

// Mean and variance of channel c, plane by plane: mean and squares about it, then put together
// (Chan, Golub & LeVeque).
std::pair<Real, Real> statistics_of(const Matrix& x, Index plane, Index c)
{
    double mean = 0, squares = 0, seen = 0;
    for (Index n = 0; n < x.n_cols; ++n) {
        const Real* const numbers = x.colptr(n) + c * plane;
        Real sum = 0, about = 0;
#pragma omp simd reduction(+ : sum)
        for (Index i = 0; i < plane; ++i) sum += numbers[i];
        const Real middle = sum / static_cast<Real>(plane);
#pragma omp simd reduction(+ : about)
        for (Index i = 0; i < plane; ++i) about += (numbers[i] - middle) * (numbers[i] - middle);
        const auto count = static_cast<double>(plane);
        const double step = static_cast<double>(middle) - mean;
        mean += step * count / (seen + count);
        squares += static_cast<double>(about) + step * step * seen * count / (seen + count);
        seen += count;
    }
    return {static_cast<Real>(mean), static_cast<Real>(squares / seen)};
}

// Channel c of one sample of scale_and_shift().
void scale_plane(const Matrix& x, Index plane, Index c, Index n, Real scale, Real shift, Then then,
                 Matrix& y)
{
    const Index first = x.n_rows * n + plane * c;
    const Real* const from = x.memptr() + first;
    Real* const to = y.memptr() + first;
    const auto passed = [&](Real value) { return then.relu && value < 0 ? 0 : value; }; // NaN stays
    if (then.added != nullptr) {
        const Real* const added = then.added->memptr() + first;
        for (Index i = 0; i < plane; ++i) to[i] = passed(scale * from[i] + shift + added[i]);
    } else {
        for (Index i = 0; i < plane; ++i) to[i] = passed(scale * from[i] + shift);
    }
}

} // namespace

ChannelStatistics channel_statistics(const Matrix& x, Index channels)
{
    if (is_plain(x, channels)) return channel_statistics(turned(x), channels);
    ChannelStatistics result{Column(channels), Column(channels)};
    for_each_channel(x, channels, [&](Index c) {
        std::tie(result.mean[c], result.variance[c]) = statistics_of(x, x.n_rows / channels, c);
    });
    return result;
}

Matrix scale_and_shift(const Matrix& x, const Column& scale, const Column& shift, Then then)
{
    const Index channels = scale.n_elem;
    if (is_plain(x, channels)) {
        Matrix y = x.each_col() % scale;
        y.each_col() += shift;
        if (then.added != nullptr) y += *then.added;
        if (then.relu) y.transform([](Real value) { return value < 0 ? Real{0} : value; });
        return y;
    }
    Matrix y(x.n_rows, x.n_cols, arma::fill::none);
#pragma omp parallel for num_threads(threads_for_pass(x.n_elem))
    for (Index n = 0; n < x.n_cols; ++n)
        for (Index c = 0; c < channels; ++c)
            scale_plane(x, x.n_rows / channels, c, n, scale[c], shift[c], then, y);
    return y;
}

BatchNormed batch_norm_forward(const Matrix& x, const Matrix& gamma, const Matrix& beta,
                               Real epsilon, Then then)
{
    const Index channels = gamma.n_elem, plane = x.n_rows / channels;
    if (is_plain(x, channels)) {
        const Matrix added = then.added != nullptr ? turned(*then.added) : Matrix();
        if (then.added != nullptr) then.added = &added;
        BatchNormed result = batch_norm_forward(turned(x), gamma, beta, epsilon, then);
        result.y = turned_back(std::move(result.y), channels);
        return result;
    }
    BatchNormed result{Matrix(x.n_rows, x.n_cols, arma::fill::none),
                       {Column(channels), Column(channels)}};
    for_each_channel(x, channels, [&](Index c) {
        const auto [mean, variance] = statistics_of(x, plane, c);
        result.now.mean[c] = mean;
        result.now.variance[c] = variance;
        const Real scale = gamma[c] / std::sqrt(variance + epsilon), shift = beta[c] - scale * mean;
        for (Index n = 0; n < x.n_cols; ++n)
            scale_plane(x, plane, c, n, scale, shift, then, result.y);
    });
    return result;
}

BatchNormGradient batch_norm_gradient(const Matrix& x, Matrix dy, const Column& mean,
                                      const Column& factor, const Matrix& gamma, const Matrix& beta,
                                      Then then, bool moving)
{
    const Index channels = mean.n_elem, plane = x.n_rows / channels;
    if (is_plain(x, channels)) {
        const Matrix added = then.added != nullptr ? turned(*then.added) : Matrix();
        if (then.added != nullptr) then.added = &added;
        BatchNormGradient result =
            batch_norm_gradient(turned(x), turned(dy), mean, factor, gamma, beta, then, moving);
        result.dx = turned_back(std::move(result.dx), channels);
        if (then.added != nullptr) result.dadded = turned_back(std::move(result.dadded), channels);
        return result;
    }
    const auto m = static_cast<Real>(plane * x.n_cols);
    BatchNormGradient result{{}, {}, Matrix(channels, 1), Matrix(channels, 1)};
    if (then.added != nullptr) result.dx.set_size(x.n_rows, x.n_cols);
    for_each_channel(x, channels, [&](Index c) {
        const Real scale = gamma[c] * factor[c], shift = beta[c] - scale * mean[c];
        double sum = 0, product = 0; // of dy and of dy·x̂
        for (Index n = 0; n < x.n_cols; ++n) {
            const Index first = x.n_rows * n + plane * c;
            const Real* const value = x.memptr() + first;
            Real* const upstream = dy.memptr() + first;
            Real plane_sum = 0, plane_product = 0;
            const auto add = [&](Index i) {
                plane_sum += upstream[i];
                plane_product += upstream[i] * ((value[i] - mean[c]) * factor[c]);
            };
            // Where the ReLU let nothing through, nothing comes back. (What comes is read in any
            // case: no branch, so vector instructions.)
            if (then.relu && then.added != nullptr) {
                const Real* const added = then.added->memptr() + first;
#pragma omp simd reduction(+ : plane_sum, plane_product)
                for (Index i = 0; i < plane; ++i) {
                    const Real up = upstream[i];
                    upstream[i] = scale * value[i] + shift + added[i] > 0 ? up : 0;
                    add(i);
                }
            } else if (then.relu) {
#pragma omp simd reduction(+ : plane_sum, plane_product)
                for (Index i = 0; i < plane; ++i) {
                    const Real up = upstream[i];
                    upstream[i] = scale * value[i] + shift > 0 ? up : 0;
                    add(i);
                }
            } else {
#pragma omp simd reduction(+ : plane_sum, plane_product)
                for (Index i = 0; i < plane; ++i) add(i);
            }
            sum += static_cast<double>(plane_sum);
            product += static_cast<double>(plane_product);
        }
        result.dbeta[c] = static_cast<Real>(sum);
        result.dgamma[c] = static_cast<Real>(product);
        // dx = scale·dy + slope·x + offset
        const Real slope = moving ? -scale * factor[c] * result.dgamma[c] / m : 0;
        const Real offset = moving ? -scale * result.dbeta[c] / m - slope * mean[c] : 0;
        for (Index n = 0; n < x.n_cols; ++n) {
            const Index first = x.n_rows * n + plane * c;
            const Real* const value = x.memptr() + first;
            const Real* const upstream = dy.memptr() + first;
            Real* const down = (then.added != nullptr ? result.dx : dy).memptr() + first;
#pragma omp simd
            for (Index i = 0; i < plane; ++i)
                down[i] = scale * upstream[i] + slope * value[i] + offset;
        }
    });
    (then.added != nullptr ? result.dadded : result.dx) = std::move(dy);
    return result;
}

} // namespace descente
