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
    Matrix weights(inputs, outputs, arma::fill::none), biases(outputs, 1);
    init(weights, biases, outputs, rng);
    W = parameter(std::move(weights), input);
    b = parameter(std::move(biases));
}

std::string Linear::name() const { return fmt::format("Linear {}→{}", W.rows(), W.cols()); }

Var Linear::forward(const Var& x, Mode /*mode*/)
{
    if (x.rows() != W.rows())
        throw ShapeError(fmt::format("{} got {} inputs; the layer before gives {}", name(),
                                     x.rows(), to_string(x.shape())));
    return affine(x, W, b);
}

void Linear::visit(const std::string& prefix, const Visitor& visitor)
{
    visitor({.name = prefix + "W", .value = W.value(), .parameter = &W, .is_weight = true});
    visitor({.name = prefix + "b", .value = b.value(), .parameter = &b});
}

// ---- layers that store nothing ----

Function relu_layer() { return {"ReLU", relu, LayerKind::relu}; }
Function tanh_layer() { return {"tanh", static_cast<Var (*)(const Var&)>(tanh)}; }
Function sigmoid_layer() { return {"sigmoid", sigmoid}; }
Function softmax_layer() { return {"softmax", softmax, LayerKind::other}; }

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

Sequential& Sequential::add(std::unique_ptr<Module> layer, std::string name)
{
    std::vector<LayerInfo> unused;
    if (output_)
        output_ = numbered(layers_.size(), [&] { return layer->describe(*output_, unused); });
    names_.push_back(name.empty() ? std::to_string(layers_.size()) : std::move(name));
    layers_.push_back(std::move(layer));
    return *this;
}

const Shape& Sequential::output() const
{
    if (!output_)
        throw ShapeError("this network does not know its input: construct it with a Shape");
    return *output_;
}

// The layers 0 … last − 1. A ReLU goes together with the layer before it.
Var Sequential::through(const Var& x, std::size_t last, Mode mode)
{
    Var y = x;
    for (std::size_t i = 0; i < last; ++i) {
        const bool then_relu = i + 1 < last && layers_[i + 1]->kind() == LayerKind::relu;
        y = numbered(i, [&] {
            return then_relu ? layers_[i]->forward_relu(y, mode) : layers_[i]->forward(y, mode);
        });
        i += then_relu;
    }
    return y;
}

Var Sequential::forward(const Var& x, Mode mode) { return through(x, layers_.size(), mode); }

Var Sequential::forward_relu_of_sum(const Var& x, const Var& added, Mode mode)
{
    if (layers_.empty() || layers_.back()->kind() == LayerKind::relu)
        return Module::forward_relu_of_sum(x, added, mode);
    const std::size_t last = layers_.size() - 1;
    const Var y = through(x, last, mode);
    return numbered(last, [&] { return layers_[last]->forward_relu_of_sum(y, added, mode); });
}

void Sequential::visit(const std::string& prefix, const Visitor& visitor)
{
    for (std::size_t i = 0; i < layers_.size(); ++i)
        layers_[i]->visit(prefix + names_[i] + ".", visitor);
}

// What is made of layers is a part of the network, and gives its layers its name.
Shape Sequential::describe(const Shape& input, std::vector<LayerInfo>& rows)
{
    Shape shape = input;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const std::size_t first = rows.size();
        shape = numbered(i, [&] { return layers_[i]->describe(shape, rows); });
        if (layers_[i]->kind() != LayerKind::composite) continue;
        for (std::size_t row = first; row < rows.size(); ++row)
            rows[row].part = names_[i] + (rows[row].part.empty() ? "" : "." + rows[row].part);
    }
    return shape;
}

Sequential mlp(const std::vector<Index>& sizes, Rng& rng, const Init& init,
               const std::function<Function()>& activation)
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

} // namespace descente
