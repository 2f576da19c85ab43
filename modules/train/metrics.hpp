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
double accuracy(const Matrix& outputs, const Labels& labels);
/// Row: true class; column: predicted class.
arma::umat confusion(const Labels& predicted, const Labels& labels, Index classes);

/// ‖g‖² over all parameters that hold a gradient.
double squared_gradient_norm(const std::vector<Var>& parameters);
/// ‖v‖ of all its numbers: the squares of a diverging θ are beyond a float.
double norm_in_double(const Matrix& v);

} // namespace descente
