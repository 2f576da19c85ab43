// Several independent runs at once, one a thread.
#pragma once

#include "train/stats.hpp"

#include <functional>
#include <vector>

namespace descente {

/// Calls run(0) … run(count−1) on all threads; inside, kernels use one thread each (a single run
/// keeps all threads). Each run must
/// have its own network and generator, so the result does not depend on the order. The first
/// exception (by run number) is rethrown after all have ended; once `stop_requested()` is true no
/// further run starts.
void for_each_run(int count, const std::function<void(int)>& run);

/// The same for runs that measure something: each gives the same count of numbers, and the result
/// is the spread of each over the runs. Runs that Ctrl-C cut short are left out; empty when all
/// are.
std::vector<Spread> spread_over_runs(int count,
                                     const std::function<std::vector<double>(int run)>& measure);

/// True after Ctrl-C: loops should end soon, keeping what they have.
bool stop_requested();
/// Called by the signal handler, and by tests.
void request_stop(bool stop = true);

} // namespace descente
