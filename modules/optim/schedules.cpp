#include "optim/schedules.hpp"

#include "base/error.hpp"

#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace descente {

namespace {

void check_count(const char* schedule, const char* what, long value, long least)
{
    if (value < least)
        throw ShapeError(
            fmt::format("{}: {} must be at least {}, not {}", schedule, what, least, value));
}

// share 1 is exactly `high`, share 0 exactly `low`
double between(double low, double high, double share) { return share * high + (1 - share) * low; }

// From 1 at step 0 down to 0 at step `steps`.
double half_cosine(long step, long steps)
{
    const double way = static_cast<double>(step) / static_cast<double>(steps);
    return 0.5 * (1 + std::cos(std::numbers::pi * way));
}

} // namespace

Schedule constant_rate(double rate)
{
    return [=](long) { return rate; };
}

Schedule step_decay(double rate, double factor, long every)
{
    check_count("step_decay", "the interval", every, 1);
    return [=](long step) { return rate * std::pow(factor, static_cast<double>(step / every)); };
}

Schedule cosine(double rate, long steps, double least)
{
    check_count("cosine", "the number of steps", steps, 1);
    return [=](long step) {
        return step >= steps ? least : between(least, rate, half_cosine(step, steps));
    };
}

Schedule sgdr(double high, long first_cycle, int cycle_factor, double low)
{
    check_count("sgdr", "the first cycle", first_cycle, 1);
    check_count("sgdr", "the cycle factor", cycle_factor, 1);
    return [=](long step) {
        long cycle = first_cycle, t = step;
        if (cycle_factor == 1) t %= cycle;
        while (t >= cycle) {
            t -= cycle;
            cycle *= cycle_factor;
        }
        return between(low, high, half_cosine(t, cycle));
    };
}

Schedule warm_up(long steps, Schedule after)
{
    check_count("warm_up", "the number of steps", steps, 0);
    return [steps, after = std::move(after)](long step) {
        if (step >= steps) return after(step - steps);
        return after(0) * static_cast<double>(step + 1) / static_cast<double>(steps);
    };
}

Schedule in_sequence(std::vector<std::pair<long, Schedule>> parts, Schedule last)
{
    for (const auto& part : parts) check_count("in_sequence", "the steps of a part", part.first, 0);
    return [parts = std::move(parts), last = std::move(last)](long step) {
        for (const auto& [steps, schedule] : parts) {
            if (step < steps) return schedule(step);
            step -= steps;
        }
        return last(step);
    };
}

} // namespace descente
