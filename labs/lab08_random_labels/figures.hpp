// The figures of lab 08.
#pragma once

#include "evidence.hpp"
#include "plot/figure.hpp"

namespace lab08 {
using namespace descente;

/// What the network is to learn: `seen` has a few images and labels of each kind.
Figure images_figure(const std::vector<Kind>& kinds, const std::vector<Dataset>& seen);
/// The way to zero cost of every run.
Figure fitting_figure(const std::vector<Kind>& kinds, const Study& study);
/// Updates to zero, of `most`, and test errors against the share of random labels.
Figure corruption_figure(const std::vector<Kind>& kinds, const Study& study, Index classes,
                         long most);
/// Right answers in the training and in the test set, for random and for true labels.
Figure unexpected_figure(const Study& study, Index classes);
/// The way to zero cost from each start, and the costs between some of the minima.
Figure starts_figure(const std::vector<Run>& starts, const std::vector<Numbers>& walks);

} // namespace lab08
