// The residual block (He et al., CVPR 2016): two or three convolutions, and a way round them.
#pragma once

#include "nn/conv.hpp"
#include "nn/layers.hpp"
#include "nn/norm.hpp"

namespace descente {

/// What is added to the result of the convolutions.
enum class Shortcut {
    none,           ///< nothing: the plain twin of a residual block
    identity,       ///< x itself: ResBlock A of the slides
    projection,     ///< a 1×1 convolution of x, with batch norm: ResBlock B
    zero_pad,       ///< every stride-th place of x, then channels of 0: He's "option A"
    zero_pad_around ///< the same, half of the new channels first: published weights of CIFAR nets
};

/// Every stride-th place of the image, with `channels` channels, the new ones 0: so many of them
/// before those of x, the others after. ShapeError when there are not so many.
Var subsampled(const Var& x, Index stride, Index channels, Index before = 0);

struct ResidualOptions {
    Index in = 0, out = 0; ///< channels
    Index stride = 1;      ///< of the first 3×3 convolution
    Shortcut shortcut = Shortcut::identity;
    bool batch_norm = true; ///< without it, the convolutions have biases
    Index bottleneck = 0;   ///< channels of the 3×3 convolution between two 1×1; 0: no bottleneck
};

/// y = relu(F(x) + s(x)): any layers F, and a way s round them; without layers of its own, s(x) is
/// x.
class Residual : public Module {
  public:
    explicit Residual(Sequential F, Sequential shortcut = {});
    Var forward(const Var& x, Mode mode) override;
    /// Those of F as they are, those of the shortcut as torchvision's: downsample.0, downsample.1.
    void visit(const std::string& prefix, const Visitor& visitor) override;
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) override;

    Sequential F, shortcut;
};

/// F = conv 3×3, batch norm, ReLU, conv 3×3, batch norm; or a bottleneck of conv 1×1, conv 3×3,
/// conv 1×1, each with batch norm, ReLU between them. The stride is that of the (first) 3×3, as in
/// torchvision; the paper's bottleneck has it in its first 1×1. Names as in torchvision: conv1,
/// bn1, conv2, bn2, … Throws ShapeError for an identity that changes the size (in ≠ out, or
/// stride ≠ 1). With Shortcut::none it is F and a ReLU.
std::unique_ptr<Module> residual_block(const ResidualOptions& options, Rng& rng,
                                       const Init& init = kaiming_uniform);

} // namespace descente
