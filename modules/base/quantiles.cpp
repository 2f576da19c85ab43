#include "base/quantiles.hpp"

namespace descente {

void Quantiles::add(double place, const Matrix& values, double share)
{
    const arma::vec shares{share, 0.5, 1 - share};
    const arma::vec all = arma::conv_to<arma::vec>::from(arma::vectorise(values));
    if (!all.is_finite()) return; // diverged
    const arma::vec found = arma::quantile(all, shares);
    at.push_back(place);
    low.push_back(found[0]);
    middle.push_back(found[1]);
    high.push_back(found[2]);
}

} // namespace descente
