#include "base/quantiles.hpp"

#include <algorithm>

namespace descente {

namespace {

// Hyndman & Fan (The American Statistician 1996), definition 5. Not arma::quantile: Armadillo 14
// reads behind the last number where a share falls on it.
double quantile(const arma::vec& sorted, double share)
{
    const double count = static_cast<double>(sorted.n_elem);
    const double place = std::clamp(share * count + 0.5, 1.0, count); // from 1
    const auto k = static_cast<Index>(place);
    const double w = place - static_cast<double>(k);
    return (1 - w) * sorted[k - 1] + w * sorted[std::min(k, sorted.n_elem - 1)];
}

} // namespace

void Quantiles::add(double place, const Matrix& values, double share)
{
    const arma::vec all = arma::conv_to<arma::vec>::from(arma::vectorise(values));
    if (all.is_empty() || !all.is_finite()) return; // diverged
    const arma::vec sorted = arma::sort(all);
    at.push_back(place);
    low.push_back(quantile(sorted, share));
    middle.push_back(quantile(sorted, 0.5));
    high.push_back(quantile(sorted, 1 - share));
}

} // namespace descente
