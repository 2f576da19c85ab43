// The figures of lab 12.
#pragma once

#include "data/dataset.hpp"
#include "evidence.hpp"
#include "plot/figure.hpp"

namespace lab12 {
using namespace descente;

/// How many samples of each class both parts have.
Figure split_figure(const Dataset& training, const Dataset& validation);
/// Costs per epoch of the runs to the end, a panel a size, all with the same axes; overfitting is
/// what comes after the best epoch, shaded. `hidden`: the units in the hidden layer of each size.
Figure overfitting_figure(const char* name, const Kind& kind, const std::vector<Index>& hidden);
/// Validation accuracy per epoch: a panel a kind, a curve a size, a dot where its cost is lowest.
Figure accuracy_figure(const std::vector<Kind>& kinds);
/// Test cost above and test accuracy below, stopped early and to the end: a column a kind.
Figure test_figure(const std::vector<Kind>& kinds);
/// Epochs run, and validation cost kept above the lowest of the whole run (%), for each patience.
Figure patience_figure(const Study& study);

} // namespace lab12
