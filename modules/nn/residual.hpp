// The residual block (He et al., CVPR 2016): two convolutions, and a way round them.
#pragma once

#include "nn/conv.hpp"
#include "nn/norm.hpp"

#include <optional>

namespace descente {

/// What is added to the result of the two convolutions.
enum class Shortcut {
    none,       ///< nothing: the plain twin of a residual block
    identity,   ///< x itself: ResBlock A of the slides
    projection, ///< a 1×1 convolution of x, with batch norm: ResBlock B
    zero_pad    ///< every stride-th place of x, missing channels 0: He's "option A", no parameters
};

/// relu(a + b) as one node.
Var relu_of_sum(const Var& a, const Var& b);
/// Every stride-th place of the image, with `channels` channels, the new ones 0.
Var subsampled(const Var& x, Index stride, Index channels);

struct ResidualOptions {
    Index in = 0, out = 0; ///< channels
    Index stride = 1;      ///< of the first convolution
    Shortcut shortcut = Shortcut::identity;
    bool batch_norm = true; ///< without it, the convolutions have biases
};

/// y = relu(F(x) + shortcut(x)), F = conv 3×3, batch norm, ReLU, conv 3×3, batch norm.
class ResidualBlock : public Module {
  public:
    /// Throws ShapeError for an identity that changes the size (in ≠ out, or stride ≠ 1).
    ResidualBlock(ResidualOptions options, Rng& rng, const Init& init = kaiming_uniform);
    Var forward(const Var& x, Mode mode) override;
    /// The block's two terms before they are added: F(x) and the shortcut (an empty Var when none).
    std::pair<Var, Var> branches(const Var& x, Mode mode);
    /// Names as in torchvision: conv1, bn1, conv2, bn2, downsample.0, downsample.1.
    void visit(const std::string& prefix, const Visitor& visitor) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) const override;

  private:
    ResidualOptions options_;
    Conv2d conv1_, conv2_;
    std::optional<BatchNorm> bn1_, bn2_;
    std::optional<Conv2d> projection_;
    std::optional<BatchNorm> projection_bn_;
};

} // namespace descente
