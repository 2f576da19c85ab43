// The number type of the whole project, and the names given to Armadillo's matrices.
//
// `Real` is float; `make` builds the test suite a second time with DESCENTE_DOUBLE, where the
// gradient checks need double precision. Nothing else changes between the two builds.
#pragma once

#include <armadillo>
#include <limits>

namespace descente {

#ifdef DESCENTE_DOUBLE
using Real = double;
#else
using Real = float;
#endif

using Matrix = arma::Mat<Real>; ///< column-major; a batch is features × batch
using Column = arma::Col<Real>;
using Index = arma::uword;
using Labels = arma::Col<Index>; ///< class numbers, one a sample, from 0

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace descente
