// Pooling layers, and the layers that turn images into vectors.
#pragma once

#include "nn/layers.hpp"

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

/// As layers. Throw ShapeError when a size is 0 or the padding above half the window.
struct MaxPool : Function {
    explicit MaxPool(PoolOptions options = {});
};
struct AveragePool : Function {
    explicit AveragePool(PoolOptions options = {});
};
struct GlobalAveragePool : Function {
    GlobalAveragePool()
        : Function("GlobalAveragePool", global_average_pool, LayerKind::pool, "global average")
    {
    }
};

/// An image as a plain vector; the numbers and their order stay.
struct Flatten : Function {
    Flatten()
        : Function(
              "Flatten", [](const Var& x) { return reshaped(x, Shape{x.rows()}); },
              LayerKind::other)
    {
    }
};

} // namespace descente
