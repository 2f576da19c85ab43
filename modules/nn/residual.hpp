// The residual block (He et al., CVPR 2016): two or three convolutions, and a way round them.
#pragma once

#include "nn/conv.hpp"
#include "nn/norm.hpp"

#include <optional>

namespace descente {

/// What is added to the result of the convolutions.
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
    Index stride = 1;      ///< of the first 3×3 convolution
    Shortcut shortcut = Shortcut::identity;
    bool batch_norm = true; ///< without it, the convolutions have biases
    Index bottleneck = 0;   ///< channels of the 3×3 convolution between two 1×1; 0: no bottleneck
};

/// y = relu(F(x) + shortcut(x)), F = conv 3×3, batch norm, ReLU, conv 3×3, batch norm; or a
/// bottleneck of conv 1×1, conv 3×3, conv 1×1, each with batch norm, ReLU between them. The stride
/// is that of the (first) 3×3, as in torchvision; the paper's bottleneck has it in its first 1×1.
class ResidualBlock : public Module {
  public:
    /// Throws ShapeError for an identity that changes the size (in ≠ out, or stride ≠ 1).
    ResidualBlock(ResidualOptions options, Rng& rng, const Init& init = kaiming_uniform);
    Var forward(const Var& x, Mode mode) override;
    /// The block's two terms before they are added: F(x) and the shortcut (an empty Var when none).
    std::pair<Var, Var> branches(const Var& x, Mode mode);
    /// Names as in torchvision: conv1, bn1, conv2, bn2, …, downsample.0, downsample.1.
    void visit(const std::string& prefix, const Visitor& visitor) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) const override;

  private:
    struct Convolution {
        Conv2d conv;
        std::optional<BatchNorm> bn;
        Var through(const Var& x, Mode mode);
        Var through_with_relu(const Var& x, Mode mode);
    };
    Convolution make(const ConvOptions& convolution, Rng& rng, const Init& init) const;
    Var all_but_last(const Var& x, Mode mode); // of the convolutions of F

    ResidualOptions options_;
    std::vector<Convolution> convolutions_; // of F, in order
    std::optional<Convolution> projection_;
};

/// ResidualBlock::describe() of such a block, without making it.
Shape describe_block(const ResidualOptions& options, const Shape& input,
                     std::vector<LayerInfo>& rows);

} // namespace descente
