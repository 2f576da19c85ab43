// The passes over memory that batch normalisation needs (Ioffe & Szegedy, ICML 2015), and what
// follows it done on the way. A channel is a plane of an image in every sample; of a plain vector,
// one feature.
#pragma once

#include "base/real.hpp"

namespace descente {

/// Over samples and places, in each channel: mean and variance with 1/m.
struct ChannelStatistics {
    Column mean, variance;
};
ChannelStatistics channel_statistics(const Matrix& x, Index channels);

/// What follows batch normalisation in the same pass over memory.
struct Then {
    const Matrix* added = nullptr; ///< of the size of x: a shortcut that is added
    bool relu = false;             ///< max(0, ·) at the end
};

/// y = scale(c)·x + shift(c), and then.
Matrix scale_and_shift(const Matrix& x, const Column& scale, const Column& shift, Then then = {});

/// y = γ·(x − mean)/√(variance + ε) + β, and then, with the mean and variance of x: channel by
/// channel, so that the second pass finds its numbers in the cache.
struct BatchNormed {
    Matrix y;
    ChannelStatistics now;
};
BatchNormed batch_norm_forward(const Matrix& x, const Matrix& gamma, const Matrix& beta,
                               Real epsilon, Then then = {});

/// Of y = γ·(x − mean)·factor + β, and then, with factor = 1/√(variance + ε).
struct BatchNormGradient {
    Matrix dx, dadded; ///< dadded: empty where nothing was added
    Matrix dgamma, dbeta;
};
/// `moving`: mean and variance are those of x itself and move with it (training), so
/// dx = γ·factor·(dy − mean of dy − x̂·mean of dy·x̂); else they are constants and dx = γ·factor·dy.
/// dy is worked on where it lies and becomes dx, or dadded.
BatchNormGradient batch_norm_gradient(const Matrix& x, Matrix dy, const Column& mean,
                                      const Column& factor, const Matrix& gamma, const Matrix& beta,
                                      Then then, bool moving);

} // namespace descente
