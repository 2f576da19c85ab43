// The figures of lab 12.
#pragma once

#include "data/dataset.hpp"
#include "evidence.hpp"
#include "plot/figure.hpp"

namespace lab12 {
using namespace descente;

/// Which images each part has, and what for.
Figure split_figure(const Dataset& training, const Dataset& validation, const Dataset& test);
/// Costs per epoch of the runs to the end, a panel a size, all with the same axes; overfitting is
/// what comes after the best epoch, shaded. `hidden`: the units in the hidden layer of each size.
Figure overfitting_figure(const char* name, const Kind& kind, const std::vector<Index>& hidden);
/// The points of test accuracy that stopping early gains: a point a size and kind.
Figure accuracy_figure(const std::vector<Kind>& kinds, Outcome as_expected);
/// Test cost, stopped early and to the end: a column a kind.
Figure test_figure(const std::vector<Kind>& kinds);
/// Epochs run, and validation cost kept above the lowest of the whole run (%), for each patience.
Figure patience_figure(const Study& study);

} // namespace lab12
