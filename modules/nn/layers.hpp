// Dense layers, activations, and networks as sequences of layers.
#pragma once

#include "nn/init.hpp"
#include "nn/module.hpp"

#include <optional>

namespace descente {

/// What Linear(inputs, outputs) is, without making it: inputs·outputs weights may be more than any
/// memory holds.
LayerInfo linear_info(Index inputs, Index outputs);

/// y = Wᵀx + b, W fan-in × fan-out.
class Linear : public Module {
  public:
    Linear(Index inputs, Index outputs, Rng& rng, const Init& init = kaiming_uniform);
    /// Of an image: each column of W folds as the image does.
    Linear(Shape input, Index outputs, Rng& rng, const Init& init = kaiming_uniform);
    Var forward(const Var& x, Mode mode) override;
    void visit(const std::string& prefix, const Visitor& visitor) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) const override;

    Var W, b;
};

/// A function of each element: "ReLU", "tanh", "sigmoid", or "softmax" of each column.
class Activation : public Module {
  public:
    Activation(std::string name, std::function<Var(const Var&)> function);
    Var forward(const Var& x, Mode mode) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) const override;
    const std::string& name() const { return name_; }

  private:
    std::string name_;
    std::function<Var(const Var&)> function_;
};

Activation relu_layer();
Activation tanh_layer();
Activation sigmoid_layer();
Activation softmax_layer();

/// Layers one after the other: f = f_L ∘ … ∘ f_1.
class Sequential : public Module {
  public:
    Sequential() = default;
    /// For inputs of this shape: each layer added is checked against the one before.
    explicit Sequential(Shape input) : output_(input) {}

    /// `net.add(Linear(784, 10, rng))`; returns the network, so that calls chain. Throws ShapeError
    /// when the layer does not fit a network whose input shape is known.
    template <class Layer>
    Sequential& add(Layer layer)
    {
        return add(std::unique_ptr<Module>(std::make_unique<Layer>(std::move(layer))));
    }
    Sequential& add(std::unique_ptr<Module> layer);
    /// What the last layer gives, of a network whose input shape is known; else ShapeError.
    const Shape& output() const;
    Var forward(const Var& x, Mode mode) override;
    void visit(const std::string& prefix, const Visitor& visitor) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) const override;

    Index size() const { return layers_.size(); }
    Module& layer(Index i) { return *layers_.at(i); }

  private:
    std::vector<std::unique_ptr<Module>> layers_;
    std::optional<Shape> output_;
};

/// A multi-layer perceptron: mlp({784, 256, 10}, rng) is Linear, ReLU, Linear.
Sequential mlp(const std::vector<Index>& sizes, Rng& rng, const Init& init = kaiming_uniform,
               const std::function<Activation()>& activation = relu_layer);

/// The sizes of an MLP whose `hidden` hidden layers have `width` units each, for mlp().
std::vector<Index> layer_sizes(Index inputs, Index hidden, Index width, Index outputs);
/// The width with which such an MLP comes nearest to that many parameters (at least 1).
Index width_for(Index parameters, Index inputs, Index hidden, Index outputs);

} // namespace descente
