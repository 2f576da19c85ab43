#include "nn/pool.hpp"

#include "base/error.hpp"
#include "kernels/pool.hpp"

#include <fmt/format.h>

namespace descente {

namespace {

Index stride_of(const PoolOptions& options)
{
    return options.stride == 0 ? options.window : options.stride;
}

std::string name_of(const char* kind, const PoolOptions& options)
{
    std::string name = fmt::format("{} {}×{}", kind, options.window, options.window);
    if (stride_of(options) != options.window)
        name += fmt::format(", stride {}", stride_of(options));
    if (options.padding != 0) name += fmt::format(", padding {}", options.padding);
    return name;
}

std::string brief_of(const char* kind, const PoolOptions& options)
{
    const std::string text = fmt::format("{0} {1}×{1}", kind, options.window);
    const Index stride = stride_of(options);
    return stride == options.window ? text : text + fmt::format(" /{}", stride);
}

// What every window needs, and that it fits the image.
PoolSize checked_size(const char* kind, const PoolOptions& options, const Shape& image)
{
    if (options.window == 0)
        throw ShapeError(fmt::format("{}: the window must be 1 or more", kind));
    if (2 * options.padding > options.window)
        throw ShapeError(fmt::format("{}: the padding may be half of the window at most",
                                     name_of(kind, options)));
    if (options.window > image.rows + 2 * options.padding ||
        options.window > image.cols + 2 * options.padding)
        throw ShapeError(fmt::format("{}: the window is larger than the image of {} that the layer "
                                     "before gives; use a smaller window or more padding",
                                     name_of(kind, options), to_string(image)));
    return {.rows = image.rows,
            .cols = image.cols,
            .channels = image.channels,
            .window = options.window,
            .stride = stride_of(options),
            .padding = options.padding};
}

Shape output_of(const PoolSize& size) { return {size.out_rows(), size.out_cols(), size.channels}; }

// The layer's name; refuses what can be refused without knowing the image.
std::string checked_name(const char* kind, const PoolOptions& options)
{
    checked_size(kind, options, Shape{options.window, options.window, 1});
    return name_of(kind, options);
}

} // namespace

// y = max of the window    dx = dy at the winner
// make exercise-max-pool
Var max_pool(const Var& x, PoolOptions options)
{
    const PoolSize size = checked_size("MaxPool", options, x.shape());
    MaxPooled pooled = max_pool_forward(size, x.value());
    return record("max pool", std::move(pooled.y), output_of(size), {x},
                  [x, size, winners = std::move(pooled.winners)](const Matrix& dy) {
                      x.add_grad(max_pool_gradient(size, winners, dy));
                  });
}

// y = Σ of the window / n    dx = dy/n in the whole window
Var average_pool(const Var& x, PoolOptions options)
{
    const PoolSize size = checked_size("AveragePool", options, x.shape());
    return record("average pool", average_pool_forward(size, x.value()), output_of(size), {x},
                  [x, size](const Matrix& dy) { x.add_grad(average_pool_gradient(size, dy)); });
}

// y = mean of each plane    dx = dy/plane in the whole plane
Var global_average_pool(const Var& x)
{
    const Index plane = x.shape().rows * x.shape().cols, channels = x.shape().channels;
    Matrix y(channels, x.cols(), arma::fill::none);
    for (Index n = 0; n < x.cols(); ++n)
        for (Index c = 0; c < channels; ++c) {
            const Real* const numbers = x.value().colptr(n) + c * plane;
            Real sum = 0;
#pragma omp simd reduction(+ : sum)
            for (Index i = 0; i < plane; ++i) sum += numbers[i];
            y(c, n) = sum / static_cast<Real>(plane);
        }
    return record("global average", std::move(y), Shape{channels}, {x},
                  [x, plane, channels](const Matrix& dy) {
                      Matrix dx(x.rows(), x.cols(), arma::fill::none);
                      for (Index n = 0; n < dx.n_cols; ++n)
                          for (Index c = 0; c < channels; ++c)
                              std::fill_n(dx.colptr(n) + c * plane, plane,
                                          dy(c, n) / static_cast<Real>(plane));
                      x.add_grad(std::move(dx));
                  });
}

MaxPool::MaxPool(PoolOptions options)
    : Function(
          checked_name("MaxPool", options), [=](const Var& x) { return max_pool(x, options); },
          LayerKind::pool, brief_of("max pool", options))
{
}

AveragePool::AveragePool(PoolOptions options)
    : Function(
          checked_name("AveragePool", options),
          [=](const Var& x) { return average_pool(x, options); }, LayerKind::pool,
          brief_of("average pool", options))
{
}

} // namespace descente
