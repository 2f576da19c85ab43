#include "autodiff/profile.hpp"

#include <chrono>

namespace descente {

namespace {

thread_local Profile* active_profile = nullptr;

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

Profile::Profile() : outer_(active_profile)
{
    active_profile = this;
    restart();
}

Profile::~Profile() { active_profile = outer_; }

Profile* Profile::active() { return active_profile; }

void Profile::restart() { last_event_ = now(); }

double Profile::since_last_event()
{
    const double before = last_event_;
    last_event_ = now();
    return last_event_ - before;
}

void Profile::forward_done(const char* op)
{
    OperationTime& time = times_[op];
    time.forward += since_last_event();
    ++time.calls;
}

void Profile::backward_done(const char* op) { times_[op].backward += since_last_event(); }

} // namespace descente
