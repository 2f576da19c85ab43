// How trainings to the end and their twins with early stopping are drawn.
#pragma once

#include "plot/figure.hpp"
#include "train/early_stopping.hpp"

namespace descente {

/// The epoch, from 1, where the median of the validation cost is lowest; 0 of no run.
int best_epoch(const std::vector<StoppingTwins>& runs);

/// How many samples of each class both parts have.
Figure split_figure(const Dataset& training, const Dataset& validation);
/// A row of a table: name, number of images, mean and deviation of all pixels.
std::vector<std::string> split_row(const Text& name, const Dataset& part, Language language);
/// Costs per epoch of the runs to the end: a panel a network, all with the same axes; overfitting
/// is what comes after the best epoch, shaded.
Figure overfitting_figure(std::string name, const Text& title, const std::vector<Text>& networks,
                          const StoppingRuns& runs);
/// Validation accuracy per epoch: a panel a kind of data, a curve a network, a dot at the epoch of
/// its lowest cost.
Figure stopping_accuracy_figure(const std::vector<Text>& kinds, const std::vector<Text>& networks,
                                const std::vector<StoppingRuns>& runs);
/// Test cost above and test accuracy below, to the end and with early stopping: a column a kind.
Figure stopping_test_figure(const std::vector<Text>& kinds, const std::vector<Text>& networks,
                            const std::vector<StoppingRuns>& runs);
/// Epochs run, and validation cost kept above the lowest of the whole run (%), against the
/// patience.
Figure patience_figure(const std::vector<Text>& networks, const StoppingRuns& runs,
                       const std::vector<int>& patiences);

/// A table of medians over seeds, a row a network: the best epoch and the epochs run with early
/// stopping; then, stopped early and at the end, validation cost, test cost, test accuracy (%).
std::vector<Text> stopping_header(const Text& kind);
std::vector<std::vector<std::string>> stopping_rows(const std::vector<Text>& networks,
                                                    const StoppingRuns& runs, Language language);

} // namespace descente
