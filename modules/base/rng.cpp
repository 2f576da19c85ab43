#include "base/rng.hpp"

#include "base/error.hpp"

#include <bit>
#include <cmath>
#include <numbers>
#include <sstream>

namespace descente {

namespace {

// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014): spreads neighbouring seeds far apart.
std::uint64_t mix(std::uint64_t z)
{
    z += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

} // namespace

Rng Rng::fork(std::uint64_t stream) const
{
    std::mt19937_64 copy = engine_;
    return Rng(mix(copy() ^ mix(stream)));
}

double Rng::uniform() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }

double Rng::uniform(double low, double high) { return low + (high - low) * uniform(); }

double Rng::normal()
{
    if (has_spare_) {
        has_spare_ = false;
        return spare_;
    }
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    const double angle = 2 * std::numbers::pi * uniform();
    has_spare_ = true;
    spare_ = radius * std::sin(angle);
    return radius * std::cos(angle);
}

Index Rng::below(Index n)
{
    if (n == 0) throw ShapeError("a random choice among 0 things; give at least 1");
    // Numbers beyond the last whole multiple of n would favour the small results: draw again.
    const std::uint64_t bound = n;
    const std::uint64_t rejected = (0 - bound) % bound;
    std::uint64_t draw = engine_();
    while (draw < rejected) draw = engine_();
    return draw % bound;
}

Matrix Rng::uniform_matrix(Index rows, Index cols, double low, double high)
{
    Matrix result(rows, cols, arma::fill::none);
    for (Real& value : result) value = static_cast<Real>(uniform(low, high));
    return result;
}

Matrix Rng::normal_matrix(Index rows, Index cols, double mean, double deviation)
{
    Matrix result(rows, cols, arma::fill::none);
    for (Real& value : result) value = static_cast<Real>(mean + deviation * normal());
    return result;
}

arma::uvec Rng::permutation(Index n)
{
    arma::uvec order = arma::regspace<arma::uvec>(0, 1, n - 1);
    if (n == 0) order.reset();
    for (Index i = n; i > 1; --i) std::swap(order[i - 1], order[below(i)]);
    return order;
}

std::string Rng::state() const
{
    std::ostringstream text;
    text << engine_ << ' ' << has_spare_ << ' ' << std::bit_cast<std::uint64_t>(spare_);
    return text.str();
}

void Rng::restore(const std::string& state)
{
    std::istringstream text(state);
    std::mt19937_64 engine;
    bool has_spare = false;
    std::uint64_t spare_bits = 0;
    if (!(text >> engine >> has_spare >> spare_bits))
        throw DataError(tr("the random state stored in this checkpoint is not one of ours"));
    engine_ = engine;
    has_spare_ = has_spare;
    spare_ = std::bit_cast<double>(spare_bits);
}

} // namespace descente
