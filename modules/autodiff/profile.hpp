// Where the time of a computation goes, operation by operation.
#pragma once

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
    Profile();
    ~Profile();
    Profile(const Profile&) = delete;
    Profile& operator=(const Profile&) = delete;

    /// By the operations' names, as the graph has them.
    const std::map<std::string, OperationTime>& times() const { return times_; }

    static Profile* active();          ///< of this thread; null when there is none
    void restart();                    ///< what passed until now belongs to no operation
    void forward_done(const char* op); ///< the time since the last event is this operation's
    void backward_done(const char* op);

  private:
    double since_last_event();

    std::map<std::string, OperationTime> times_;
    double last_event_ = 0;
    Profile* outer_;
};

} // namespace descente
