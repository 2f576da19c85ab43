// How long a piece of work takes.
#pragma once

#include <functional>

namespace descente {

double wall_seconds();      ///< on a clock that never goes back
double processor_seconds(); ///< of all threads of this program; other programs do not count

/// Seconds of one call: the median of several measurements, each of as many calls as fill 2 ms on
/// the clock. Measure processor time with one thread only: an idle thread that waits counts too.
double median_seconds(const std::function<void()>& call,
                      const std::function<double()>& clock = wall_seconds, int measurements = 7);

} // namespace descente
