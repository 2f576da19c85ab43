// How well outputs tell classes apart: nearest neighbours and margins; and the plane that needs no
// labels.
#pragma once

#include "base/real.hpp"

#include <vector>

namespace lab02 {
using namespace descente;

/// Leave-one-out k-nearest-neighbour accuracy of embeddings (dimensions × samples). Of equal
/// distances the lower index is nearer; of equal votes the class with the nearer neighbour wins.
double knn_accuracy(const Matrix& embedding, const Labels& labels, Index k = 5);

/// Principal components (PCA): x in the plane in which `training` varies most, 2 × samples.
Matrix principal_plane(const Matrix& training, const Matrix& x);

/// Output of the right class minus the largest other, one a sample: above 0 the answer is right,
/// above 1 the multiclass hinge is satisfied. Throws ShapeError for a label that is no row.
std::vector<double> margins(const Matrix& outputs, const Labels& labels);

} // namespace lab02
