// How lab 13 draws its checks on one minibatch and its trainings with inputs on several scales.
#pragma once

#include "plot/learning_curves.hpp"
#include "shell/verdict.hpp"

namespace descente {

/// Since how many updates each run's cost has stayed below `zero`; infinite where it does not end
/// there.
Spread zero_since(const LearningCurves& runs, double zero);
/// How many of the runs end below `zero`.
int reaching(const LearningCurves& runs, double zero);

/// One panel for each name, the kinds of run that come first: the cost of every seed on the same
/// logarithmic axis, blue where it stays below `zero`, else vermilion; with the cost of guessing,
/// log(classes).
Figure minibatch_figure(const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                        double zero, Index classes);

/// Two tables, a row a kind of run and a column a seed: cost at the end (grey: diverged), and
/// accuracy of the validation samples (%).
Figure caught_figure(const std::vector<Text>& names, const std::vector<LearningCurves>& runs);

/// The cost of several kinds of run on one axis, median and range over the seeds.
Figure check_figure(const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                    double zero);

/// A line for each kind of run: its name, how many seeds end below `zero`, since which update (the
/// median), and the medians of final cost and validation accuracy (%).
std::vector<Text> check_header();
std::vector<std::vector<std::string>> check_rows(const std::vector<Text>& names,
                                                 const std::vector<LearningCurves>& runs,
                                                 double zero, Language language);
/// Which of the kinds that have names, but for the first, have runs that end below `zero`, and how
/// many: "labels shifted by one: 5, …"; a dash when none has.
Text reached_by(const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                double zero);

/// Inputs on several scales: names and runs[scale][rate][seed], trained with `rates`.
struct InputScales {
    std::vector<Text> names;
    Numbers rates;
    std::vector<std::vector<LearningCurves>> runs;

    /// Validation cost at the end, over the seeds.
    Spread cost(std::size_t scale, std::size_t rate) const;
    /// The place of the rate with the lowest median of it.
    std::size_t best_rate(std::size_t scale) const;
};
/// Does the last of the scales end lower than each other one, each with its rate at `places`?
/// Compared by smaller().
Finding last_lowest(const Text& claim, const InputScales& study,
                    const std::vector<std::size_t>& places);
/// The training cost with the rate at `place`, the same for all scales; and the cost at the end
/// against the rate.
Figure input_scales_figure(const InputScales& study, std::size_t place, Index classes);

} // namespace descente
