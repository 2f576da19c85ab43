// Initial values of the parameters. Fan-in is always W.n_rows.
#pragma once

#include "base/rng.hpp"

#include <concepts>
#include <functional>
#include <utility>

namespace descente {

/// Fills W (fan-in × outputs) and b (outputs × 1) in place. An initialiser that asks for the
/// fan-out is given it before rng: the outputs, in a convolution times the numbers of a kernel's
/// plane.
class Init {
  public:
    template <class Fill>
    requires std::invocable<const Fill&, Matrix&, Matrix&, Rng&> Init(Fill fill)
        : fill_([fill](Matrix& W, Matrix& b, Index, Rng& rng) { fill(W, b, rng); })
    {
    }
    template <class Fill>
    requires std::invocable<const Fill&, Matrix&, Matrix&, Index, Rng&> Init(Fill fill)
        : fill_(std::move(fill))
    {
    }
    void operator()(Matrix& W, Matrix& b, Index fan_out, Rng& rng) const
    {
        fill_(W, b, fan_out, rng);
    }

  private:
    std::function<void(Matrix& W, Matrix& b, Index fan_out, Rng& rng)> fill_;
};

/// The slide's: W = √(6/n_in)·U[−1,1], b = U[−1,1]/√n_in (He et al., ICCV 2015; var W = 2/n_in).
void kaiming_uniform(Matrix& W, Matrix& b, Rng& rng);
/// W normal with variance 2/n_in, b = 0 (He et al. 2015).
void kaiming_normal(Matrix& W, Matrix& b, Rng& rng);
/// W = √(6/(n_in+n_out))·U[−1,1], b = 0 (Glorot & Bengio, AISTATS 2010).
void xavier_uniform(Matrix& W, Matrix& b, Index fan_out, Rng& rng);
/// PyTorch's nn.Linear: W and b both U[−1,1]/√n_in, so var W = 1/(3 n_in).
void pytorch_default(Matrix& W, Matrix& b, Rng& rng);
/// Nothing: for a network that is only counted. Memory never touched costs nothing, so that a
/// VGG-16 has none of its 550 MB.
void unset(Matrix& W, Matrix& b, Rng& rng);
/// Everything 0: every unit of a layer stays equal to its neighbours for ever.
void zeros(Matrix& W, Matrix& b, Rng& rng);
/// W normal with the given standard deviation, b = 0.
Init normal_init(double deviation);
/// Another initialiser with W scaled by `factor`.
Init scaled(const Init& init, double factor);

} // namespace descente
