#include "kernels/batch_norm.hpp"

#include "base/cpu.hpp"

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

} // namespace

ChannelStatistics channel_statistics(const Matrix& x, Index channels)
{
    if (is_plain(x, channels)) return channel_statistics(turned(x), channels);
    const Index plane = x.n_rows / channels;
    const auto m = static_cast<double>(plane * x.n_cols);
    ChannelStatistics result{Column(channels), Column(channels)};
    for_each_channel(x, channels, [&](Index c) {
        // Plane by plane: mean and squares about it, then put together (Chan, Golub & LeVeque).
        double mean = 0, squares = 0, seen = 0;
        for (Index n = 0; n < x.n_cols; ++n) {
            const Real* const numbers = x.colptr(n) + c * plane;
            Real sum = 0, about = 0;
#pragma omp simd reduction(+ : sum)
            for (Index i = 0; i < plane; ++i) sum += numbers[i];
            const Real middle = sum / static_cast<Real>(plane);
#pragma omp simd reduction(+ : about)
            for (Index i = 0; i < plane; ++i)
                about += (numbers[i] - middle) * (numbers[i] - middle);
            const auto count = static_cast<double>(plane);
            const double step = static_cast<double>(middle) - mean;
            mean += step * count / (seen + count);
            squares += static_cast<double>(about) + step * step * seen * count / (seen + count);
            seen += count;
        }
        result.mean[c] = static_cast<Real>(mean);
        result.variance[c] = static_cast<Real>(squares / m);
    });
    return result;
}

Matrix scale_and_shift(const Matrix& x, const Column& scale, const Column& shift, bool then_relu)
{
    const Index channels = scale.n_elem, plane = x.n_rows / channels;
    if (is_plain(x, channels)) {
        Matrix y = x.each_col() % scale;
        y.each_col() += shift;
        if (then_relu) y.transform([](Real value) { return value < 0 ? Real{0} : value; });
        return y;
    }
    Matrix y(x.n_rows, x.n_cols, arma::fill::none);
#pragma omp parallel for num_threads(threads_for_pass(x.n_elem))
    for (Index n = 0; n < x.n_cols; ++n)
        for (Index c = 0; c < channels; ++c) {
            const Real* const from = x.colptr(n) + c * plane;
            Real* const to = y.colptr(n) + c * plane;
            const Real a = scale[c], b = shift[c];
            for (Index i = 0; i < plane; ++i) {
                const Real value = a * from[i] + b;
                to[i] = then_relu && value < 0 ? 0 : value; // NaN stays NaN
            }
        }
    return y;
}

BatchNormGradient batch_norm_gradient(const Matrix& x, const Matrix& dy, const Column& mean,
                                      const Column& factor, const Matrix& gamma, const Matrix& beta,
                                      bool then_relu, bool moving)
{
    const Index channels = mean.n_elem, plane = x.n_rows / channels;
    if (is_plain(x, channels)) {
        BatchNormGradient result = batch_norm_gradient(turned(x), turned(dy), mean, factor, gamma,
                                                       beta, then_relu, moving);
        result.dx = turned_back(std::move(result.dx), channels);
        return result;
    }
    const auto m = static_cast<Real>(plane * x.n_cols);
    BatchNormGradient result{Matrix(x.n_rows, x.n_cols, arma::fill::none), Matrix(channels, 1),
                             Matrix(channels, 1)};
    for_each_channel(x, channels, [&](Index c) {
        const Real scale = gamma[c] * factor[c], shift = beta[c] - scale * mean[c];
        // Where the ReLU let nothing through, nothing comes back.
        const auto passed = [=](Real value, Real upstream) {
            return then_relu && !(scale * value + shift > 0) ? Real{0} : upstream;
        };
        double sum = 0, product = 0; // of dy and of dy·x̂
        for (Index n = 0; n < x.n_cols; ++n) {
            const Real* const value = x.colptr(n) + c * plane;
            const Real* const upstream = dy.colptr(n) + c * plane;
            Real plane_sum = 0, plane_product = 0;
#pragma omp simd reduction(+ : plane_sum, plane_product)
            for (Index i = 0; i < plane; ++i) {
                const Real d = passed(value[i], upstream[i]);
                plane_sum += d;
                plane_product += d * ((value[i] - mean[c]) * factor[c]);
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
            const Real* const value = x.colptr(n) + c * plane;
            const Real* const upstream = dy.colptr(n) + c * plane;
            Real* const down = result.dx.colptr(n) + c * plane;
            for (Index i = 0; i < plane; ++i)
                down[i] = scale * passed(value[i], upstream[i]) + slope * value[i] + offset;
        }
    });
    return result;
}

} // namespace descente
