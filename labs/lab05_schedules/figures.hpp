// The figures of lab 05.
#pragma once

#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab05 {
using namespace descente;

/// Of SGDR: the epochs of the first cycle; each next one is so many times as long.
struct Cycles {
    long first, factor;
};

/// The four bullets of the slide: the rate above, the cost below; slides for those that change
/// the rate, beside the constant one. The cost of `guessing`, here and
/// below, tells how far axes reach.
Figure schedules_figure(const Study& study, double guessing);
/// Rate above and cost below, with the ends of its cycles, of which `lower` is told.
Figure sgdr_figure(const std::vector<Run>& runs, Cycles cycles, double guessing,
                   const Evidence& lower);
/// The same of one run with the epochs at whose end the rate was reduced.
Figure plateau_figure(const Run& run, double guessing);
/// Where each schedule ends, in training and in validation cost.
Figure final_figure(const Study& study, Outcome claim);

/// Does the validation cost at the end of a cycle fall from cycle to cycle?
Evidence lower_cycle_by_cycle(const Compared& sgdr, Cycles cycles);
/// Which kind of schedule has the lowest validation cost: 0 constant, 1 decreasing (on plateau
/// too), 2 cyclic; 3 when the runs do not tell.
std::size_t lowest_kind(const Study& study);

} // namespace lab05
