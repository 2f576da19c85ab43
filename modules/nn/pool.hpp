// Pooling layers, and the layers that turn images into vectors.
#pragma once

#include "nn/module.hpp"

namespace descente {

/// MaxPool({.window = 2}); MaxPool({.window = 3, .stride = 2, .padding = 1}).
struct PoolOptions {
    Index window = 2;
    Index stride = 0;  ///< 0: as the window
    Index padding = 0; ///< at most half of the window
};

/// The largest of each window; the gradient goes to the (first) largest.
Var max_pool(const Var& x, PoolOptions options);
/// The mean of each window; padding counts as zeros, as in PyTorch's default.
Var average_pool(const Var& x, PoolOptions options);
/// The mean of each plane: channels × batch.
Var global_average_pool(const Var& x);

/// max_pool as a layer. Throws ShapeError when a size is 0 or the padding above half the window.
class MaxPool : public Module {
  public:
    explicit MaxPool(PoolOptions options = {});
    Var forward(const Var& x, Mode mode) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) const override;

  private:
    PoolOptions options_;
};

/// average_pool as a layer.
class AveragePool : public Module {
  public:
    explicit AveragePool(PoolOptions options = {});
    Var forward(const Var& x, Mode mode) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) const override;

  private:
    PoolOptions options_;
};

/// global_average_pool as a layer.
class GlobalAveragePool : public Module {
  public:
    Var forward(const Var& x, Mode mode) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) const override;
};

/// An image as a plain vector; the numbers and their order stay.
class Flatten : public Module {
  public:
    Var forward(const Var& x, Mode mode) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) const override;
};

} // namespace descente
