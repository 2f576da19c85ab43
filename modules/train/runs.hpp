// Several independent runs at once, one a thread.
#pragma once

#include "base/stats.hpp"

#include <functional>
#include <type_traits>
#include <vector>

namespace descente {

/// Calls run(0) … run(count−1) on all threads; inside, kernels use one thread each (a single run
/// keeps all threads). Each run must
/// have its own network and generator, so the result does not depend on the order. The first
/// exception (by run number) is rethrown after all have ended; once `stop_requested()` is true no
/// further run starts.
void for_each_run(int count, const std::function<void(int)>& run);

/// Ctrl-C came before there was anything to show: ends the run, or the experiment.
struct Interrupted {};

/// True after Ctrl-C: loops should end soon, keeping what they have.
bool stop_requested();
/// Called by the signal handler, and by tests.
void request_stop(bool stop = true);

/// One measure of each run: a member of it, or a function of it.
template <class Result, class Measure>
auto of_each(const std::vector<Result>& runs, const Measure& measure)
{
    std::vector<std::decay_t<std::invoke_result_t<Measure, const Result&>>> values;
    for (const Result& run : runs) values.push_back(std::invoke(measure, run));
    return values;
}

} // namespace descente
