// What every layer and every network is: something with a forward pass and named parameters.
#pragma once

#include "autodiff/ops.hpp"
#include "base/rng.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace descente {

enum class Mode { train, eval };

/// A stored tensor of a module: a learned parameter, or a buffer such as running statistics.
struct NamedTensor {
    std::string name; ///< "layers.2.W"
    Matrix& value;
    Var* parameter = nullptr; ///< null for a buffer
    bool is_weight = false;   ///< a W (weight decay applies) rather than a bias, gain or buffer
    bool is_filter = false;   ///< the W of a convolution: each column folds as an image
};
using Visitor = std::function<void(const NamedTensor&)>;

/// What a layer is, for those who draw, count or join layers: nobody has to read its name.
/// `activation` is a function of each number, `composite` whatever is made of layers.
enum class LayerKind { dense, convolution, norm, relu, activation, pool, sum, composite, other };
inline bool is_activation(LayerKind kind)
{
    return kind == LayerKind::relu || kind == LayerKind::activation;
}

/// What one layer is and costs, for the table of the model and for drawings.
struct LayerInfo {
    std::string layer; ///< "Conv2d 64→128, 3×3, stride 2, padding 1"
    Shape output = {};
    Index parameters = 0;   ///< learned numbers
    std::uint64_t macs = 0; ///< multiply-accumulates for one sample, biases not counted
    LayerKind kind = LayerKind::other;
    std::string brief = {};   ///< "conv 3×3 /2", where its channels stand beside it
    std::string part = {};    ///< of the network that it belongs to: "layer2.0"; often none
    bool on_shortcut = false; ///< beside the layers that the shortcut goes round
};

class Module {
  public:
    virtual ~Module() = default;
    Module() = default;
    Module(Module&&) = default;
    Module& operator=(Module&&) = default;
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;

    /// x is features × batch; the result likewise. Throws ShapeError naming the layer.
    virtual Var forward(const Var& x, Mode mode) = 0;
    /// Calls `visitor` for each parameter and buffer, in a fixed order, names prefixed.
    virtual void visit(const std::string& prefix, const Visitor& visitor);
    virtual LayerKind kind() const { return LayerKind::composite; }
    /// "Linear 784→256"; of what is made of layers, nothing.
    virtual std::string name() const { return {}; }
    /// The name without what a drawing shows beside it: "dense".
    virtual std::string brief() const { return name(); }
    /// Followed by a ReLU; for a layer that can do both in fewer passes over memory.
    virtual Var forward_relu(const Var& x, Mode mode) { return relu(forward(x, mode)); }
    /// Followed by the end of a residual block, relu(y + added), likewise.
    virtual Var forward_relu_of_sum(const Var& x, const Var& added, Mode mode)
    {
        return relu(forward(x, mode) + added);
    }
    /// Appends one row a layer and returns the output shape, found by the pass of a batch without
    /// samples. Throws ShapeError when `input` does not fit.
    virtual Shape describe(const Shape& input, std::vector<LayerInfo>& rows);
};

/// All parameters in visiting order: what an optimiser is given.
std::vector<Var> parameters(Module& net);

/// Number of learned numbers.
Index parameter_count(Module& net);

/// Number of numbers that are stored and not learned.
Index buffer_count(Module& net);

/// Parameters and buffers copied out, and put back: early stopping, LR finder.
std::vector<Matrix> snapshot(Module& net);
void restore(Module& net, const std::vector<Matrix>& values); ///< ShapeError when it does not fit

/// Puts parameters and buffers back as they were when it goes, by the end of a scope or by an
/// exception: for looking at a network elsewhere without moving it.
class AsBefore {
  public:
    explicit AsBefore(Module& net) : net_(net), values_(snapshot(net)) {}
    ~AsBefore() { restore(net_, values_); }
    AsBefore(const AsBefore&) = delete;
    AsBefore& operator=(const AsBefore&) = delete;

  private:
    Module& net_;
    std::vector<Matrix> values_;
};

/// Prediction without recording, in blocks of `block` columns: classes × samples.
Matrix predict(Module& net, const Matrix& x, const Shape& shape, Index block = 512);

} // namespace descente
