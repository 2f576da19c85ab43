// Learning-rate schedules: plain functions from the step (minibatch number, from 0) to α.
#pragma once

#include <functional>
#include <utility>
#include <vector>

namespace descente {

using Schedule = std::function<double(long step)>;

Schedule constant_rate(double rate);
/// rate · factor^⌊step / every⌋
Schedule step_decay(double rate, double factor, long every);
/// From `rate` at step 0 to `least` at step `steps`, half a cosine; `least` beyond.
Schedule cosine(double rate, long steps, double least = 0);
/// Cosine from `high` to `low` over T_0, then over T_0·T_mult, … (Loshchilov & Hutter 2016). T_cur
/// advances each minibatch; the first step of a cycle is at `high`, and the last one at T_i − 1.
Schedule sgdr(double high, long first_cycle, int cycle_factor = 2, double low = 0);
/// Linear from rate/steps to the first value of `after`, then `after` from its beginning.
Schedule warm_up(long steps, Schedule after);
/// One schedule after the other, each for its number of steps, the last for ever.
Schedule in_sequence(std::vector<std::pair<long, Schedule>> parts, Schedule last);

} // namespace descente
