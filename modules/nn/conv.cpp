#include "nn/conv.hpp"

#include "base/error.hpp"
#include "kernels/conv.hpp"

#include <cmath>
#include <fmt/format.h>

namespace descente {

// y = W ⋆ x + b    dx: dy correlated with W turned round    dW = Σ x·dy    db = Σ dy
Var conv2d(const Var& x, const Var& W, const Var& b, Index stride, Index padding)
{
    const Shape& image = x.shape();
    const auto kernel = static_cast<Index>(std::lround(
        std::sqrt(static_cast<double>(W.rows()) / static_cast<double>(image.channels))));
    if (kernel * kernel * image.channels != W.rows())
        throw ShapeError(fmt::format("conv2d: filters of {} numbers do not fit an image of {}",
                                     W.rows(), to_string(image)));
    if (stride == 0) throw ShapeError("conv2d: the stride must be 1 or more");
    if (kernel > image.rows + 2 * padding || kernel > image.cols + 2 * padding)
        throw ShapeError(fmt::format("conv2d: a {0}×{0} kernel is larger than the image of {1} "
                                     "that the layer before gives; use a smaller kernel or more "
                                     "padding",
                                     kernel, to_string(image)));
    if (!b.empty() && (b.rows() != W.cols() || b.cols() != 1))
        throw ShapeError(fmt::format("conv2d: {} filters need {}×1 biases, not {}×{}", W.cols(),
                                     W.cols(), b.rows(), b.cols()));
    const ConvSize size{.rows = image.rows,
                        .cols = image.cols,
                        .in_channels = image.channels,
                        .out_channels = W.cols(),
                        .kernel = kernel,
                        .stride = stride,
                        .padding = padding};
    std::vector<Var> parents{x, W};
    if (!b.empty()) parents.push_back(b);
    return record("conv",
                  conv_forward(size, x.value(), W.value(), b.empty() ? Matrix() : b.value()),
                  Shape{size.out_rows(), size.out_cols(), size.out_channels}, std::move(parents),
                  [x, W, b, size](const Matrix& dy) {
                      if (x.needs_grad()) x.add_grad(conv_input_gradient(size, W.value(), dy));
                      if (W.needs_grad()) W.add_grad(conv_weight_gradient(size, x.value(), dy));
                      if (b.needs_grad()) b.add_grad(channel_sums(dy, size.out_channels));
                  });
}

Conv2d::Conv2d(ConvOptions options, Rng& rng, const Init& init) : options_(options)
{
    if (options.in == 0 || options.out == 0 || options.kernel == 0 || options.stride == 0)
        throw ShapeError(fmt::format("{}: channels, kernel and stride must be 1 or more", name()));
    Matrix weights(options.kernel * options.kernel * options.in, options.out, arma::fill::none),
        biases(options.out, 1);
    init(weights, biases, options.out * options.kernel * options.kernel, rng);
    W = parameter(std::move(weights), Shape{options.kernel, options.kernel, options.in});
    if (options.bias) b = parameter(std::move(biases));
}

std::string Conv2d::name() const
{
    std::string text = fmt::format("Conv2d {}→{}, {}×{}", options_.in, options_.out,
                                   options_.kernel, options_.kernel);
    if (options_.stride != 1) text += fmt::format(", stride {}", options_.stride);
    if (options_.padding != 0) text += fmt::format(", padding {}", options_.padding);
    return text;
}

std::string Conv2d::brief() const
{
    const std::string text = fmt::format("conv {0}×{0}", options_.kernel);
    return options_.stride == 1 ? text : text + fmt::format(" /{}", options_.stride);
}

Var Conv2d::forward(const Var& x, Mode /*mode*/)
{
    if (x.shape().channels != options_.in)
        throw ShapeError(fmt::format("{} got {} channels; the layer before gives {}", name(),
                                     x.shape().channels, to_string(x.shape())));
    return conv2d(x, W, b, options_.stride, options_.padding);
}

void Conv2d::visit(const std::string& prefix, const Visitor& visitor)
{
    visitor({.name = prefix + "W",
             .value = W.value(),
             .parameter = &W,
             .is_weight = true,
             .is_filter = true});
    if (!b.empty()) visitor({.name = prefix + "b", .value = b.value(), .parameter = &b});
}

} // namespace descente
