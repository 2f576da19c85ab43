// Everything that can be seen of one training, on one page.
#pragma once

#include "data/dataset.hpp"
#include "plot/figure.hpp"
#include "watch.hpp"

namespace descente {

struct Dashboard {
    Dataset inputs = {};          ///< as the network gets them, with the labels it learns
    Numbers rate = {}, cost = {}; ///< of each minibatch
    Numbers validation_at = {}, validation_cost = {}; ///< after so many updates
    Watched watched = {};

    /// Adds the validation cost of the moment.
    void validate(Module& net, const Dataset& validation, long updates);
};

/// Costs smoothed as a logarithmic axis shows them, by their geometric mean: a jump by a factor of
/// a thousand is forgotten as fast as any other. Costs must be above 0.
Numbers smoothed_logarithm(const Numbers& costs, double decay);

/// Nine panels: input values, the first inputs with their labels, the probability of the right
/// class; weights, learning rate, costs; gradient norms, update-to-weight ratios, dead ReLU units.
/// A layer has one colour in all of them. What is 0 stands at the bottom of a logarithmic axis; a
/// cost that is not finite is marked as diverged.
Figure dashboard_figure(const std::string& name, const Text& title, const Dashboard& run);

/// For each layer, how far an update moves its weights in relation to their norm: the median over
/// the looks of each run, as median and range over the runs.
std::vector<Text> update_lines(const std::vector<Dashboard>& runs);

} // namespace descente
