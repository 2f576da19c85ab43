// A simulation that can be differentiated: a ball in the air.
#pragma once

#include "autodiff/ops.hpp"

#include <vector>

namespace lab01 {
using namespace descente;

struct Flight {
    Var end;                  ///< 2 × 1, metres
    std::vector<double> x, y; ///< the way there
};

/// The first two seconds of a throw from the origin, in 100 explicit Euler steps; the drag (1/m)
/// brakes with the square of the speed, so there is no formula for the end. `throwing` is 2 × 1:
/// the angle in radians and the speed in 10 m/s, so that both are near 1.
Flight throw_ball(const Var& throwing, double drag = 0.02);

/// Where the ball should be after two seconds, in metres.
const Column target{20, 4};
/// From the target to where this throw ends, 2 × 1.
Var miss(const Var& throwing);
/// How far each of these throws (a column each) misses, in metres.
std::vector<double> misses(const Matrix& throws);

} // namespace lab01
