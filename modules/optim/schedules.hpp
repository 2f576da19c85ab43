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
/// rate · decay^step
Schedule exponential_decay(double rate, double decay);
/// From `rate` at step 0 to `least` at step `steps`, half a cosine; `least` beyond.
Schedule cosine(double rate, long steps, double least = 0);
/// Up from `low` to `high` in half a period and down again (Smith 2017, triangular policy).
Schedule triangular(double low, double high, long period);
/// Cosine from `high` to `low` over T_0, then over T_0·T_mult, … (Loshchilov & Hutter 2016). T_cur
/// advances each minibatch; the first step of a cycle is at `high`, and the last one at T_i − 1.
Schedule sgdr(double high, long first_cycle, int cycle_factor = 2, double low = 0);
/// The last step (included) of each SGDR cycle that ends before `steps`: where to take snapshots.
std::vector<long> sgdr_cycle_ends(long first_cycle, int cycle_factor, long steps);
/// Linear from rate/steps to the first value of `after`, then `after` from its beginning.
Schedule warm_up(long steps, Schedule after);
/// One schedule after the other, each for its number of steps, the last for ever.
Schedule in_sequence(std::vector<std::pair<long, Schedule>> parts, Schedule last);

/// Reduction on plateau: multiplies the rate by `factor` when the *validation* cost has not fallen
/// below best·(1 − threshold) for `patience` observations. The threshold keeps noise from
/// counting as progress.
class ReduceOnPlateau {
  public:
    struct Options {
        double factor = 0.1;
        int patience = 2;
        double threshold = 1e-3;
        double least = 0;
    };
    ReduceOnPlateau(double rate, Options options);
    explicit ReduceOnPlateau(double rate) : ReduceOnPlateau(rate, Options{}) {}

    double rate() const { return rate_; }
    /// Tells the validation cost at the end of an epoch; true when the rate was reduced.
    bool observe(double validation_cost);

  private:
    Options options_;
    double rate_, best_;
    int bad_epochs_ = 0;
};

} // namespace descente
