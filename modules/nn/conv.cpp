#include "nn/conv.hpp"

#include "base/error.hpp"
#include "kernels/conv.hpp"

#include <cmath>
#include <fmt/format.h>

namespace descente {

namespace {

std::string conv_name(const ConvOptions& options) // "Conv2d 3→64, 7×7, stride 2, padding 3"
{
    std::string text =
        fmt::format("Conv2d {}→{}, {}×{}", options.in, options.out, options.kernel, options.kernel);
    if (options.stride != 1) text += fmt::format(", stride {}", options.stride);
    if (options.padding != 0) text += fmt::format(", padding {}", options.padding);
    return text;
}

// Throws when the input does not fit; names nothing before that, since each forward pass asks.
Shape output_of(const ConvOptions& options, const Shape& input)
{
    if (input.channels != options.in)
        throw ShapeError(fmt::format("{} got {} channels; the layer before gives {}",
                                     conv_name(options), input.channels, to_string(input)));
    const Index margin = 2 * options.padding, kernel = options.kernel;
    if (kernel > input.rows + margin || kernel > input.cols + margin)
        throw ShapeError(fmt::format("{}: the kernel is larger than the image of {} that the layer "
                                     "before gives; use a smaller kernel or more padding",
                                     conv_name(options), to_string(input)));
    return {(input.rows + margin - kernel) / options.stride + 1,
            (input.cols + margin - kernel) / options.stride + 1, options.out};
}

void refuse_empty(const ConvOptions& options)
{
    if (options.in == 0 || options.out == 0 || options.kernel == 0)
        throw ShapeError(
            fmt::format("{}: channels and kernel must be 1 or more", conv_name(options)));
    if (options.stride == 0)
        throw ShapeError(fmt::format("{}: the stride must be 1 or more", conv_name(options)));
}

} // namespace

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
        throw ShapeError(fmt::format("conv2d: the kernel {0}×{0} is larger than the image {1}×{2} "
                                     "with padding {3}",
                                     kernel, image.rows, image.cols, padding));
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
    refuse_empty(options);
    Matrix weights(options.kernel * options.kernel * options.in, options.out),
        biases(options.out, 1);
    init(weights, biases, rng);
    W = parameter(std::move(weights), Shape{options.kernel, options.kernel, options.in});
    if (options.bias) b = parameter(std::move(biases));
}

Var Conv2d::forward(const Var& x, Mode /*mode*/)
{
    output_of(options_, x.shape()); // refuses what does not fit, by name
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

Shape Conv2d::describe(const Shape& input, std::vector<LayerInfo>& rows) const
{
    rows.push_back(conv_info(options_, input));
    return rows.back().output;
}

LayerInfo conv_info(const ConvOptions& options, const Shape& input)
{
    refuse_empty(options);
    const Shape output = output_of(options, input);
    const Index weights = options.kernel * options.kernel * options.in * options.out;
    return {conv_name(options), output, weights + (options.bias ? options.out : 0),
            std::uint64_t{weights} * output.rows * output.cols};
}

} // namespace descente
