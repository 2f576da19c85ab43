#include "nn/layers.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

namespace descente {

// ---- Linear ----

Linear::Linear(Index inputs, Index outputs, Rng& rng, const Init& init)
    : Linear(Shape{inputs}, outputs, rng, init)
{
}

Linear::Linear(Shape input, Index outputs, Rng& rng, const Init& init)
{
    const Index inputs = input.size();
    if (inputs == 0 || outputs == 0)
        throw ShapeError(
            fmt::format("Linear {}→{}: both sizes must be 1 or more", inputs, outputs));
    Matrix weights(inputs, outputs), biases(outputs, 1);
    init(weights, biases, rng);
    W = parameter(std::move(weights), input);
    b = parameter(std::move(biases));
}

Var Linear::forward(const Var& x, Mode /*mode*/)
{
    if (x.rows() != W.rows())
        throw ShapeError(fmt::format("Linear {}→{} got {} inputs ({})", W.rows(), W.cols(),
                                     x.rows(), to_string(x.shape())));
    return affine(x, W, b);
}

void Linear::visit(const std::string& prefix, const Visitor& visitor)
{
    visitor({.name = prefix + "W", .value = W.value(), .parameter = &W, .is_weight = true});
    visitor({.name = prefix + "b", .value = b.value(), .parameter = &b});
}

LayerInfo linear_info(Index inputs, Index outputs)
{
    return {fmt::format("Linear {}→{}", inputs, outputs), Shape{outputs},
            inputs * outputs + outputs, std::uint64_t{inputs} * outputs};
}

Shape Linear::describe(const Shape& input, std::vector<LayerInfo>& rows) const
{
    const LayerInfo info = linear_info(W.rows(), W.cols());
    if (input.size() != W.rows())
        throw ShapeError(fmt::format("{} got {} inputs; the layer before gives {}", info.layer,
                                     input.size(), to_string(input)));
    rows.push_back(info);
    return info.output;
}

// ---- Activation ----

Activation::Activation(std::string name, std::function<Var(const Var&)> function)
    : name_(std::move(name)), function_(std::move(function))
{
}

Var Activation::forward(const Var& x, Mode /*mode*/) { return function_(x); }

Shape Activation::describe(const Shape& input, std::vector<LayerInfo>& rows) const
{
    rows.push_back({name_, input, 0, 0});
    return input;
}

Activation relu_layer() { return {"ReLU", relu}; }
Activation tanh_layer()
{
    return {"tanh", [](const Var& x) { return tanh(x); }};
}
Activation sigmoid_layer() { return {"sigmoid", sigmoid}; }
Activation softmax_layer() { return {"softmax", softmax}; }

// ---- Sequential ----

namespace {

// What `work` with layer i throws, with the number of the layer before it.
template <class Work>
auto numbered(std::size_t i, const Work& work)
{
    try {
        return work();
    } catch (const ShapeError& error) {
        throw ShapeError(fmt::format("layer {}: {}", i + 1, error.what()));
    }
}

} // namespace

Sequential& Sequential::add(std::unique_ptr<Module> layer)
{
    std::vector<LayerInfo> unused;
    if (output_)
        output_ = numbered(layers_.size(), [&] { return layer->describe(*output_, unused); });
    layers_.push_back(std::move(layer));
    return *this;
}

const Shape& Sequential::output() const
{
    if (!output_)
        throw ShapeError("this network does not know its input: construct it with a Shape");
    return *output_;
}

Var Sequential::forward(const Var& x, Mode mode)
{
    Var y = x;
    for (std::size_t i = 0; i < layers_.size(); ++i)
        y = numbered(i, [&] { return layers_[i]->forward(y, mode); });
    return y;
}

void Sequential::visit(const std::string& prefix, const Visitor& visitor)
{
    for (std::size_t i = 0; i < layers_.size(); ++i)
        layers_[i]->visit(fmt::format("{}{}.", prefix, i), visitor);
}

Shape Sequential::describe(const Shape& input, std::vector<LayerInfo>& rows) const
{
    Shape shape = input;
    for (std::size_t i = 0; i < layers_.size(); ++i)
        shape = numbered(i, [&] { return layers_[i]->describe(shape, rows); });
    return shape;
}

Sequential mlp(const std::vector<Index>& sizes, Rng& rng, const Init& init,
               const std::function<Activation()>& activation)
{
    if (sizes.size() < 2) throw ShapeError("mlp: give at least the input and the output size");
    Sequential net;
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
        if (i > 0) net.add(activation());
        net.add(Linear(sizes[i], sizes[i + 1], rng, init));
    }
    return net;
}

std::vector<Index> layer_sizes(Index inputs, Index hidden, Index width, Index outputs)
{
    std::vector<Index> sizes(hidden + 2, width);
    sizes.front() = inputs;
    sizes.back() = outputs;
    return sizes;
}

Index width_for(Index parameters, Index inputs, Index hidden, Index outputs)
{
    const auto off_by = [&](Index width) {
        const std::vector<Index> sizes = layer_sizes(inputs, hidden, width, outputs);
        Index count = 0;
        for (std::size_t i = 1; i < sizes.size(); ++i)
            count += linear_info(sizes[i - 1], sizes[i]).parameters;
        return count > parameters ? count - parameters : parameters - count;
    };
    Index width = 1;
    while (hidden > 0 && off_by(width + 1) < off_by(width)) ++width;
    return width;
}

} // namespace descente
