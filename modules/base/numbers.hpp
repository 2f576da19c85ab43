// The plainest parallel loop: one pass over raw memory in which every number is treated by itself,
// so that the result does not depend on how many threads share the pass.
#pragma once

#include "base/cpu.hpp"

namespace descente {

/// Calls rule(i) for i = 0 … n − 1, as vector instructions where the compiler can, on the threads
/// that so many numbers deserve.
template <class Rule>
void for_each_number(Index n, const Rule& rule)
{
    const int team = threads_for_pass(n);
    if (team == 1) { // sparing the few instructions that a team of one costs
#pragma omp simd
        for (Index i = 0; i < n; ++i) rule(i);
    } else {
#pragma omp parallel for simd schedule(static) num_threads(team)
        for (Index i = 0; i < n; ++i) rule(i);
    }
}

} // namespace descente
