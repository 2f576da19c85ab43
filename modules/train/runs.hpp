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

/// The same for runs that measure something: each gives the same count of numbers, and the result
/// is the spread of each over the runs. Runs that Ctrl-C cut short are left out; empty when all
/// are.
std::vector<Spread> spread_over_runs(int count,
                                     const std::function<std::vector<double>(int run)>& measure);

/// run(i, j) for every i < rows and j < columns, side by side as above: the results as
/// result[i][j]. A run that was not started, because of a stop, leaves `empty`.
template <class Run, class Result = std::invoke_result_t<Run, std::size_t, std::size_t>>
std::vector<std::vector<Result>> all_runs(std::size_t rows, std::size_t columns, const Run& run,
                                          const Result& empty = {})
{
    std::vector<std::vector<Result>> results(rows, std::vector<Result>(columns, empty));
    for_each_run(static_cast<int>(rows * columns), [&](int k) {
        const std::size_t i = static_cast<std::size_t>(k) / columns;
        const std::size_t j = static_cast<std::size_t>(k) % columns;
        results[i][j] = run(i, j);
    });
    return results;
}

/// True after Ctrl-C: loops should end soon, keeping what they have.
bool stop_requested();
/// Called by the signal handler, and by tests.
void request_stop(bool stop = true);

/// run(value, seed) of every value for every seed 0 … seeds−1, side by side: result[value][seed].
/// A run that Ctrl-C kept from starting is left as `empty`.
template <class Result, class Function>
std::vector<std::vector<Result>> runs_over(const std::vector<double>& values, int seeds,
                                           const Result& empty, const Function& run)
{
    const auto one = [&](std::size_t i, std::size_t seed) {
        return run(values[i], static_cast<int>(seed));
    };
    return all_runs(values.size(), static_cast<std::size_t>(seeds), one, empty);
}

/// One measure of each run: a member of it, or a function of it.
template <class Result, class Measure>
auto of_each(const std::vector<Result>& runs, const Measure& measure)
{
    std::vector<std::decay_t<std::invoke_result_t<Measure, const Result&>>> values;
    for (const Result& run : runs) values.push_back(std::invoke(measure, run));
    return values;
}

} // namespace descente
