// Batch normalisation (Ioffe & Szegedy, ICML 2015), for images and for plain vectors.
#pragma once

#include "nn/module.hpp"

namespace descente {

/// A channel is a plane of an image, or one number of a plain vector.
inline Index channels_of(const Shape& shape)
{
    return shape.is_image() ? shape.channels : shape.rows;
}

/// The mean and variance that evaluation uses, followed while training.
struct RunningStatistics {
    Matrix mean, variance; ///< channels × 1
};

struct BatchNormOptions {
    double epsilon = 1e-5;
    /// Weight of the old value: running ← decay·running + (1 − decay)·batch. PyTorch's `momentum`
    /// is 1 − decay.
    double running_decay = 0.9;
    bool then_relu = false; ///< relu(batch_norm(…)) as one node: two passes over memory fewer
};

/// y = γ·(x − μ)/√(σ² + ε) + β in each channel. Training: μ and σ² (with 1/m) are the batch's, over
/// samples and places, and `running` follows them, its variance with 1/(m − 1) as in PyTorch (ONNX
/// and Keras divide by m).
/// Evaluation: `running` itself. `added`, where there is one, is added to y before the ReLU: the
/// end of a residual block as one node. Throws ShapeError in training when m is 1, where σ² is 0
/// whatever x is.
Var batch_norm(const Var& x, const Var& gamma, const Var& beta, RunningStatistics& running,
               Mode mode, BatchNormOptions options = {}, const Var& added = {});

/// The layer: γ = 1, β = 0 and running statistics of mean 0 and variance 1 at first. 2C numbers
/// are learned, 2C more are stored.
class BatchNorm : public Module {
  public:
    /// `channels` of images, or features of plain vectors. Throws ShapeError when 0.
    explicit BatchNorm(Index channels, BatchNormOptions options = {});
    Var forward(const Var& x, Mode mode) override;
    Var forward_relu(const Var& x, Mode mode) override;
    Var forward_relu_of_sum(const Var& x, const Var& added, Mode mode) override;
    void visit(const std::string& prefix, const Visitor& visitor) override;
    LayerKind kind() const override { return LayerKind::norm; }
    std::string name() const override { return "BatchNorm " + std::to_string(gamma.rows()); }
    std::string brief() const override { return "batch norm"; }

    Var gamma, beta;
    RunningStatistics running;

  private:
    BatchNormOptions options_;
};

} // namespace descente
