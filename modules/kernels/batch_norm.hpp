// The passes over memory that batch normalisation needs (Ioffe & Szegedy, ICML 2015): each reads
// its input once. A channel is a plane of an image in every sample; of a plain vector, one feature.
#pragma once

#include "base/real.hpp"

namespace descente {

/// Over samples and places, in each channel: mean and variance with 1/m.
struct ChannelStatistics {
    Column mean, variance;
};
ChannelStatistics channel_statistics(const Matrix& x, Index channels);

/// y = scale(c)·x + shift(c), or max(0, ·) of it.
Matrix scale_and_shift(const Matrix& x, const Column& scale, const Column& shift, bool then_relu);

/// Of y = γ·(x − mean)·factor + β, with factor = 1/√(variance + ε); only where y > 0 when a ReLU
/// followed.
struct BatchNormGradient {
    Matrix dx, dgamma, dbeta;
};
/// `moving`: mean and variance are those of x itself and move with it (training), so
/// dx = γ·factor·(dy − mean of dy − x̂·mean of dy·x̂); else they are constants and dx = γ·factor·dy.
BatchNormGradient batch_norm_gradient(const Matrix& x, const Matrix& dy, const Column& mean,
                                      const Column& factor, const Matrix& gamma, const Matrix& beta,
                                      bool then_relu, bool moving);

} // namespace descente
