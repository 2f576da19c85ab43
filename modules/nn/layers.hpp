// Dense layers, activations, and networks as sequences of layers.
#pragma once

#include "nn/init.hpp"
#include "nn/module.hpp"

#include <optional>

namespace descente {

/// y = Wᵀx + b, W fan-in × fan-out.
class Linear : public Module {
  public:
    Linear(Index inputs, Index outputs, Rng& rng, const Init& init = kaiming_uniform);
    /// Of an image: each column of W folds as the image does.
    Linear(Shape input, Index outputs, Rng& rng, const Init& init = kaiming_uniform);
    Var forward(const Var& x, Mode mode) override;
    void visit(const std::string& prefix, const Visitor& visitor) override;
    LayerKind kind() const override { return LayerKind::dense; }
    std::string name() const override;
    std::string brief() const override { return "dense"; }

    Var W, b;
};

/// A layer that stores nothing: a function, by default one of each number, and its name.
class Function : public Module {
  public:
    Function(std::string name, std::function<Var(const Var&)> function,
             LayerKind kind = LayerKind::activation, std::string brief = {})
        : name_(std::move(name)),
          brief_(brief.empty() ? name_ : std::move(brief)),
          kind_(kind),
          function_(std::move(function))
    {
    }
    Var forward(const Var& x, Mode /*mode*/) override { return function_(x); }
    LayerKind kind() const override { return kind_; }
    std::string name() const override { return name_; }
    std::string brief() const override { return brief_; }

  private:
    std::string name_, brief_;
    LayerKind kind_;
    std::function<Var(const Var&)> function_;
};

Function relu_layer();
Function tanh_layer();
Function sigmoid_layer();
Function softmax_layer(); ///< of each column

/// Layers one after the other: f = f_L ∘ … ∘ f_1.
class Sequential : public Module {
  public:
    Sequential() = default;
    /// For inputs of this shape: each layer added is checked against the one before.
    explicit Sequential(Shape input) : output_(input) {}

    /// `net.add(Linear(784, 10, rng))`; returns the network, so that calls chain. Its tensors are
    /// named by the layer's number, or by `name`. Throws ShapeError when the layer does not fit a
    /// network whose input shape is known.
    template <class Layer>
    Sequential& add(Layer layer, std::string name = {})
    {
        return add(std::unique_ptr<Module>(std::make_unique<Layer>(std::move(layer))),
                   std::move(name));
    }
    Sequential& add(std::unique_ptr<Module> layer, std::string name = {});
    /// What the last layer gives, of a network whose input shape is known; else ShapeError.
    const Shape& output() const;
    Var forward(const Var& x, Mode mode) override;
    Var forward_relu_of_sum(const Var& x, const Var& added, Mode mode) override;
    void visit(const std::string& prefix, const Visitor& visitor) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) override;

    Index size() const { return layers_.size(); }
    Module& layer(Index i) { return *layers_.at(i); }
    const std::string& name_of(Index i) const { return names_.at(i); } ///< "0", "layer1.0"

  private:
    Var through(const Var& x, std::size_t last, Mode mode); ///< the first `last` layers

    std::vector<std::unique_ptr<Module>> layers_;
    std::vector<std::string> names_;
    std::optional<Shape> output_;
};

/// A multi-layer perceptron: mlp({784, 256, 10}, rng) is Linear, ReLU, Linear.
Sequential mlp(const std::vector<Index>& sizes, Rng& rng, const Init& init = kaiming_uniform,
               const std::function<Function()>& activation = relu_layer);

/// The sizes of an MLP whose `hidden` hidden layers have `width` units each, for mlp().
std::vector<Index> layer_sizes(Index inputs, Index hidden, Index width, Index outputs);

} // namespace descente
