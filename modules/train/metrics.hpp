// How good is a network?
#pragma once

#include "data/dataset.hpp"
#include "nn/losses.hpp"
#include "nn/module.hpp"

namespace descente {

struct Evaluation {
    double cost = 0;     ///< mean softmax cross-entropy
    double accuracy = 0; ///< in [0, 1]
};

/// On the whole of `data`, evaluation mode, nothing recorded.
Evaluation evaluate(Module& net, const Dataset& data);

/// The class of the largest output of each column.
Labels argmax(const Matrix& outputs);
/// The rows of the `count` largest numbers of one column, largest first.
std::vector<Index> top_classes(const Matrix& output, Index count);
double accuracy(const Matrix& outputs, const Labels& labels);
/// Output of the right class minus the largest other, one a sample: above 0 the answer is right,
/// above 1 the multiclass hinge is satisfied. Throws ShapeError for a label that is no row.
std::vector<double> margins(const Matrix& outputs, const Labels& labels);
/// Row: true class; column: predicted class.
arma::umat confusion(const Labels& predicted, const Labels& labels, Index classes);

/// Leave-one-out k-nearest-neighbour accuracy of embeddings (dimensions × samples). Of equal
/// distances the lower index is nearer; of equal votes the class with the nearer neighbour wins.
double knn_accuracy(const Matrix& embedding, const Labels& labels, Index k = 5);

/// ‖g‖² over all parameters that hold a gradient.
double squared_gradient_norm(const std::vector<Var>& parameters);
/// All gradients one after the other in one column; zeros for a parameter that holds none.
Column flat_gradient(const std::vector<Var>& parameters);
/// θ itself, in the same order.
Column flat_values(const std::vector<Var>& parameters);
/// ‖v‖: the squares of a diverging θ are beyond a float.
double norm_in_double(const Column& v);
/// θ ← start − t·g, both in that order.
void move_to(const std::vector<Var>& parameters, const Column& start, double t, const Column& g);

} // namespace descente
