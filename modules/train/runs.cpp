#include "train/runs.hpp"

#include "base/cpu.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <vector>

namespace descente {

namespace {

std::atomic<bool> stop{false};
// What makes it safe to set from a signal handler.
static_assert(std::atomic<bool>::is_always_lock_free);

} // namespace

bool stop_requested() { return stop.load(std::memory_order_relaxed); }

void request_stop(bool value) { stop.store(value, std::memory_order_relaxed); }

void for_each_run(int count, const std::function<void(int)>& run)
{
    if (count <= 0) return;
    std::vector<std::exception_ptr> errors(static_cast<std::size_t>(count));
    // threads() is 1 inside a team, so kernels keep to the thread of their run. A single run has a
    // team of one, which OpenMP does not count as a team: it keeps all threads.
#pragma omp parallel for schedule(dynamic, 1) num_threads(std::min(count, threads()))
    for (int i = 0; i < count; ++i) {
        if (stop_requested()) continue;
        try {
            run(i);
        } catch (...) { // an exception must not leave its thread
            errors[static_cast<std::size_t>(i)] = std::current_exception();
        }
    }
    for (const std::exception_ptr& error : errors)
        if (error) std::rethrow_exception(error);
}

} // namespace descente
