// Random numbers. The engine is the standard's mt19937_64, whose sequence is fixed by the C++
// standard; the maps to uniform and normal numbers are ours, because the standard leaves
// std::uniform_real_distribution and std::normal_distribution to each library. So a seed gives
// the same numbers everywhere. There is no global generator: an Rng is passed along.
#pragma once

#include "base/real.hpp"

#include <cstdint>
#include <random>
#include <string>

namespace descente {

class Rng {
  public:
    explicit Rng(std::uint64_t seed) : engine_(seed) {}

    /// A generator for an independent purpose (one run, one seed): depends on this generator's
    /// seed sequence and on `stream` only, and leaves this generator untouched.
    Rng fork(std::uint64_t stream) const;

    double uniform();                        ///< in [0, 1), 53 bits
    double uniform(double low, double high); ///< in [low, high)
    double normal();                         ///< mean 0, variance 1 (Box–Muller)
    Index below(Index n);                    ///< a whole number in 0 … n−1, unbiased
    Matrix uniform_matrix(Index rows, Index cols, double low, double high);
    Matrix normal_matrix(Index rows, Index cols, double mean = 0, double deviation = 1);
    arma::uvec permutation(Index n); ///< 0 … n−1 in random order (Fisher–Yates)

    std::string state() const;              ///< for checkpoints
    void restore(const std::string& state); ///< throws DataError on a foreign text

  private:
    std::mt19937_64 engine_;
    bool has_spare_ = false;
    double spare_ = 0;
};

} // namespace descente
