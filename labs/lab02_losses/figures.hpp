// What lab 02 shows.
#pragma once

#include "outliers.hpp"
#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab02 {

using CostOfStep = std::function<Var(const Var& o, const Step& now)>; ///< a mean over the minibatch

/// A classifier of points in the plane, and what it answers on test_and_grid().
struct Classifier {
    Text name;
    CostOfStep cost;
    Matrix before = {}, after = {}; ///< training
};

/// The costs and their gradients against o − y, and descent on a single output.
Figure regression_figure(const std::vector<Cost>& costs);
/// One draw with its lines, and how far the slopes of all draws are off.
Figure outliers_figure(const std::vector<Cost>& costs, const LineData& shown, const Study& study);
/// The costs of one sample against its margin, and two gradients at o = (10, 0, 0).
Figure classification_figure(const Matrix& of_entropy, const Matrix& of_squared);
/// Where each class is answered, and the margins on the test set.
Figure decision_figure(const std::vector<Classifier>& classifiers, const Dataset& training,
                       const Dataset& test);
/// Its cost, and on the live board where the network answers which class just now.
CostOfStep with_map(const Classifier& one, Module& net, const Dataset& training);
/// The embeddings of the first seed before and after training with mined triplets.
Figure metric_figure(const Study& study, const Dataset& test);

/// The points of a test set in the plane, then those of a grid over it.
Matrix test_and_grid(const Dataset& test);
/// y with a 1 in the row of each label.
Matrix one_hot(const Labels& labels, Index classes);

/// The cost whose slope is farther off than that of each other; as many as there are costs when
/// the draws do not tell.
std::size_t farthest_off(const Study& study);

} // namespace lab02
