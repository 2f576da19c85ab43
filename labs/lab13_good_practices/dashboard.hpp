// Everything that can be seen of one training, on one page.
#pragma once

#include "data/dataset.hpp"
#include "plot/figure.hpp"
#include "train/run.hpp"

namespace lab13 {
using namespace descente;

/// Nine panels of what Watch and the loop have noted: input values, the first inputs with their
/// labels (shaped and named as those of `data`), the probability of the right class; weights,
/// learning rate, costs; gradient norms, update-to-weight ratios, dead ReLU units. A layer has one
/// colour in all of them. What is 0 stands at the bottom of a logarithmic axis; a cost that is not
/// finite is marked as diverged.
Figure dashboard_figure(const Text& title, const Run& run, const Dataset& data);

/// Of these, what changes while it learns, for the live board.
void add_to_board(Figure& board, const Run& run);

/// Costs smoothed as a logarithmic axis shows them, by their geometric mean: a jump by a factor of
/// a thousand is forgotten as fast as any other. Costs must be above 0.
Numbers smoothed_logarithm(const Numbers& costs, double decay);

} // namespace lab13
