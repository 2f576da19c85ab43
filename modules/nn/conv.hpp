// The convolution layer.
#pragma once

#include "nn/init.hpp"
#include "nn/module.hpp"

namespace descente {

/// What a convolution layer is made of, for designated initialisers:
/// Conv2d({.in = 1, .out = 8, .kernel = 3, .stride = 2, .padding = 1}, rng).
struct ConvOptions {
    Index in = 0, out = 0; ///< channels
    Index kernel = 3;      ///< rows and columns of each filter
    Index stride = 1;
    Index padding = 0; ///< rows and columns of zeros around the image
    bool bias = true;
};

/// y = W ⋆ x + b, a cross-correlation (slide "Couche de convolution"). x folds as rows × cols ×
/// channels; W is fan-in × out with fan-in = kernel²·channels, filter o in column o; b is out × 1,
/// or an empty Var. Throws ShapeError when they do not fit.
Var conv2d(const Var& x, const Var& W, const Var& b, Index stride = 1, Index padding = 0);

/// The layer: image in, image out, ⌊(n + 2·padding − kernel)/stride⌋ + 1 rows and columns.
class Conv2d : public Module {
  public:
    /// Throws ShapeError when a size or the stride is 0.
    Conv2d(ConvOptions options, Rng& rng, const Init& init = kaiming_uniform);
    Var forward(const Var& x, Mode mode) override;
    void visit(const std::string& prefix, const Visitor& visitor) override;
    LayerKind kind() const override { return LayerKind::convolution; }
    std::string name() const override;  ///< "Conv2d 3→64, 7×7, stride 2, padding 3"
    std::string brief() const override; ///< "conv 7×7 /2"

    Var W, b; ///< b is empty without a bias

  private:
    ConvOptions options_;
};

} // namespace descente
