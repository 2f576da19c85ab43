// What lab 02 shows.
#pragma once

#include "networks.hpp"
#include "outliers.hpp"
#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab02 {

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
/// ‖∂l/∂o‖ of a cost at o = (s, 0, 0), when the second class is right.
using SteepnessOf = std::function<double(double s)>;
/// The costs of one sample against its margin, and how steep two are against s.
Figure classification_figure(const SteepnessOf& entropy, const SteepnessOf& squared);
/// Where each class is answered.
Figure decision_figure(const std::vector<Classifier>& classifiers, const Dataset& training);
/// The margins of test points, before and after training.
Figure margins_figure(const std::vector<Classifier>& classifiers, const Dataset& test);
/// Its cost, and on the live board where the network answers which class just now.
CostOfStep with_map(const Classifier& one, Module& net, const Dataset& training);
/// The first seed's test images in the plane of a PCA and in the one that was learned.
Figure metric_figure(const Study& study, const Dataset& test);
/// 5-NN accuracy in each place.
Figure neighbours_figure(const Study& study, Outcome nearer);

/// The points of a test set in the plane, then those of a grid over it.
Matrix test_and_grid(const Dataset& test);
/// y with a 1 in the row of each label.
Matrix one_hot(const Labels& labels, Index classes);

/// The cost whose slope is farther off than that of each other; as many as there are costs when
/// the draws do not tell.
std::size_t farthest_off(const Study& study);

} // namespace lab02
