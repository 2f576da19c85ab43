// Initial values of the parameters. Fan-in is always W.n_rows.
#pragma once

#include "base/rng.hpp"

#include <functional>

namespace descente {

/// Fills W (fan-in × fan-out) and b (fan-out × 1) in place.
using Init = std::function<void(Matrix& W, Matrix& b, Rng& rng)>;

/// The slide's: W = √(6/n_in)·U[−1,1], b = U[−1,1]/√n_in (He et al., ICCV 2015; var W = 2/n_in).
void kaiming_uniform(Matrix& W, Matrix& b, Rng& rng);
/// W normal with variance 2/n_in, b = 0 (He et al. 2015).
void kaiming_normal(Matrix& W, Matrix& b, Rng& rng);
/// W = √(6/(n_in+n_out))·U[−1,1], b = 0 (Glorot & Bengio, AISTATS 2010).
void xavier_uniform(Matrix& W, Matrix& b, Rng& rng);
/// PyTorch's nn.Linear: W and b both U[−1,1]/√n_in, so var W = 1/(3 n_in).
void pytorch_default(Matrix& W, Matrix& b, Rng& rng);
/// Everything 0: every unit of a layer stays equal to its neighbours for ever.
void zeros(Matrix& W, Matrix& b, Rng& rng);
/// Every weight `value`, b = 0: as for zeros, equal units stay equal, though they learn.
Init equal_weights(double value);
/// W normal with the given standard deviation, b = 0.
Init normal_init(double deviation);
/// Another initialiser with W scaled by `factor`.
Init scaled(const Init& init, double factor);

/// How the parameters of a layer compare with the slide's formula.
struct KaimingRatios {
    // A W or b that is not finite makes its ratios infinite or NaN.
    double variance; ///< var(W) over 2/n_in
    double bound;    ///< max|W| over √(6/n_in)
    double bias;     ///< max|b| over 1/√n_in
    /// The variance to 1 %, and no W or b beyond its bound (but for the rounding of floats).
    bool as_on_the_slide() const;
};
KaimingRatios kaiming_ratios(const Matrix& W, const Matrix& b, Index fan_in);

} // namespace descente
