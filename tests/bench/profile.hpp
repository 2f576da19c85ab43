// Where the time of a computation goes, operation by operation.
#pragma once

#include "autodiff/var.hpp"

#include <chrono>
#include <map>
#include <string>

namespace descente {

/// Seconds of one kind of operation.
struct OperationTime {
    double forward = 0, backward = 0;
    long calls = 0; ///< of the forward
};

/// While one lives, the operations of this thread are timed: in the forward pass the time between
/// the end of one operation and the end of the next, in the backward pass each pull-back.
class Profile {
  public:
    Profile() : outer_(active), before_(operation_done)
    {
        active = this;
        operation_done = [](const char* op, Pass pass) { active->note(op, pass); };
        restart();
    }
    ~Profile()
    {
        active = outer_;
        operation_done = before_;
    }
    Profile(const Profile&) = delete;
    Profile& operator=(const Profile&) = delete;

    /// By the operations' names, as the graph has them.
    const std::map<std::string, OperationTime>& times() const { return times_; }
    /// What passed until now belongs to no operation.
    void restart() { last_event_ = std::chrono::steady_clock::now(); }

  private:
    void note(const char* op, Pass pass)
    {
        const auto before = last_event_;
        restart();
        if (pass == Pass::backward_begins) return;
        const double seconds = std::chrono::duration<double>(last_event_ - before).count();
        OperationTime& time = times_[op];
        (pass == Pass::forward ? time.forward : time.backward) += seconds;
        time.calls += pass == Pass::forward;
    }

    static inline thread_local Profile* active = nullptr;

    std::map<std::string, OperationTime> times_;
    std::chrono::steady_clock::time_point last_event_;
    Profile* outer_;
    void (*before_)(const char* op, Pass pass);
};

} // namespace descente
