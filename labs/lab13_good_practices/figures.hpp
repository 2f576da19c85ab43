// The figures of lab 13, but for the dashboard.
#pragma once

#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab13 {
using namespace descente;

// ---- one minibatch: a study of mistakes(); a run's "zero since" is infinite without zero cost
// ----

/// One panel for each program: the cost of every seed on the same logarithmic axis, blue where it
/// stays below `zero`, else vermilion; with the cost of guessing.
Figure minibatch_figure(const Study& study, double zero, Index classes);
/// Two tables, a row a mistake and a column a seed: cost at the end (grey: diverged), and accuracy
/// of the validation samples (%).
Figure caught_figure(const Study& study);
/// The cost of the right program and of the mistakes of the check, over the seeds.
Figure check_figure(const Study& study, double zero);

/// Of these mistakes, the place of the only one with which every seed ends at zero cost, and no
/// seed with the others; as many as there are mistakes when that is not so.
std::size_t only_one_at_zero(const std::vector<std::string>& mistakes, const Study& study);
/// The right program gets to zero cost in so many updates, in every run, and none does with a
/// mistake that the check can see.
Evidence right_and_wrong(const Study& study, double zero, long updates);
/// With shifted labels it gets there, too; but then validation samples are right less often than by
/// chance, with true ones more often.
Evidence shown_by_validation(const Study& study, Index classes, double zero, long updates);
/// With a mistake of the check, the right program fails it.
Evidence alarms(const Study& study, double zero);

// ---- inputs on several scales: a sweep of α ----

/// The training cost at the α with this place, the same for all; and the validation cost at the end
/// against α.
Figure inputs_figure(const Study& sweep, std::size_t place, Index classes);

} // namespace lab13
